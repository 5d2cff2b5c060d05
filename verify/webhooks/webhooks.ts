import { until } from '../rig/clock.ts';
import { committedAt } from '../rig/postgres.ts';
import { atMost, none, percentile, sized, told, type Row, type Scenario } from '../scenario.ts'; // prettier-ignore
import { doubled, latencies, marked, missing, outOfOrder, renamed, unsigned } from './check.ts';
import { killUntil, setUp, type Endpoint, type Stage } from './stage.ts';
import { seeTrouble, writeLetters } from './trouble.ts';
import { makeConversations, writeMessages, type Written } from './write.ts';

/** Messages in each conversation while all is calm, and while servers are killed. */
const ROUNDS = { calm: 12, killing: 8 };

/** Every event reaches every receiver, in order, signed, and is visible when it cannot (promise R5). */
export const webhooks: Scenario = {
  name: 'webhooks',
  promise: 'Webhooks come at least once, in order, in time and signed; what does not come is seen.',
  limit: { full: 900, quick: 200 },
  twins: [
    { guard: 'lanes', fails: ['out of order'] },
    { guard: 'retries', fails: ['never delivered'] },
    { guard: 'one-id', fails: ['one message under two ids'] },
  ],
  async run(context) {
    const stage = await setUp(context);
    const { endpoints, callers } = stage;
    const written = await makeConversations(stage, sized(context, { full: 1000, quick: 40 }));
    await writeLetters(stage);
    const perSecond = context.quick ? 40 : 100;
    await writeMessages(callers, written, { rounds: ROUNDS.calm, perSecond });
    const inTime = await measure(stage, written);
    const twice = doubled(endpoints.healthy);
    const writing = writeMessages(callers, written, { rounds: ROUNDS.killing, perSecond });
    const kills = await killUntil(stage.servers, writing);
    await writing;
    context.say('written; waiting for what is still to be delivered');
    const trouble = await seeTrouble(context, stage);
    await untilDelivered(stage, written, context.quick ? 45_000 : 240_000);
    return [
      told('messages written, servers killed', `${sum(written)}, ${kills}`),
      told('deliveries accepted', accepted(stage)),
      ...inTime,
      atMost('delivered twice while calm', 1, twice, '%'),
      ...trouble,
      ...judge(stage, written),
    ];
  },
};

const sum = (written: Written): number =>
  [...written.values()].reduce((total, messages) => total + messages.length, 0);

const accepted = ({ endpoints }: Stage): number =>
  Object.values(endpoints).reduce(
    (total, { receiver }) => total + receiver.receipts.filter((each) => each.accepted).length,
    0,
  );

/** Those that get all of it in the end. */
const lasting = ({ endpoints }: Stage): Endpoint[] =>
  Object.values(endpoints).filter(({ name }) => name !== 'gone' && name !== 'broken');

/** How late a receiver that does well gets its messages while others fail. */
async function measure({ postgres, desk, endpoints }: Stage, written: Written): Promise<Row[]> {
  const { healthy: well } = endpoints;
  await until(() => missing(well, written).length === 0, 10_000);
  const { rows } = await postgres.pool.query<{ id: number; at: number }>(
    `select m.id, ${committedAt('m')} as at from messages m where m.account_id = $1 and m.updated_at = m.created_at`,
    [desk.account_id],
  );
  const late = latencies(well, new Map(rows.map(({ id, at }) => [id, at])));
  return [
    told('healthy receiver, p50', percentile(late, 0.5), 'ms'),
    atMost('healthy receiver, p95', 1000, percentile(late, 0.95), 'ms'),
    atMost('healthy receiver, p99', 2000, percentile(late, 0.99), 'ms'),
  ];
}

async function untilDelivered(stage: Stage, written: Written, patience: number): Promise<void> {
  const open = (): boolean => lasting(stage).every((each) => missing(each, written).length === 0);
  await until(open, patience);
}

function judge(stage: Stage, written: Written): Row[] {
  const all = lasting(stage);
  return [
    none('never delivered', all.flatMap((each) => missing(each, written))),
    none('out of order', all.flatMap((each) => outOfOrder(each, written))),
    told('went on past a failed one, marked', all.reduce((total, each) => total + marked(each), 0)),
    none('one message under two ids', all.flatMap(renamed)),
    none('wrongly signed', Object.values(stage.endpoints).flatMap(unsigned)),
  ]; // prettier-ignore
}
