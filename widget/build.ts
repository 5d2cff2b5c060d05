/**
 * Builds what websites load, into widget/dist: the page of the chat and the script that puts it there.
 * Runs before the server starts and before the tests; nothing happens when nothing has changed.
 */
import { createHash } from 'node:crypto';
import { chmodSync, globSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';

const folder = import.meta.dirname;
const dist = join(folder, 'dist');

/** What the server reads: which file is which, and what they were made from. */
interface Manifest {
  made_from: string;
  script: string;
  style: string;
  sdk: string;
  sound: string;
}

const sources = createHash('sha256');
for (const file of [
  ...globSync('src/**/*.{ts,tsx,css,mp3}', { cwd: folder }).toSorted(),
  'build.ts',
  'package.json',
  '../package-lock.json',
]) {
  sources.update(`${file}\n`).update(readFileSync(join(folder, file)));
}
const made_from = sources.digest('hex');

if (builtFrom() !== made_from) await build();

function builtFrom(): string | undefined {
  try {
    const manifest = readFileSync(join(dist, 'manifest.json'), 'utf8');
    return (JSON.parse(manifest) as Manifest).made_from;
  } catch {
    return undefined;
  }
}

async function build(): Promise<void> {
  const began = Date.now();
  const { build: bundle } = await import('esbuild');
  const common = {
    absWorkingDir: folder,
    bundle: true,
    minify: true,
    write: false,
    legalComments: 'none',
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'warning',
  } as const;
  const [page, sdk] = await Promise.all([
    bundle({
      ...common,
      entryPoints: ['src/page/main.tsx'],
      entryNames: '[name]-[hash]',
      outdir: 'dist',
      format: 'esm',
      target: ['es2022', 'safari15.4'],
      jsx: 'automatic',
      jsxImportSource: 'preact',
    }),
    bundle({
      ...common,
      entryPoints: ['src/sdk/main.ts'],
      outfile: 'dist/sdk.js',
      format: 'iife',
      // It runs in the pages of others, whoever visits those.
      target: ['es2019'],
      loader: { '.css': 'text' },
    }),
  ]);
  const files = [...page.outputFiles, ...sdk.outputFiles].map(({ path, contents }) => ({
    name: basename(path),
    contents,
  }));
  const named = (end: string): string => files.find(({ name }) => name.endsWith(end))?.name ?? '';
  const manifest: Manifest = {
    made_from,
    script: files.find(({ name }) => /^main-.*\.js$/.test(name))?.name ?? '',
    style: named('.css'),
    sdk: 'sdk.js',
    sound: 'ding.mp3',
  };
  await replace([
    ...files,
    { name: 'ding.mp3', contents: readFileSync(join(folder, 'src/sounds/ding.mp3')) },
    { name: 'manifest.json', contents: Buffer.from(JSON.stringify(manifest, null, 2)) },
  ]);
  console.log(`• Website chat built (${((Date.now() - began) / 1000).toFixed(1)} s)`);
}

/** All of the folder at once, so that two builds at a time leave one of them whole. */
async function replace(files: { name: string; contents: Uint8Array }[]): Promise<void> {
  const made = mkdtempSync(join(folder, 'dist-'));
  chmodSync(made, 0o755);
  await Promise.all(files.map(({ name, contents }) => writeFile(join(made, name), contents)));
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
