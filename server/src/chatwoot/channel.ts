import { randomToken } from '../auth/secrets.ts';
import type { Vault } from '../auth/vault.ts';
import { FEATURE_FLAGS, REPLY_TIMES } from '../inboxes/channels.ts';
import { sealSecrets } from '../inboxes/secrets.ts';
import type { Conversion } from './conversion.ts';
import { isEncrypted, named, objectOf, type Row, type Value } from './rules.ts';

const TABLES = {
  'Channel::Api': 'channel_api',
  'Channel::WebWidget': 'channel_web_widgets',
  'Channel::Email': 'channel_email',
} as const;

type ChannelType = keyof typeof TABLES;

/** A channel's row, as JSON. */
export const channelSql = `case t.channel_type ${Object.entries(TABLES)
  .map(
    ([type, table]) =>
      `when '${type}' then (select to_jsonb(c) from ${table} c where c.id = t.channel_id
        and c.account_id = t.account_id)`,
  )
  .join(' ')} end`;

/** What is kept encrypted here. */
const SECRETS = ['hmac_token', 'imap_password', 'smtp_password'];

/** What of a channel's columns we keep, as they are called there. */
const KEPT: Record<ChannelType, string[]> = {
  'Channel::Api': ['webhook_url', 'hmac_mandatory', 'additional_attributes'],
  'Channel::WebWidget': [
    'website_url',
    'widget_color',
    'welcome_title',
    'welcome_tagline',
    'hmac_mandatory',
    'pre_chat_form_enabled',
    'pre_chat_form_options',
    'continuity_via_email',
    'allowed_domains',
  ],
  'Channel::Email': [
    'email',
    'imap_enabled',
    'imap_address',
    'imap_port',
    'imap_login',
    'imap_enable_ssl',
    'smtp_enabled',
    'smtp_address',
    'smtp_port',
    'smtp_login',
    'smtp_domain',
    'smtp_enable_starttls_auto',
    'smtp_authentication',
    'smtp_openssl_verify_mode',
    'smtp_enable_ssl_tls',
  ],
};

/** What makes an inbox the kind of channel that it is. */
export function channelOf(
  row: Row,
  { on, vault }: { on: Conversion; vault: Vault },
): Record<string, unknown> {
  const type = row['channel_type'] as ChannelType;
  if (!Object.hasOwn(TABLES, type) || row['channel'] === null) {
    const was = Object.hasOwn(TABLES, type) ? `its ${type} is missing` : `it was a ${type}`;
    on.note(`${was}: it is an API inbox now`);
    const channel = { additional_attributes: { imported_from: type } };
    return {
      channel_type: 'Channel::Api',
      identifier: randomToken(),
      channel: JSON.stringify(channel),
      secrets: null,
    };
  }
  const stored = objectOf(row['channel']);
  const identifier = type === 'Channel::Api' ? stored['identifier'] : stored['website_token'];
  const settings = {
    ...pick(stored, KEPT[type]),
    ...widgetKeys(type, stored),
    ...mailboxKeys(stored, on),
  };
  return {
    channel_type: type,
    identifier: typeof identifier === 'string' && identifier !== '' ? identifier : randomToken(),
    channel: JSON.stringify(settings),
    secrets: secretsOf(stored, { on, vault }),
  };
}

const pick = (stored: Record<string, unknown>, names: string[]): Record<string, unknown> =>
  Object.fromEntries(
    names
      .filter((name) => stored[name] !== undefined && stored[name] !== null)
      .map((name) => [name, stored[name]]),
  );

function secretsOf(
  stored: Record<string, unknown>,
  { on, vault }: { on: Conversion; vault: Vault },
): string | null {
  const found = Object.entries(pick(stored, SECRETS)).filter(([, secret]) => secret !== '');
  const readable = found.filter(([, secret]) => !isEncrypted(secret));
  for (const [name, secret] of found) {
    if (isEncrypted(secret))
      on.note(`its ${name} is encrypted with a key that we do not have: enter it again`);
  }
  const sealed = sealSecrets(vault, Object.fromEntries(readable));
  return sealed === null ? null : `\\x${sealed.toString('hex')}`;
}

/**
 * Two desks that fetch the mail of one mailbox take it from each other, so fetching starts when somebody
 * switches it on here.
 */
function mailboxKeys(stored: Record<string, unknown>, on: Conversion): Record<string, unknown> {
  if (stored['imap_enabled'] !== true) return {};
  on.note('fetching its mail is off: switch it on when the old desk has stopped');
  return { imap_enabled: false };
}

/** What a widget stores as numbers; features in the order of their bits. */
function widgetKeys(type: ChannelType, stored: Record<string, unknown>): Record<string, unknown> {
  if (type !== 'Channel::WebWidget') return {};
  const bits = typeof stored['feature_flags'] === 'number' ? stored['feature_flags'] : 7;
  return {
    reply_time: named(REPLY_TIMES, stored['reply_time'] as Value) ?? 'in_a_few_minutes',
    selected_feature_flags: FEATURE_FLAGS.filter((_, n) => (bits >> n) % 2 === 1),
  };
}
