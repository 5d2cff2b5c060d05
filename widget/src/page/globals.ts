/** What the server writes into the page (contract: customer §3.1). */
export interface Channel {
  avatarUrl: string;
  hasAConnectedAgentBot: string;
  locale: string;
  websiteName: string;
  websiteToken: string;
  welcomeTagline: string | null;
  welcomeTitle: string | null;
  widgetColor: string;
  enabledFeatures: string[];
  replyTime: string;
  preChatFormEnabled: boolean;
  preChatFormOptions: { pre_chat_message?: string; pre_chat_fields?: Field[] } | null;
  workingHoursEnabled: boolean;
  workingHours: WorkingHour[];
  outOfOfficeMessage: string | null;
  timezone: string;
  allowMessagesAfterResolved: boolean;
  disableBranding: boolean;
}

/** A question of the form before a conversation (contract: customer §3.10). */
export interface Field {
  field_type?: 'standard' | 'contact_attribute' | 'conversation_attribute';
  label: string;
  name: string;
  type: string;
  placeholder?: string | null;
  required?: boolean;
  enabled?: boolean;
  values?: string[] | null;
  /** Values that are called otherwise than they are. */
  choices?: { label?: string; value: string }[];
  regex_pattern?: string | null;
  regex_cue?: string | null;
}

export interface WorkingHour {
  day_of_week: number;
  closed_all_day: boolean;
  open_all_day: boolean;
  open_hour: number | null;
  open_minutes: number | null;
  close_hour: number | null;
  close_minutes: number | null;
}

declare global {
  interface Window {
    chatwootWebChannel: Channel;
    chatwootPubsubToken: string;
    authToken: string;
    globalConfig: Record<string, string | number | boolean>;
    /** Of apps that show this page in a web view. */
    ReactNativeWebView?: { postMessage(text: string): void };
  }
}

export const channel = window.chatwootWebChannel;
export const parameters = new URLSearchParams(location.search);
export const isFramed = window.parent !== window;
const limit = Number(window.globalConfig['MAXIMUM_FILE_UPLOAD_SIZE']);
/** Largest file in megabytes. */
export const maxMegabytes = limit > 0 ? limit : 40;
export const brand = {
  name: String(window.globalConfig['BRAND_NAME'] ?? ''),
  url: String(window.globalConfig['WIDGET_BRAND_URL'] ?? ''),
};
