import type { Config } from '../config.ts';
import type { Values } from './commands.ts';
import { withDatabase } from './database.ts';

/** `confab migrate` */
export async function migrateDatabase(_values: Values, config: Config): Promise<void> {
  await withDatabase(config, async (_pool, applied) => {
    for (const name of applied) console.log(`applied ${name}`);
    if (applied.length === 0) console.log('The schema is up to date');
  });
}
