/**
 * Builds the console into console/dist. Runs before the server starts and before the tests; nothing
 * happens when nothing has changed.
 */
import { createHash } from 'node:crypto';
import {
  globSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
  chmodSync,
} from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress } from 'node:zlib';

const folder = import.meta.dirname;
const dist = join(folder, 'dist');

const sources = createHash('sha256');
for (const file of [
  ...globSync('src/**/*.*', { cwd: folder })
    .filter((name) => !name.endsWith('.test.ts'))
    .toSorted(),
  ...globSync('public/**/*.*', { cwd: folder }).toSorted(),
  'build.ts',
  'index.html',
  'package.json',
  'vite.config.ts',
  '../client/src/confab.ts',
  '../package-lock.json',
]) {
  sources.update(`${file}\n`).update(readFileSync(join(folder, file)));
}
const made_from = sources.digest('hex');

if (builtFrom() !== made_from) await build();

function builtFrom(): string | undefined {
  try {
    return (JSON.parse(readFileSync(join(dist, 'built.json'), 'utf8')) as { made_from: string })
      .made_from;
  } catch {
    return undefined;
  }
}

interface Chunk {
  file: string;
  css?: string[];
}

async function build(): Promise<void> {
  const began = Date.now();
  const made = mkdtempSync(join(folder, 'dist-'));
  chmodSync(made, 0o755);
  const { build: bundle } = await import('vite');
  await bundle({
    configFile: join(folder, 'vite.config.ts'),
    logLevel: 'warn',
    build: { outDir: made, emptyOutDir: true },
  });
  const manifest = JSON.parse(readFileSync(join(made, 'manifest.json'), 'utf8')) as Record<string, Chunk>; // prettier-ignore
  const entry = manifest['index.html'];
  const files = readdirSync(made).filter((name) => !/\.(html|json)$/.test(name));
  // Once and well, so that no server has to do it in haste.
  await Promise.all(
    files.map(async (name) => {
      const packed = await promisify(brotliCompress)(readFileSync(join(made, name)));
      writeFileSync(join(made, `${name}.br`), packed);
    }),
  );
  const built = { made_from, script: entry?.file ?? '', style: entry?.css?.[0] ?? '', files };
  writeFileSync(join(made, 'built.json'), JSON.stringify(built, null, 2));
  replace(made);
  console.log(`• Console built (${((Date.now() - began) / 1000).toFixed(1)} s)`);
}

/** All of the folder at once, so that two builds at a time leave one of them whole. */
function replace(made: string): void {
  const old = `${made}-old`;
  try {
    renameSync(dist, old);
  } catch {
    // There is none yet.
  }
  try {
    renameSync(made, dist);
  } catch {
    // Another build was a moment faster, from the same sources.
  }
  for (const left of [made, old]) rmSync(left, { recursive: true, force: true });
}
