export const CHANNEL_TYPES = ['Channel::Api', 'Channel::WebWidget', 'Channel::Email'] as const;
export type ChannelType = (typeof CHANNEL_TYPES)[number];

/** What only one kind of channel has; the keys of `inboxes.channel`. */
export type Channel = Record<string, unknown>;

/** Passwords, which are kept apart and encrypted. */
export const SECRETS = ['imap_password', 'smtp_password'] as const;

export const FEATURE_FLAGS = [
  'attachments',
  'emoji_picker',
  'end_conversation',
  'use_inbox_avatar_for_bot',
  'allow_mobile_webview',
] as const;

export const REPLY_TIMES = ['in_a_few_minutes', 'in_a_few_hours', 'in_a_day'] as const;

const field = (name: string, type: string, label: string, required: boolean) => ({
  field_type: 'standard',
  label,
  name,
  type,
  required,
  enabled: false,
});

/** The form before a first message, until somebody makes another one (contract: customer §3.10). */
export const PRE_CHAT_FORM = {
  pre_chat_message: 'Share your queries or comments here.',
  pre_chat_fields: [
    field('emailAddress', 'email', 'Email Id', true),
    field('fullName', 'text', 'Full name', false),
    field('phoneNumber', 'text', 'Phone number', false),
  ],
};

/** What a channel of each kind starts with, and with it which keys it has (contract: platform §4.3). */
export const channelDefaults: Record<ChannelType, Channel> = {
  'Channel::Api': { webhook_url: null, hmac_mandatory: false, additional_attributes: {} },
  'Channel::WebWidget': {
    website_url: null,
    widget_color: '#1f93ff',
    welcome_title: null,
    welcome_tagline: null,
    reply_time: 'in_a_few_minutes',
    allowed_domains: '',
    hmac_mandatory: false,
    pre_chat_form_enabled: false,
    pre_chat_form_options: PRE_CHAT_FORM,
    continuity_via_email: true,
    selected_feature_flags: FEATURE_FLAGS.slice(0, 3),
  },
  'Channel::Email': {
    email: null,
    provider: null,
    verified_for_sending: false,
    imap_enabled: false,
    imap_address: '',
    imap_port: 0,
    imap_login: '',
    imap_enable_ssl: true,
    smtp_enabled: false,
    smtp_address: '',
    smtp_port: 0,
    smtp_login: '',
    smtp_domain: '',
    smtp_enable_ssl_tls: false,
    smtp_enable_starttls_auto: true,
    smtp_openssl_verify_mode: 'none',
    smtp_authentication: 'login',
  },
};

/** The channel with what it starts with where nothing was set. */
export const fullChannel = (type: ChannelType, channel: Channel): Channel => ({
  ...channelDefaults[type],
  ...channel,
});
