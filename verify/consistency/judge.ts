import { checkCounts } from '../history/counters.ts';
import { checkOrder } from '../history/order.ts';
import { checkMonotonic, checkOwnWrites } from '../history/sessions.ts';
import { checkSet, type SetFindings } from '../history/set.ts';
import { checkIncreasing, checkUnique } from '../history/unique.ts';
import { checkUpdates } from '../history/updates.ts';
import { none, type Row } from '../scenario.ts';
import { observations, unheard, type Observer } from './observers.ts';
import type { FieldRead, Recorded } from './record.ts';
import type { Stage } from './stage.ts';

/** Every kind of anomaly that the checkers know, and how often it was met. */
export async function judge(
  stage: Stage,
  observers: readonly Observer[],
  record: Recorded,
): Promise<Row[]> {
  const lanes = [...record.writes.keys()].map((lane) => ({
    writes: record.writes.get(lane) ?? [],
    reads: record.reads.get(lane) ?? [],
  }));
  const { lost, doubled, revived, invented } = await atTheEnd(stage, record);
  return [
    none('refused', record.refused),
    none('own writes not seen', lanes.flatMap(({ writes, reads }) => checkOwnWrites(writes, reads))),
    none('seen and then not seen', lanes.flatMap(({ writes, reads }) => checkMonotonic(writes, reads))),
    none('seen in two orders', checkOrder(await observations(stage, observers, record))),
    none('acknowledged and never heard of', observers.flatMap((each) => unheard(each, record))),
    none('lost', lost),
    none('doubled', doubled),
    none('refused or deleted, and there', revived),
    none('there, and written by nobody', invented),
    none('fields with an old value', record.looks.flatMap((look) => staleFields(record, look))),
    none('changes of fields lost', await lostChanges(stage, record)),
    none('wrong counts', checkCounts(record.made, record.counts)),
    none('numbers given twice', twice(record)),
    none('numbers that go back', checkIncreasing('number', record.numbers)),
  ]; // prettier-ignore
}

async function atTheEnd({ postgres, desk }: Stage, { writes }: Recorded): Promise<SetFindings> {
  const { rows } = await postgres.pool.query<{ content: string }>(
    `select content from messages where account_id = $1 and not content_attributes ? 'deleted'`,
    [desk.account_id],
  );
  return checkSet(
    [...writes.values()].flat(),
    rows.map(({ content }) => content),
  );
}

/** A change that was under way while somebody looked may show or not. */
function staleFields({ changes }: Recorded, { client, began, ended, values }: FieldRead): string[] {
  const known = changes
    .filter(({ key, invoked }) => values.has(key) && invoked <= ended)
    .map((each) =>
      each.ended > began && each.outcome === 'ok' ? { ...each, outcome: 'info' as const } : each,
    );
  return checkUpdates(known, values).map((each) => `${client} at ${began}: ${each}`);
}

async function lostChanges(
  { postgres, contacts }: Stage,
  { changes }: Recorded,
): Promise<string[]> {
  const { rows } = await postgres.pool.query<{ id: number; name: string; identifier: string }>(
    'select id, name, identifier from contacts where id = any($1)',
    [contacts],
  );
  const final = new Map<string, unknown>(
    rows.flatMap(({ id, name, identifier }) => [
      [`contact ${id} name`, name] as const,
      [`contact ${id} identifier`, identifier] as const,
    ]),
  );
  return checkUpdates(changes, final);
}

/** Of conversations, and of messages over all of them. */
function twice({ numbers, acked }: Recorded): string[] {
  const conversations = numbers.map(({ value }, index) => ({
    value: String(value),
    owner: `conversation ${index}`,
  }));
  const messages = [...acked.values()]
    .flat()
    .map((value, index) => ({ value, owner: `message ${index}` }));
  return [...checkUnique('number', conversations), ...checkUnique('id', messages)];
}
