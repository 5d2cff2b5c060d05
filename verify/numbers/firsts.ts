import { sideBySide } from '../../server/src/jobs/side-by-side.ts';
import { createContact } from '../../server/src/contacts/contacts.ts';
import { transaction } from '../../server/src/db/pool.ts';
import type { Answer } from '../rig/calls.ts';
import type { Desk } from '../rig/desk.ts';
import { none, sized, told, type Context, type Row } from '../scenario.ts';
import type { Side, Stage } from './stage.ts';

/** How many are asked for at the same time, each by all of its twins. */
const WIDTH = 12;
const PAIRS = { full: 500, quick: 40 };
const SOURCES = { full: 500, quick: 40 };
/** Who say the same at once. */
const TWINS = 4;
/** Messages that go into one conversation; a minute lets 200 in. */
const PER_CONVERSATION = 40;

const several = async <T>(count: number, one: (index: number, side: Side) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, async (_, index) => one(index, (index % 2) as Side)));

const named = (what: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${what}-${index}`);

/**
 * Two first messages at once where there is to be one conversation: every second pair is written down by
 * the team, for a contact who is new to the inbox, and the others come from the customers themselves.
 */
export async function meetTwice(context: Context, stage: Stage): Promise<Row[]> {
  const { postgres, desks } = stage;
  const [desk] = desks as [Desk];
  const sources = named('pair', sized(context, PAIRS));
  const wrong: string[] = [];
  await sideBySide([...sources.entries()], WIDTH, async ([index, source]) => {
    const ids =
      index % 2 === 0
        ? await writeDown(stage, desk, source)
        : await writeThemselves(stage, desk, source);
    const ok = ids.filter((id) => id !== undefined);
    if (ok.length !== 2 || new Set(ok).size !== 1) wrong.push(`${source}: ${ids.join(', ')}`);
  });
  const { rows } = await postgres.pool.query<{
    source: string;
    conversations: number;
    said: number;
  }>(
    `select ci.source_id as source, count(distinct c.id)::int as conversations, count(m.id)::int as said
     from contact_inboxes ci
     left join conversations c on c.account_id = ci.account_id and c.contact_inbox_id = ci.id
     left join messages m on m.account_id = c.account_id and m.conversation_id = c.id and m.message_type = 0
     where ci.source_id like 'pair-%' group by 1`,
  );
  const kept = rows.filter(({ conversations, said }) => conversations === 1 && said === 2);
  return [
    told('pairs of first messages', sources.length),
    none('pairs that got two conversations, or none', [
      ...wrong,
      ...rows
        .filter((each) => !kept.includes(each))
        .map(({ source, conversations, said }) => `${source}: ${conversations} with ${said}`),
    ]),
  ];
}

const numberIn = ({ status, body }: Answer): number | undefined =>
  status === 200 ? (body['id'] as number) : undefined;

async function writeDown(stage: Stage, desk: Desk, source_id: string) {
  const { account_id, inboxes } = desk;
  const contact = await transaction(stage.postgres.pool, async (tx) =>
    createContact(tx, { account_id, name: source_id }),
  );
  return several(2, async (index, side) =>
    numberIn(
      await stage.ask(side, desk, 'conversations', {
        inbox_id: inboxes[1],
        contact_id: contact.id,
        source_id,
        message: { content: `first ${index}`, message_type: 'incoming' },
      }),
    ),
  );
}

/** Each of the two comes in, opens a conversation and writes, as two windows of one customer do. */
async function writeThemselves({ doors: [, door], ask }: Stage, desk: Desk, source_id: string) {
  return several(2, async (index, side) => {
    const met = await ask(side, desk, door, { source_id, name: source_id });
    if (met.status !== 200) return undefined;
    const place = `${door}/${source_id}/conversations`;
    const id = numberIn(await ask(side, desk, place, {}));
    const said = await ask(side, desk, `${place}/${id}/messages`, { content: `first ${index}` });
    return said.status === 200 ? id : undefined;
  });
}

/** The same customer comes in for the first time several times at once. */
export async function comeIn(context: Context, stage: Stage): Promise<Row[]> {
  const { postgres, desks, doors, ask } = stage;
  const [desk] = desks as [Desk];
  const sources = named('source', sized(context, SOURCES));
  const wrong: string[] = [];
  await sideBySide([...sources.entries()], WIDTH, async ([index, source_id]) => {
    const email = index % 2 === 0 ? {} : { email: `${source_id}@example.com` };
    const answers = await several(TWINS, async (_, side) =>
      ask(side, desk, doors[0], { source_id, name: source_id, ...email }),
    );
    const ids = new Set(answers.map(numberIn));
    if (ids.size !== 1 || ids.has(undefined)) wrong.push(`${source_id}: ${[...ids].join(', ')}`);
  });
  const { rows } = await postgres.pool.query<{ name: string; n: number }>(
    `select name, count(*)::int as n from contacts
     where name like 'source-%' or name like 'pair-%' group by 1 having count(*) > 1`,
  );
  return [
    told('customers who came in, each so often at once', `${sources.length}, ${TWINS}`),
    none('customers who did not all become one contact', wrong),
    none(
      'contacts made and left behind',
      rows.map(({ name, n }) => `${name}: ${n}`),
    ),
  ];
}

/** One message with the id that it has elsewhere, sent several times at once. */
export async function sayTwice(context: Context, stage: Stage): Promise<Row[]> {
  const { postgres, desks, ask } = stage;
  const [desk] = desks as [Desk];
  const { contact_id, inboxes } = desk;
  const sources = named('elsewhere', sized(context, SOURCES));
  const wrong: string[] = [];
  const talks = await several(Math.ceil(sources.length / PER_CONVERSATION), async (_, side) =>
    numberIn(await ask(side, desk, 'conversations', { contact_id, inbox_id: inboxes[0] })),
  );
  await sideBySide([...sources.entries()], WIDTH, async ([index, source_id]) => {
    const path = `conversations/${talks[index % talks.length]}/messages`;
    const answers = await several(TWINS, async (_, side) =>
      ask(side, desk, path, { content: source_id, source_id, message_type: 'incoming' }),
    );
    const bodies = new Set(answers.map(({ status, body }) => `${status} ${JSON.stringify(body)}`));
    if (bodies.size !== 1 || answers.some(({ status }) => status !== 200))
      wrong.push(`${source_id}: ${[...bodies].join(' | ')}`);
  });
  const { rows } = await postgres.pool.query<{ content: string; n: number }>(
    `select content, count(*)::int as n from messages where content like 'elsewhere-%' group by 1`,
  );
  const counts = new Map(rows.map(({ content, n }) => [content, n]));
  return [
    told('source ids, each so often at once', `${sources.length}, ${TWINS}`),
    none(
      'source ids with no message, or several',
      sources.filter((id) => counts.get(id) !== 1).map((id) => `${id}: ${counts.get(id) ?? 0}`),
    ),
    none('answers that differ, or refuse', wrong),
  ];
}
