import { startChat, type Place } from './chat.ts';
import type { Given } from './settings.ts';

declare global {
  interface Window {
    chatwootSDK: { run(place: Place): void };
    chatwootSettings?: Given;
    $chatwoot?: ReturnType<typeof startChat>;
  }
}

window.chatwootSDK = {
  run(place) {
    if (window.$chatwoot !== undefined) return;
    window.$chatwoot = startChat(place, window.chatwootSettings);
  },
};
