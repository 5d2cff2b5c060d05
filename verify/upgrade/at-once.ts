import type { Postgres } from '../rig/postgres.ts';
import { none, sized, told, type Context, type Row } from '../scenario.ts';
import { differences, readCatalog } from './catalog.ts';
import { createDatabase } from './past.ts';
import type { Reference } from './steps.ts';
import { migrateWith, original } from './tree.ts';

const CROWDS = [2, 5];
const TIMES = { full: 3, quick: 1 };

/** Several who bring an empty database up to date at once: one does it, and the others wait. */
export async function migrateAtOnce(
  context: Context,
  postgres: Postgres,
  { schema }: Reference,
): Promise<Row[]> {
  const failures: string[] = [];
  const doers: string[] = [];
  const differing: string[] = [];
  const crowds = Array.from({ length: sized(context, TIMES) }, () => CROWDS).flat();
  for (const [index, crowd] of crowds.entries()) {
    const database = await createDatabase(postgres, { name: `crowd_${index}` });
    const all = await Promise.all(
      Array.from({ length: crowd }, async () => migrateWith(context, original, database.url).ended),
    );
    const failed = all.filter(({ code }) => code !== 0);
    failures.push(...failed.map(({ said }) => `${crowd} at once: ${said.trim().slice(0, 300)}`));
    const did = all.filter(({ said }) => /^applied /m.test(said)).length;
    if (did !== 1) doers.push(`of ${crowd} at once ${did} have done something`);
    differing.push(...differences(await database.use(readCatalog), schema));
  }
  return [
    told('migrating at once', crowds.join(', ')),
    none('of them failed', failures),
    none('not done by one alone', doers),
    none('schemas that differ after that', differing),
  ];
}
