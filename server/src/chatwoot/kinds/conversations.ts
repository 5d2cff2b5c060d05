import { randomUUID } from 'node:crypto';
import { rows } from '../../db/query.ts';
import type { Tx } from '../../db/pool.ts';
import { Skipped } from '../conversion.ts';
import type { Converted, Kind } from '../kind.ts';
import { numberWithin, numberOf, textOf } from '../rules.ts';
import { labelsOf, tagTables } from './contacts.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Under which the numbers of an account's conversations are set aside. */
export const displayIdsOf = (accountId: number): string => `display_ids ${accountId}`;

export const conversations: Kind = {
  name: 'conversations',
  table: 'conversations',
  hasId: true,
  columns: [
    'account_id',
    'inbox_id',
    'contact_id',
    'display_id',
    'status',
    'uuid',
    'created_at',
    'updated_at',
  ],
  optional: [
    'assignee_id',
    'assignee_agent_bot_id',
    'team_id',
    'priority',
    'identifier',
    'additional_attributes',
    'custom_attributes',
    'snoozed_until',
    'waiting_since',
    'first_reply_created_at',
    'agent_last_seen_at',
    'assignee_last_seen_at',
    'contact_last_seen_at',
    'last_activity_at',
    'campaign_id',
    'sla_policy_id',
  ],
  computed: {
    labels: labelsOf('Conversation'),
    // Old conversations do not name the tie through which they came.
    contact_inbox_id: `coalesce(
      (select x.id from contact_inboxes x where x.id = t.contact_inbox_id and x.inbox_id = t.inbox_id),
      (select x.id from contact_inboxes x where x.contact_id = t.contact_id and x.inbox_id = t.inbox_id
       order by x.id limit 1))`,
  },
  needs: { ...tagTables, conversations: ['contact_inbox_id'] },
  long: ['additional_attributes', 'custom_attributes'],
  references: (row) => [
    ['inboxes', row['inbox_id']],
    ['contacts', row['contact_id']],
    ['contact_inboxes', row['contact_inbox_id']],
    ['users', row['assignee_id']],
    ['agent_bots', row['assignee_agent_bot_id']],
    ['teams', row['team_id']],
  ],
  convert(row, on) {
    const account_id = on.account(row['account_id']);
    const [inbox, contact] = [row['inbox_id'], row['contact_id']];
    const number = numberOf(row['display_id']);
    const keeps = number !== null && number > 0 && on.keeps(displayIdsOf(account_id))(number);
    if (!keeps) on.note('its number was taken: it has a new one');
    const status = numberWithin(row['status'], 3);
    if (status === null) on.note('its status is unknown: it is open');
    const tie = row['contact_inbox_id'];
    const stamps = on.stamps(row);
    return {
      account_id,
      display_id: keeps ? number : null,
      uuid: UUID.test(String(row['uuid'])) ? row['uuid'] : randomUUID(),
      inbox_id: on.required({ kind: 'inboxes', id: inbox, account_id, name: 'inbox' }),
      contact_id: on.required({ kind: 'contacts', id: contact, account_id, name: 'contact' }),
      contact_inbox_id: on.optional({
        kind: 'contact_inboxes',
        id: tie,
        account_id,
        name: 'contact inbox',
      }),
      status: status ?? 0,
      priority: numberWithin(row['priority'], 3),
      assignee_id: on.member({ id: row['assignee_id'], account_id, name: 'assignee' }),
      assignee_agent_bot_id: on.bot({
        id: row['assignee_agent_bot_id'],
        account_id,
        name: 'assigned bot',
      }),
      team_id: on.optional({ kind: 'teams', id: row['team_id'], account_id, name: 'team' }),
      identifier: textOf(row['identifier']),
      labels: Array.isArray(row['labels']) ? row['labels'] : [],
      additional_attributes: on.object(row['additional_attributes'], 'additional_attributes'),
      custom_attributes: on.object(row['custom_attributes'], 'custom_attributes'),
      snoozed_until: on.future(row['snoozed_until'], 'snoozed_until'),
      waiting_since: on.past(row['waiting_since'], 'waiting_since'),
      first_reply_created_at: on.past(row['first_reply_created_at'], 'first_reply_created_at'),
      agent_last_seen_at: on.past(row['agent_last_seen_at'], 'agent_last_seen_at'),
      assignee_last_seen_at: on.past(row['assignee_last_seen_at'], 'assignee_last_seen_at'),
      contact_last_seen_at: on.past(row['contact_last_seen_at'], 'contact_last_seen_at'),
      last_activity_at: on.past(row['last_activity_at'], 'last_activity_at') ?? stamps.created_at,
      ...stamps,
    };
  },
  unique: [
    {
      column: 'uuid',
      within: [],
      second: (row) => {
        row['uuid'] = randomUUID();
        return 'it has a new one';
      },
    },
  ],
  before: tieLoose,
};

/** Gives conversations that came through no tie, or one of another account, a tie of their own. */
async function tieLoose(tx: Tx, made: Converted[]): Promise<void> {
  const loose = made.map((row) => row.new).filter((row) => row['contact_inbox_id'] === null);
  if (loose.length === 0) return;
  const sources = loose.map(() => randomUUID());
  const ties = await rows<{ id: number; source_id: string }>(
    tx,
    `insert into contact_inboxes (account_id, contact_id, inbox_id, source_id)
     select * from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::text[]) returning id, source_id`,
    [
      loose.map((row) => row['account_id']),
      loose.map((row) => row['contact_id']),
      loose.map((row) => row['inbox_id']),
      sources,
    ],
  );
  const bySource = new Map(ties.map(({ id, source_id }) => [source_id, id]));
  for (const [n, row] of loose.entries()) row['contact_inbox_id'] = bySource.get(sources[n] ?? '');
}

/** A person beside a conversation: who takes part, and who was mentioned. */
const beside = (name: string, time: string, column: string): Kind => ({
  name,
  table: name,
  hasId: false,
  mayLack: true,
  columns: ['account_id', 'conversation_id', 'user_id', time],
  references: (row) => [
    ['conversations', row['conversation_id']],
    ['users', row['user_id']],
  ],
  unique: [{ column: 'user_id', within: ['account_id', 'conversation_id'], second: 'skip' }],
  convert(row, on) {
    const account_id = on.account(row['account_id']);
    const id = row['conversation_id'];
    const conversation_id = on.required({
      kind: 'conversations',
      id,
      account_id,
      name: 'conversation',
    });
    const user_id = on.member({ id: row['user_id'], account_id, name: 'user' });
    if (user_id === null) throw new Skipped('its user is no member of the account');
    return { account_id, conversation_id, user_id, [column]: on.past(row[time], time) ?? on.now };
  },
});

export const participants = beside('conversation_participants', 'created_at', 'created_at');
export const mentions = beside('mentions', 'mentioned_at', 'mentioned_at');
