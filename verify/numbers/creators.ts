import type { Desk } from '../rig/desk.ts';
import { none, sized, told, type Context, type Row } from '../scenario.ts';
import type { Side, Stage } from './stage.ts';

const CREATORS = 64;
/** Conversations that each of them opens. */
const TURNS = { full: 156, quick: 8 };

interface Creator {
  desk: Desk;
  /** The numbers it was told, in the order in which it asked. */
  numbers: number[];
  /** What was refused, after it had its number. */
  refused: number;
}

/** Many open conversations at once, through both processes; a tenth is refused in the middle. */
export async function openMany(context: Context, stage: Stage): Promise<Row[]> {
  const turns = sized(context, TURNS);
  const wrong: string[] = [];
  const creators = await Promise.all(
    Array.from({ length: CREATORS }, async (_, index) => create(stage, { index, turns, wrong })),
  );
  const { rows: twice } = await stage.postgres.pool.query<{ account_id: number; n: number }>(
    `select account_id, display_id as n from conversations group by 1, 2 having count(*) > 1`,
  );
  const opened = creators.flatMap(({ numbers }) => numbers).length;
  const { rows } = await stage.postgres.pool.query<{ n: number }>(
    'select count(*)::int as n from conversations',
  );
  return [
    told('creators, conversations opened', `${CREATORS}, ${opened}`),
    told(
      'refused with their number taken',
      creators.reduce((sum, { refused }) => sum + refused, 0),
    ),
    none('wrongly answered', wrong),
    none('numbers given twice', [
      ...twice.map(({ account_id, n }) => `${n} in account ${account_id}`),
      ...saidTwice(creators),
    ]),
    none('numbers that did not go up for who asked', creators.flatMap(downs)),
    none(
      'conversations lost or left behind',
      rows[0]?.n === opened ? [] : [`${rows[0]?.n} instead of ${opened}`],
    ),
  ];
}

async function create(
  stage: Stage,
  { index, turns, wrong }: { index: number; turns: number; wrong: string[] },
): Promise<Creator> {
  const desk = stage.desks[index % stage.desks.length] as Desk;
  const creator: Creator = { desk, numbers: [], refused: 0 };
  for (let turn = 0; turn < turns; turn += 1) {
    const fails = (index + turn) % 10 === 0;
    const { status, body } = await stage.ask(((index + turn) % 2) as Side, desk, 'conversations', {
      inbox_id: desk.inboxes[0],
      contact_id: desk.contact_id,
      // A kind that there is not, which is noticed when the conversation has been written.
      ...(fails ? { message: { content: 'x', content_type: 'nonsense' } } : {}),
    });
    if (status === (fails ? 422 : 200)) {
      if (fails) creator.refused += 1;
      else creator.numbers.push(body['id'] as number);
    } else wrong.push(`${status} ${JSON.stringify(body)}`);
  }
  return creator;
}

function saidTwice(creators: readonly Creator[]): string[] {
  const all = creators.flatMap(({ desk, numbers }) =>
    numbers.map((n) => `${n} said twice in account ${desk.account_id}`),
  );
  return all.filter((each, index) => all.indexOf(each) !== index);
}

const downs = ({ desk, numbers }: Creator): string[] =>
  numbers.flatMap((n, index) => {
    const before = numbers[index - 1] ?? 0;
    return n > before ? [] : [`${n} after ${before} in account ${desk.account_id}`];
  });
