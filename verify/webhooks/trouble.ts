import { until } from '../rig/clock.ts';
import { healthy } from '../rig/receiver.ts';
import { atLeast, atMost, exactly, type Context, type Row } from '../scenario.ts';
import { fiveDays, type Endpoint, type Stage } from './stage.ts';

/** Events that a broken receiver is told of, once. */
const LETTERS = 10;

export async function writeLetters({ callers: [admin] }: Stage): Promise<void> {
  for (let index = 0; index < LETTERS; index += 1) {
    await admin?.insist('contacts', { name: `Letter ${index}` });
  }
}

/** What administrators see of receivers that fail; then these are mended, and get what they missed. */
export async function seeTrouble(context: Context, stage: Stage): Promise<Row[]> {
  const { endpoints } = stage;
  const patience = fiveDays(context) + 40_000;
  const { hanging, gone } = endpoints;
  await until(async () => (await pausedBecause(stage, hanging)) === 'failing', patience);
  const waiting = (await list(stage, hanging, 'pending')).length;
  const reasons = [await pausedBecause(stage, gone), await pausedBecause(stage, hanging)];
  hanging.receiver.behave = healthy;
  await act(stage, hanging, 'resume');
  return [
    shown('a receiver that is gone (410) is paused', 'gone', reasons[0]),
    atMost('attempts at it', 40, gone.receiver.receipts.length, ''),
    shown('a receiver that never answers is paused', 'failing', reasons[1]),
    atLeast('what it did not get is listed, a page', 1, waiting, 'deliveries'),
    ...(await replayLetters(stage, patience)),
  ];
}

/** Every attempt at it has failed: what it was not told of is kept, shown and sent again. */
async function replayLetters(stage: Stage, patience: number): Promise<Row[]> {
  const { broken } = stage.endpoints;
  const dead = async (): Promise<unknown[]> => list(stage, broken, 'dead');
  await until(async () => (await dead()).length === LETTERS, patience);
  const given_up = (await dead()).length;
  const attempts = broken.receiver.receipts.length / LETTERS;
  broken.receiver.behave = healthy;
  // Whoever fails for five days is paused, and this one has done nothing else.
  await act(stage, broken, 'resume');
  await act(stage, broken, 'replay');
  const accepted = (): number =>
    new Set(broken.receiver.receipts.filter((each) => each.accepted).map(({ id }) => id)).size;
  await until(() => accepted() === LETTERS, 20_000);
  return [
    exactly('dead letters are listed', LETTERS, given_up, ''),
    atLeast('attempts at each', 10, attempts, ''),
    exactly('replay delivers them', LETTERS, accepted(), ''),
  ];
}

const shown = (id: string, goal: string, actual: string | null | undefined): Row => ({
  id,
  goal,
  actual: actual ?? 'no',
  unit: '',
  pass: actual === goal,
});

type Shown = Record<string, unknown>;

async function list({ callers }: Stage, { id }: Endpoint, state: string): Promise<unknown[]> {
  const answer = await callers[0]?.call('GET', `webhooks/${id}/deliveries?state=${state}`);
  return (answer?.body['payload'] as Shown[] | undefined) ?? [];
}

async function pausedBecause({ callers }: Stage, { id }: Endpoint): Promise<string | undefined> {
  const answer = await callers[0]?.call('GET', 'webhook_endpoints');
  const all = (answer?.body['payload'] as Shown[] | undefined) ?? [];
  return all.find(({ webhook_id }) => webhook_id === id)?.['paused_because'] as string | undefined;
}

async function act({ callers }: Stage, { id }: Endpoint, what: string): Promise<void> {
  await callers[0]?.insist(`webhooks/${id}/${what}`, {});
}
