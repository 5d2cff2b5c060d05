/**
 * Writes docs/proof.md: every promise under several seeds, each guard taken out once, and the speed.
 *
 *   npm run proof [-- --seeds 1,2,3] [--quick] [--scale 0.2]
 *   npm run proof -- --only verify,bench       of verify, twins, bench, growth; what was not run is taken from the last time
 *   npm run proof -- --database postgres://…     measures the speed on a PostgreSQL of your own, in an empty database
 *   npm run proof -- --conversations 100000 --growth 1000,10000,100000,1000000
 *
 * What each program saw lies in .cache/proof, so that one of them can be run again alone.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { readOptions } from '../bin/options.ts';
import type { Report } from '../bench/report.ts';
import { pageOfProof, type Run } from './proof-page.ts';

const { values: options } = readOptions(import.meta.filename, {
  options: {
    seeds: { type: 'string', default: '1,2,3' },
    quick: { type: 'boolean', default: false },
    scale: { type: 'string', default: '1' },
    only: { type: 'string' },
    database: { type: 'string' },
    conversations: { type: 'string', default: '100000' },
    growth: { type: 'string', default: '1000,10000,100000,1000000' },
  },
});

const root = join(import.meta.dirname, '..');
const kept = join(root, '.cache/proof');
const verify = join(root, 'verify/main.ts');
const bench = join(root, 'bench/main.ts');
const only = (options.only ?? 'verify,twins,bench,growth').split(',');
const seeds = options.seeds.split(',');
let failed = false;

mkdirSync(kept, { recursive: true });
const size = [...(options.quick ? ['--quick', '--all'] : []), '--scale', options.scale];
for (const seed of seeds) {
  await run('verify', `verify-${seed}.json`, [verify, '--seed', seed, ...size]);
}
await run('twins', 'twins.json', [verify, '--twins', '--seed', seeds[0] ?? '1']);
const { database } = options;
const measured = [bench, '--conversations', options.conversations, '--messages', '10'];
await run('bench', 'bench.json', [...measured, ...(database === undefined ? [] : ['--database', database])]); // prettier-ignore
await run('growth', 'growth.json', [bench, '--growth', options.growth]);

const given = process.argv
  .slice(2)
  .filter((each, index, all) => !each.startsWith('--only') && all[index - 1] !== '--only')
  .join(' ');
writeFileSync(
  join(root, 'docs/proof.md'),
  pageOfProof({
    date: new Date().toISOString(),
    command: given === '' ? 'npm run proof' : `npm run proof -- ${given}`,
    inParts: options.only !== undefined,
    runs: seeds.flatMap((seed) => read<Run>(`verify-${seed}.json`)),
    twins: read<Run>('twins.json')[0],
    benches: ['bench.json', 'growth.json'].flatMap((file) => read<Report>(file)),
  }),
);
console.log('docs/proof.md is written.');
process.exitCode = failed ? 1 : 0;

/** Runs one of the programs, if it is wanted; what it writes is kept whether it passes or not. */
async function run(kind: string, file: string, args: readonly string[]): Promise<void> {
  if (!only.includes(kind)) return;
  const child = spawn(process.execPath, [...args, '--json', join(kept, file)], {
    stdio: 'inherit',
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) failed = true;
}

function read<T>(file: string): T[] {
  const path = join(kept, file);
  return existsSync(path) ? [JSON.parse(readFileSync(path, 'utf8')) as T] : [];
}
