import { readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const root = join(import.meta.dirname, '..');

/** Writes a generated file, or with --check fails when the committed one is another. */
export function writeGenerated(path: string, text: string): void {
  if (!process.argv.includes('--check')) {
    writeFileSync(join(root, path), text);
    console.log(`wrote ${path}`);
    return;
  }
  if (current(path) === text) return;
  const program = relative(root, process.argv[1] ?? '');
  console.error(`${path} is stale: run \`node ${program}\` and commit what it writes`);
  process.exitCode = 1;
}

function current(path: string): string | undefined {
  try {
    return readFileSync(join(root, path), 'utf8');
  } catch {
    return undefined;
  }
}
