import type { Parts } from './hear.ts';
import { readIdentity } from './user.ts';

type Attributes = Record<string, unknown>;

function someAttributes(attributes: unknown): Attributes {
  if (typeof attributes !== 'object' || attributes === null || Object.keys(attributes).length === 0)
    throw new Error('Custom attributes should have atleast one key');
  return attributes as Attributes;
}

function oneAttribute(attribute: unknown): string {
  if (typeof attribute !== 'string' || attribute === '')
    throw new Error('Custom attribute is required');
  return attribute;
}

/** What websites call on `window.$chatwoot` (contract: customer §3.11). */
export function openCalls({ state, keeper, frame, holder, bubble, popout, toggle }: Parts) {
  return {
    toggle,
    toggleBubbleVisibility(visibility: 'show' | 'hide') {
      const isVisible = visibility === 'show';
      if (!isVisible && visibility !== 'hide') return;
      state.hideMessageBubble = !isVisible;
      bubble.setVisible(isVisible);
      holder.setBubbleVisible(isVisible);
      frame.send('sdk-set-bubble-visibility', { hideMessageBubble: !isVisible });
    },
    popoutChatWindow: () => popout.open(),
    setUser(identifier: unknown, user: unknown) {
      const identity = readIdentity(identifier, user);
      if (keeper.isKnown(identity)) return;
      state.identifier = identity.identifier;
      state.user = identity.user;
      const { digest } = identity;
      frame.send('set-user', { identifier: identity.identifier, user: identity.user, digest });
    },
    setCustomAttributes(attributes: unknown) {
      frame.send('set-custom-attributes', { customAttributes: someAttributes(attributes) });
    },
    deleteCustomAttribute(attribute: unknown) {
      frame.send('delete-custom-attribute', { customAttribute: oneAttribute(attribute) });
    },
    setConversationCustomAttributes(attributes: unknown) {
      const customAttributes = someAttributes(attributes);
      frame.send('set-conversation-custom-attributes', { customAttributes });
    },
    deleteConversationCustomAttribute(attribute: unknown) {
      const customAttribute = oneAttribute(attribute);
      frame.send('delete-conversation-custom-attribute', { customAttribute });
    },
    setLabel: (label = '') => frame.send('set-label', { label }),
    removeLabel: (label = '') => frame.send('remove-label', { label }),
    setLocale(locale = 'en') {
      state.locale = locale;
      frame.send('set-locale', { locale });
    },
    setColorScheme(darkMode: 'light' | 'auto' | 'dark' = 'light') {
      state.darkMode = darkMode;
      frame.send('set-color-scheme', { darkMode });
    },
    reset() {
      toggle('close');
      keeper.forgetAll();
      state.resetTriggered = true;
      state.identifier = undefined;
      state.user = undefined;
      bubble.setUnread(false);
      frame.reload();
    },
  };
}
