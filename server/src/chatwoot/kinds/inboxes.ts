import { randomToken } from '../../auth/secrets.ts';
import type { Vault } from '../../auth/vault.ts';
import { rows } from '../../db/query.ts';
import { channelOf, channelSql } from '../channel.ts';
import { Skipped, type Conversion } from '../conversion.ts';
import type { Converted, Kind, Preparing } from '../kind.ts';
import { line, named, nameOf, numberOf, objectOf, textOf, truth, type Row } from '../rules.ts';

export const inboxes = (vault: Vault): Kind => ({
  name: 'inboxes',
  table: 'inboxes',
  hasId: true,
  columns: ['account_id', 'name', 'channel_type', 'channel_id', 'created_at', 'updated_at'],
  optional: [
    'enable_auto_assignment',
    'greeting_enabled',
    'greeting_message',
    'enable_email_collect',
    'csat_survey_enabled',
    'csat_config',
    'allow_messages_after_resolved',
    'lock_to_single_conversation',
    'working_hours_enabled',
    'out_of_office_message',
    'timezone',
    'sender_name_type',
    'business_name',
    'auto_assignment_config',
  ],
  computed: { channel: channelSql },
  needs: {
    channel_api: ['identifier'],
    channel_web_widgets: ['website_token'],
    channel_email: ['email'],
  },
  unique: [
    {
      column: 'identifier',
      within: [],
      second: (row) => {
        row['identifier'] = randomToken();
        return 'it has a new one';
      },
    },
  ],
  convert: (row, on) => ({
    account_id: on.account(row['account_id']),
    name: nameOf(row, 'name', 'Inbox'),
    ...channelOf(row, { on, vault }),
    enable_auto_assignment: truth(row['enable_auto_assignment'], true),
    greeting_enabled: truth(row['greeting_enabled'], false),
    greeting_message: textOf(row['greeting_message']),
    enable_email_collect: truth(row['enable_email_collect'], true),
    csat_survey_enabled: truth(row['csat_survey_enabled'], false),
    csat_config: on.object(row['csat_config'], 'csat_config'),
    allow_messages_after_resolved: truth(row['allow_messages_after_resolved'], true),
    lock_to_single_conversation: truth(row['lock_to_single_conversation'], false),
    working_hours_enabled: truth(row['working_hours_enabled'], false),
    out_of_office_message: textOf(row['out_of_office_message']),
    timezone: line(row['timezone']) ?? 'UTC',
    sender_name_type: named(['friendly', 'professional'], row['sender_name_type']) ?? 'friendly',
    business_name: line(row['business_name']),
    auto_assignment_config: on.object(row['auto_assignment_config'], 'auto_assignment_config'),
    ...on.stamps(row),
  }),
  prepare: withOwnAddress,
});

/** A mailbox belongs to one inbox, in whatever account: where it is taken, the inbox comes without. */
async function withOwnAddress(made: Converted[], { run, change }: Preparing): Promise<Converted[]> {
  const addressOf = (row: Converted): string =>
    String(objectOf(row.new['channel'] as string)['email'] ?? '').toLowerCase();
  const mailboxes = made.filter((row) => row.new['channel_type'] === 'Channel::Email');
  const found = await rows<{ email: string }>(
    run.platform.pool,
    `select lower(channel ->> 'email') as email from inboxes where channel_type = 'Channel::Email'
     and deleted_at is null and lower(channel ->> 'email') = any ($1::text[])`,
    [mailboxes.map(addressOf)],
  );
  const taken = new Set(found.map(({ email }) => email));
  for (const row of mailboxes) {
    const address = addressOf(row);
    if (taken.has(address)) {
      const channel = { ...objectOf(row.new['channel'] as string), email: null };
      row.new['channel'] = JSON.stringify(channel);
      change(row.old, 'another inbox has its address: it has none now');
    }
    taken.add(address);
  }
  return made;
}
const ofInbox = '(select x.account_id from inboxes x where x.id = t.inbox_id)';

export const inboxMembers: Kind = {
  name: 'inbox_members',
  table: 'inbox_members',
  hasId: false,
  columns: ['inbox_id', 'user_id'],
  account: ofInbox,
  references: (row) => [
    ['inboxes', row['inbox_id']],
    ['users', row['user_id']],
  ],
  unique: [{ column: 'user_id', within: ['account_id', 'inbox_id'], second: 'skip' }],
  convert(row, on) {
    const { id: inbox_id, account_id } = inboxOf(row, on);
    const user_id = on.member({ id: row['user_id'], account_id, name: 'user' });
    if (user_id === null) throw new Skipped('its user is no member of the account');
    return { account_id, inbox_id, user_id };
  },
};

function inboxOf(row: Row, on: Conversion): { id: number; account_id: number } {
  const inbox = on.find('inboxes', row['inbox_id']);
  if (inbox?.account_id === undefined || inbox.account_id === null)
    throw new Skipped('its inbox is missing');
  return { id: inbox.id, account_id: inbox.account_id };
}

export const workingHours: Kind = {
  name: 'working_hours',
  table: 'working_hours',
  hasId: false,
  columns: ['inbox_id', 'day_of_week', 'open_hour', 'open_minutes', 'close_hour', 'close_minutes'],
  optional: ['closed_all_day', 'open_all_day'],
  account: ofInbox,
  references: (row) => [['inboxes', row['inbox_id']]],
  unique: [{ column: 'day_of_week', within: ['account_id', 'inbox_id'], second: 'skip' }],
  convert(row, on) {
    const { id: inbox_id, account_id } = inboxOf(row, on);
    return {
      account_id,
      inbox_id,
      day_of_week: numberOf(row['day_of_week']),
      closed_all_day: truth(row['closed_all_day'], false),
      open_all_day: truth(row['open_all_day'], false),
      open_hour: numberOf(row['open_hour']),
      open_minutes: numberOf(row['open_minutes']),
      close_hour: numberOf(row['close_hour']),
      close_minutes: numberOf(row['close_minutes']),
    };
  },
};

export const agentBotInboxes: Kind = {
  name: 'agent_bot_inboxes',
  table: 'agent_bot_inboxes',
  hasId: false,
  columns: ['inbox_id', 'agent_bot_id'],
  optional: ['status'],
  account: ofInbox,
  references: (row) => [
    ['inboxes', row['inbox_id']],
    ['agent_bots', row['agent_bot_id']],
  ],
  unique: [{ column: 'inbox_id', within: ['account_id'], second: 'skip' }],
  convert(row, on) {
    const { id: inbox_id, account_id } = inboxOf(row, on);
    const agent_bot_id = on.bot({ id: row['agent_bot_id'], account_id, name: 'bot' });
    if (agent_bot_id === null)
      throw new Skipped('its bot is missing or belongs to another account');
    return {
      account_id,
      inbox_id,
      agent_bot_id,
      status: named(['active', 'inactive'], row['status']) ?? 'active',
    };
  },
};
