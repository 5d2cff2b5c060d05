/** What a website may say in `window.chatwootSettings` (contract: customer §3.11). */
export interface Settings {
  hideMessageBubble: boolean;
  position: 'left' | 'right';
  locale: string | undefined;
  useBrowserLanguage: boolean;
  type: 'standard' | 'expanded_bubble';
  launcherTitle: string;
  showPopoutButton: boolean;
  showUnreadMessagesDialog: boolean;
  widgetStyle: 'standard' | 'flat';
  darkMode: 'light' | 'auto' | 'dark';
  baseDomain: string | undefined;
  welcomeTitle: string;
  welcomeDescription: string;
  availableMessage: string;
  unavailableMessage: string;
  enableFileUpload: boolean | undefined;
  enableEmojiPicker: boolean;
  enableEndConversation: boolean;
}

export type Given = Partial<Record<keyof Settings, unknown>>;

export function readSettings(given: Given = {}): Settings {
  const text = (name: keyof Settings): string => {
    const value = given[name];
    return typeof value === 'string' ? value : '';
  };
  const flag = (name: keyof Settings, fallback: boolean): boolean => {
    const value = given[name];
    return value === undefined || value === null ? fallback : Boolean(value);
  };
  const word = <W extends string>(name: keyof Settings, words: readonly [W, ...W[]]): W =>
    words.find((each) => each === given[name]) ?? words[0];
  const useBrowserLanguage = flag('useBrowserLanguage', false);
  const locale = useBrowserLanguage ? navigator.language.replace('-', '_') : text('locale');
  return {
    hideMessageBubble: flag('hideMessageBubble', false),
    position: word('position', ['right', 'left']),
    locale: locale || undefined,
    useBrowserLanguage,
    type: word('type', ['standard', 'expanded_bubble']),
    launcherTitle: text('launcherTitle'),
    showPopoutButton: flag('showPopoutButton', false),
    showUnreadMessagesDialog: flag('showUnreadMessagesDialog', true),
    widgetStyle: word('widgetStyle', ['standard', 'flat']),
    darkMode: word('darkMode', ['light', 'auto', 'dark']),
    baseDomain: text('baseDomain') || undefined,
    welcomeTitle: text('welcomeTitle'),
    welcomeDescription: text('welcomeDescription'),
    availableMessage: text('availableMessage'),
    unavailableMessage: text('unavailableMessage'),
    enableFileUpload: given.enableFileUpload == null ? undefined : Boolean(given.enableFileUpload),
    enableEmojiPicker: flag('enableEmojiPicker', true),
    enableEndConversation: flag('enableEndConversation', true),
  };
}
