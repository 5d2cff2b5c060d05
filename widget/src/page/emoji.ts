/** What people write most, in the groups of `words.emojiGroups`. */
export const emoji = [
  '😀 😃 😄 😁 😅 😂 🤣 😊 🙂 😉 😍 🥰 😘 😋 😜 🤔 🤨 😐 🙄 😏 😌 😴 🤒 🥳 😎 🤓 😕 😟 🙁 😮 😢 😭 😤 😠 😡 😱 😅 🤯 😇 🤗',
  '👍 👎 👌 ✌️ 🤞 🙌 👏 🙏 💪 👋 🤝 ☝️ 👉 👈 🤷 🤦',
  '❤️ 🧡 💛 💚 💙 💜 🖤 💔 💯 ✨',
  '🎉 🎁 🎂 ☕ 🍕 🚀 ⏰ 📦 📎 📷 💡 🔑 🔒 ✅ ❌ ❓ ❗ ⭐ 🌍 🐛',
].map((group) => [...new Set(group.split(' '))]);
