import { createPostgres } from '../rig/postgres.ts';
import type { Scenario } from '../scenario.ts';
import { migrateAtOnce } from './at-once.ts';
import { killInSteps } from './steps.ts';
import { changeVersions } from './versions.ts';

/** Versions follow each other, and back, while people work (promise R22). */
export const upgrade: Scenario = {
  name: 'upgrade',
  promise: 'Versions change under load, forth and back, and a migration may be killed anywhere.',
  limit: { full: 400, quick: 150 },
  twins: [
    { guard: 'migrations-take-turns', fails: ['of them failed'] },
    { guard: 'migrations-are-whole', fails: ['schemas that differ in the end'] },
    { guard: 'migrations-give-way', fails: ['a migration waits for a lock'] },
  ],
  async run(context) {
    const postgres = await createPostgres(context);
    const { reference, rows } = await killInSteps(context, postgres);
    return [
      ...rows,
      ...(await migrateAtOnce(context, postgres, reference)),
      ...(await changeVersions(context, postgres)),
    ];
  },
};
