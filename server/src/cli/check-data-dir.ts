import { existsSync, readdirSync, rmSync, statfsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../config.ts';
import { prepareDataDir } from '../data-dir.ts';
import { createPrivateFile } from '../durable-file.ts';
import { explainFileError } from '../start-error.ts';
import { bad, type Finding, good, note } from './finding.ts';

const SUBJECT = 'Data directory';
const SECRETS = ['secret.key', 'postgres.password', 'first-run.json'];

/** Whether it can be written, has room, and keeps its secrets. */
export function checkDataDir(config: Config): Finding[] {
  const { dataDir } = config;
  if (!existsSync(dataDir)) {
    return [note(SUBJECT, `${dataDir} does not exist yet: npm start makes it`)];
  }
  try {
    prepareDataDir(dataDir);
    writeProbe(dataDir);
  } catch (error) {
    return [bad(SUBJECT, (explainFileError(error, dataDir) as Error).message)];
  }
  return [good(SUBJECT, `${dataDir} can be written`), checkSpace(dataDir), checkSecrets(dataDir)];
}

function writeProbe(dataDir: string): void {
  const probe = join(dataDir, `doctor.${process.pid}`);
  createPrivateFile(probe, 'can this be written?');
  rmSync(probe);
}

function checkSpace(dataDir: string): Finding {
  const { bavail, blocks, bsize } = statfsSync(dataDir);
  const free = `${((bavail * bsize) / 1e9).toFixed(1)} GB free`;
  if (bavail * bsize < 2e8) {
    return bad('Free space', `${free}: PostgreSQL stops when the disk is full; make room`);
  }
  if (bavail * bsize < 2e9 && bavail < blocks / 10) {
    return note('Free space', `${free}, less than a tenth of the disk: make room soon`);
  }
  return good('Free space', free);
}

function checkSecrets(dataDir: string): Finding {
  const open = readdirSync(dataDir)
    .filter((name) => SECRETS.includes(name))
    .filter((name) => (statSync(join(dataDir, name)).mode & 0o077) !== 0)
    .map((name) => join(dataDir, name));
  if (open.length === 0) return good('Permissions', 'secrets can be read by their owner only');
  return bad('Permissions', `others can read secrets: chmod 600 ${open.join(' ')}`);
}
