import type { Pool } from '../../server/src/db/pool.ts';
import { checkSet } from '../history/set.ts';
import type { History } from './writer.ts';

/** One question to the database after the run, and what was wrong. */
export interface Finding {
  question: string;
  wrong: string[];
}

interface StoredMessage {
  id: number;
  conversation: number;
  content: string;
}

interface StoredConversation {
  display_id: number;
  status: string;
  priority: string | null;
  labels: string[];
  custom_attributes: Record<string, unknown>;
}

interface Place {
  account_id: number;
  inbox_id: number;
}

/** Compares what was acknowledged with what is there. */
export async function check(
  pool: Pool,
  place: Place,
  histories: readonly History[],
): Promise<Finding[]> {
  const accountId = place.account_id;
  const messages = await pool.query<StoredMessage>(
    `select m.id, c.display_id as conversation, m.content from messages m
     join conversations c on c.account_id = m.account_id and c.id = m.conversation_id
     where m.account_id = $1 and m.content like 'writer-%'`,
    [accountId],
  );
  const conversations = await pool.query<StoredConversation>(
    `select display_id, (array['open','resolved','pending','snoozed'])[status + 1] as status,
            (array['low','medium','high','urgent'])[priority + 1] as priority, labels, custom_attributes
     from conversations where account_id = $1`,
    [accountId],
  );
  return [
    {
      question: 'writes refused that follow from acknowledged ones',
      wrong: histories.flatMap(({ refused }) => refused),
    },
    ...checkMessages(messages.rows, histories),
    lostStates(conversations.rows, histories),
    await countedWrong(pool, accountId),
    ...(await Promise.all(silences.map((silence) => findSilence(pool, place, silence)))),
  ];
}

/** All messages of the writers, against what each of them was told. */
function checkMessages(stored: readonly StoredMessage[], histories: readonly History[]): Finding[] {
  const write = { client: 'writer', kind: 'create', invoked: 0, ended: 0 } as const;
  const writes = histories.flatMap(({ messages, uncertain }) => [
    ...messages.map(({ content: key }) => ({ ...write, key, outcome: 'ok' as const })),
    ...uncertain.map((key) => ({ ...write, key, outcome: 'info' as const })),
  ]);
  const { lost, doubled, invented } = checkSet(
    writes,
    stored.map(({ content }) => content),
  );
  const byContent = new Map(stored.map((message) => [message.content, message]));
  const elsewhere = histories
    .flatMap((history) => history.messages)
    .filter(({ id, content, conversation }) => {
      const found = byContent.get(content);
      return found !== undefined && (found.id !== id || found.conversation !== conversation);
    });
  return [
    { question: 'an acknowledged message that is missing', wrong: lost },
    { question: 'a message that is there twice', wrong: doubled },
    { question: 'a message that nobody was told about', wrong: invented },
    {
      question: 'a message elsewhere than was told',
      wrong: elsewhere.map(({ content }) => content),
    },
  ];
}

function lostStates(stored: readonly StoredConversation[], histories: readonly History[]): Finding {
  const byId = new Map(stored.map((conversation) => [conversation.display_id, conversation]));
  const wrong: string[] = [];
  const compare = (id: number, name: string, actual: unknown, expected: unknown): void => {
    if (JSON.stringify(actual) !== JSON.stringify(expected)) {
      wrong.push(`${id} ${name}: ${JSON.stringify(actual)} instead of ${JSON.stringify(expected)}`);
    }
  };
  for (const history of histories) {
    for (const id of history.conversations) {
      if (!byId.has(id)) wrong.push(`${id} is missing`);
    }
    for (const [id, status] of history.status) compare(id, 'status', byId.get(id)?.status, status);
    for (const [id, priority] of history.priority)
      compare(id, 'priority', byId.get(id)?.priority, priority);
    for (const [id, labels] of history.labels) compare(id, 'labels', byId.get(id)?.labels, labels);
    for (const [id, attributes] of history.attributes) {
      compare(id, 'attributes', byId.get(id)?.custom_attributes, attributes);
    }
  }
  return { question: 'an acknowledged change that is missing', wrong };
}

async function countedWrong(pool: Pool, accountId: number): Promise<Finding> {
  const { rows } = await pool.query<{ status: number }>(
    `select status from (
       select status, sum(total)::bigint as n from conversation_counts where account_id = $1 group by status
     ) kept full join (
       select status, count(*) as n from conversations where account_id = $1 group by status
     ) real using (status)
     where coalesce(kept.n, 0) <> coalesce(real.n, 0)`,
    [accountId],
  );
  return { question: 'a count that is wrong', wrong: rows.map(({ status }) => `status ${status}`) };
}

// $1 account, $2 inbox of the writers: only there every change has an actor, and so a line.
const silences = [
  {
    question: 'a message without its event',
    sql: `select m.id::text as id from messages m left join (
      select distinct (e.payload #>> '{data,id}')::bigint as id from events e
      where e.account_id = $1 and e.name = 'message.created') told on told.id = m.id
      where m.account_id = $1 and m.inbox_id = $2 and told.id is null`,
  },
  {
    question: 'a conversation without its event',
    sql: `select c.display_id::text as id from conversations c
      where c.account_id = $1 and c.inbox_id = $2 and not exists (
        select from events e where e.account_id = c.account_id and e.name = 'conversation.created'
          and e.conversation_id = c.id)`,
  },
  {
    // One line per change: a status that moved without one would be half a write.
    question: 'a change of status without its line',
    sql: `select c.display_id::text as id from conversations c
      where c.account_id = $1 and c.inbox_id = $2
        and (select count(*) from events e where e.account_id = c.account_id
             and e.conversation_id = c.id and e.name = 'conversation.status_changed')
          <> (select count(*) from messages m where m.account_id = c.account_id and m.conversation_id = c.id
              and m.message_type = 2 and m.content ~ '^Conversation was (marked|reopened|snoozed)')`,
  },
];

async function findSilence(
  pool: Pool,
  { account_id, inbox_id }: Place,
  { question, sql }: (typeof silences)[number],
): Promise<Finding> {
  const { rows } = await pool.query<{ id: string }>(sql, [account_id, inbox_id]);
  return { question, wrong: rows.map(({ id }) => id) };
}
