import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createPrivateFile } from './durable-file.ts';
import { errorCode, explainFileError, StartError } from './start-error.ts';

/**
 * The key that tokens are encrypted and links are signed with: SECRET_KEY, or one made once and
 * kept in the data directory. It is on the disk before anything is encrypted with it.
 * @throws StartError when the file is damaged or cannot be written.
 */
export function loadSecretKey(config: { dataDir: string; secretKey: string | undefined }): string {
  if (config.secretKey !== undefined) return config.secretKey;
  const path = join(config.dataDir, 'secret.key');
  const key = readKey(path) ?? createKey(path);
  if (key.length < 32) {
    throw new StartError(
      `${path} is damaged: restore it from a backup, because stored access tokens cannot be read without it`,
    );
  }
  return key;
}

function readKey(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw explainFileError(error, path);
  }
}

function createKey(path: string): string {
  try {
    createPrivateFile(path, `${randomBytes(48).toString('base64url')}\n`);
  } catch (error) {
    throw explainFileError(error, path);
  }
  // Read back, not returned: a process that started at the same time may have been first.
  return readKey(path) ?? '';
}
