import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { confab, freePort, newDataDir } from '../../server/test/command.ts';
import { signInDemo, type DemoDesk } from './screens.ts';

/** `confab start` with the demo account, as a newcomer has it, and its administrator signed in. */
export async function startDemo(): Promise<DemoDesk> {
  const DATA_DIR = newDataDir();
  const PORT = await freePort();
  const desk = `http://127.0.0.1:${PORT}`;
  const { printed } = confab(['start'], { DATA_DIR, PORT, BASE_URL: desk, RATE_LIMIT: '0' });
  await printed('Confab is listening');
  return signInDemo(desk, readFileSync(join(DATA_DIR, 'first-run.json'), 'utf8'));
}
