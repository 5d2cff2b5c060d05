/**
 * How the console feels on a slow laptop: a browser with its processor slowed down four times, and a list
 * of which 10,000 conversations have been loaded by scrolling. Prints what an agent waits for.
 *
 *   npm run bench:console [-- --conversations 10000 --slow 4]
 */
import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readOptions } from '../../bin/options.ts';
import '../build.ts';
import { createSession } from '../../server/src/auth/sessions.ts';
import { transaction } from '../../server/src/db/pool.ts';
import { startBrowser } from '../../server/test/chromium.ts';
import { framesWhile, openCached, openList, scrollToTheEnd } from './page.ts';
import { openBenchDatabase } from '../../bench/place.ts';
import { buildBenchApp } from '../../bench/serve.ts';

const { values: options } = readOptions(import.meta.filename, {
  options: {
    conversations: { type: 'string', default: '10000' },
    slow: { type: 'string', default: '4' },
  },
});
const conversations = Number(options.conversations);
const slow = Number(options.slow);
const log = (line: string): void => console.log(line);

const database = await openBenchDatabase({ conversations, messages: 10 }, log);
const dataDir = mkdtempSync(join(tmpdir(), 'confab-bench-'));
const { app, pool, vault } = await buildBenchApp(database.connection, dataDir);
const session = await transaction(pool, async (tx) => {
  const { rows } = await tx.query<{ id: number; email: string }>(
    `select id, email from users where email = 'agent1@large.example.com'`,
  );
  const [person] = rows;
  if (person === undefined) throw new Error('the account has nobody in it');
  return createSession(tx, vault, { ...person, address: '127.0.0.1', user_agent: 'bench' }); // prettier-ignore
});
const server = spawn(process.execPath, [
  join(import.meta.dirname, '../../bench/serve.ts'),
  JSON.stringify({ connection: database.connection, dataDir }),
]);
server.stderr.pipe(process.stderr);
const port = await new Promise<number>((resolve) => {
  server.stdout.once('data', (chunk: Buffer) => resolve(Number(chunk.toString())));
});

const browser = await startBrowser();
try {
  const { token, client, uid } = session;
  const held = JSON.stringify({ 'access-token': token, client, uid });
  const { page, firstRow } = await openList(browser, {
    url: `http://127.0.0.1:${port}`,
    held,
    slow,
  });
  report('the list is there after', firstRow, 'ms');
  const devtools = await page.context().newCDPSession(page);
  const rate = async (times: number): Promise<void> => {
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: times });
  };
  await rate(1);
  const began = performance.now();
  const loaded = await scrollToTheEnd(page, conversations);
  report(`${loaded} conversations loaded by scrolling in`, (performance.now() - began) / 1000, 's');
  await rate(slow);
  const scrolling = await framesWhile(page, async () => {
    for (const distance of [3000, -3000, 6000, -6000]) {
      await devtools.send('Input.synthesizeScrollGesture', { x: 400, y: 500, yDistance: distance, speed: 2500, preventFling: true }); // prettier-ignore
    }
  });
  report('list scroll', scrolling.perSecond, 'frames/s', { least: 50 });
  report('the longest frame of it', scrolling.longest, 'ms');
  const opening = await openCached(page, 40);
  report('opening a cached conversation, median', opening.median, 'ms');
  report('opening a cached conversation, nine of ten', opening.nineOfTen, 'ms', { most: 100 });
  report('opening a cached conversation, worst', opening.worst, 'ms');
  await page.keyboard.press('r');
  const typing = await framesWhile(page, async () => {
    await page.keyboard.type('The parcel left our house this morning, it should be with you tomorrow. ', { delay: 40 }); // prettier-ignore
  });
  report('typing, the longest frame', typing.longest, 'ms', { most: 50 });
} finally {
  await browser.close();
  server.kill();
  await app.close();
  await pool.end();
  await database.stop();
}

function report(
  what: string,
  value: number,
  unit: string,
  wanted: { most?: number; least?: number } = {},
): void {
  const { most, least } = wanted;
  const missed = (most !== undefined && value > most) || (least !== undefined && value < least);
  if (missed) process.exitCode = 1;
  const goal = most === undefined ? (least === undefined ? '' : `≥ ${least}`) : `≤ ${most}`;
  log(`${what.padEnd(52)}${value.toFixed(value < 10 ? 1 : 0).padStart(8)} ${unit.padEnd(9)} ${goal.padEnd(7)}${goal === '' ? '' : missed ? 'MISSED' : 'ok'}`); // prettier-ignore
}
