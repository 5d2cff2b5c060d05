import { fullChannel } from './channels.ts';
import type { InboxSecrets } from './secrets.ts';
import type { Inbox } from './queries.ts';

export interface InboxView {
  baseUrl: string;
  inboundEmailDomain: string | undefined;
  /** Only for administrators; others get no key that shows them. */
  secrets?: InboxSecrets & { hmac_token: string };
}

/** The INBOX of contract platform §4.3; keys that its channel lacks are null there, not absent. */
export function inboxJson(inbox: Inbox, view: InboxView): Record<string, unknown> {
  const channel = fullChannel(inbox.channel_type, inbox.channel);
  const isWidget = inbox.channel_type === 'Channel::WebWidget';
  const of = (name: string): unknown => channel[name] ?? null;
  return {
    id: inbox.id,
    avatar_url: inbox.avatar_url,
    channel_id: inbox.id,
    name: inbox.name,
    channel_type: inbox.channel_type,
    greeting_enabled: inbox.greeting_enabled,
    greeting_message: inbox.greeting_message,
    working_hours_enabled: inbox.working_hours_enabled,
    enable_email_collect: inbox.enable_email_collect,
    csat_survey_enabled: inbox.csat_survey_enabled,
    csat_config: inbox.csat_config,
    enable_auto_assignment: inbox.enable_auto_assignment,
    auto_assignment_config: inbox.auto_assignment_config,
    out_of_office_message: inbox.out_of_office_message,
    working_hours: inbox.working_hours,
    timezone: inbox.timezone,
    callback_webhook_url: null,
    allow_messages_after_resolved: inbox.allow_messages_after_resolved,
    lock_to_single_conversation: inbox.lock_to_single_conversation,
    sender_name_type: inbox.sender_name_type,
    business_name: inbox.business_name,
    allowed_domains: of('allowed_domains'),
    widget_color: of('widget_color'),
    website_url: of('website_url'),
    hmac_mandatory: of('hmac_mandatory'),
    welcome_title: of('welcome_title'),
    welcome_tagline: of('welcome_tagline'),
    web_widget_script: isWidget ? widgetScript(view.baseUrl, inbox.identifier) : null,
    website_token: isWidget ? inbox.identifier : null,
    selected_feature_flags: of('selected_feature_flags'),
    reply_time: of('reply_time'),
    messaging_service_sid: null,
    phone_number: null,
    provider: of('provider'),
    ...ownKeys(inbox, of, view),
  };
}

type Of = (name: string) => unknown;

function ownKeys(inbox: Inbox, of: Of, view: InboxView): Record<string, unknown> {
  const { secrets } = view;
  const proof = secrets === undefined ? {} : { hmac_token: secrets.hmac_token };
  switch (inbox.channel_type) {
    case 'Channel::WebWidget':
      return {
        ...proof,
        pre_chat_form_enabled: of('pre_chat_form_enabled'),
        pre_chat_form_options: of('pre_chat_form_options'),
        continuity_via_email: of('continuity_via_email'),
      };
    case 'Channel::Api':
      return {
        ...proof,
        webhook_url: of('webhook_url'),
        inbox_identifier: inbox.identifier,
        additional_attributes: of('additional_attributes'),
      };
    case 'Channel::Email':
      return { ...emailKeys(inbox, of, view), ...mailboxKeys(of, secrets) };
  }
}

function emailKeys(inbox: Inbox, of: Of, { inboundEmailDomain }: InboxView) {
  const forward = inbox.channel['forward_key'];
  return {
    email: of('email') ?? '',
    forwarding_enabled: inboundEmailDomain !== undefined,
    ...(inboundEmailDomain === undefined || typeof forward !== 'string'
      ? {}
      : { forward_to_email: `${forward}@${inboundEmailDomain}` }),
  };
}

const mailboxNames = [
  'imap_login', 'imap_password', 'imap_address', 'imap_port', 'imap_enabled', 'imap_enable_ssl', 'smtp_login',
  'smtp_password', 'smtp_address', 'smtp_port', 'smtp_enabled', 'smtp_domain', 'smtp_enable_ssl_tls',
  'smtp_enable_starttls_auto', 'smtp_openssl_verify_mode', 'smtp_authentication',
] as const; // prettier-ignore

function mailboxKeys(of: Of, secrets: InboxSecrets | undefined): Record<string, unknown> {
  if (secrets === undefined) return {};
  const value = (name: (typeof mailboxNames)[number]): unknown =>
    name === 'imap_password' || name === 'smtp_password' ? (secrets[name] ?? '') : of(name);
  return Object.fromEntries(mailboxNames.map((name) => [name, value(name)]));
}

/** What a website's owner puts into its pages. Neither part can end the script: both are ours. */
const widgetScript = (baseUrl: string, token: string): string => `<script>
  (function (page) {
    var base = ${JSON.stringify(baseUrl)};
    var script = page.createElement('script');
    script.src = base + '/packs/js/sdk.js';
    script.async = true;
    script.onload = function () {
      window.chatwootSDK.run({ websiteToken: ${JSON.stringify(token)}, baseUrl: base });
    };
    page.head.appendChild(script);
  })(document);
</script>
`;

/** The inbox as events record it, for webhooks: its settings, never its secrets (contract: platform §5.3). */
export function inboxFacts(inbox: Inbox): Record<string, unknown> {
  const { secrets: _secrets, identifier: _identifier, channel, ...facts } = inbox;
  const { forward_key: _forward, ...shown } = channel;
  return { ...facts, channel: shown };
}
