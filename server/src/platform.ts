import type { Config } from './config.ts';
import type { Vault } from './auth/vault.ts';
import type { Pool } from './db/pool.ts';
import type { Storage } from './storage/storage.ts';

/** What the process is made of; built once in server.ts and handed to whoever needs a part. */
export interface Platform {
  config: Config;
  pool: Pool;
  vault: Vault;
  storage: Storage;
}
