import { accessSync, constants, mkdirSync, statSync } from 'node:fs';
import { explainFileError, StartError } from './start-error.ts';

/**
 * Creates the data directory if it is missing and makes sure that it can be written.
 * @throws StartError that names the directory and says what to do.
 */
export function prepareDataDir(path: string): void {
  try {
    // Root's PostgreSQL runs as another user, who has to pass through this directory but may not
    // list it; what is secret inside has a mode of its own.
    mkdirSync(path, { recursive: true, mode: process.geteuid?.() === 0 ? 0o711 : 0o700 });
    if (!statSync(path).isDirectory()) throw new StartError(`${path} is not a directory`);
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw explainFileError(error, path);
  }
}
