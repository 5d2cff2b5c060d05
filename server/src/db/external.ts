import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { errorCode, StartError } from '../start-error.ts';
import { readHosts } from './hosts.ts';
import { connectorOf } from './primary.ts';

/** What matters to us about a PostgreSQL server. */
export interface DatabaseFacts {
  /** As in server_version_num: 150004 is 15.4. */
  versionNumber: number;
  version: string;
  fsync: boolean;
  fullPageWrites: boolean;
  synchronousCommit: boolean;
  checksums: boolean;
  /** Milliseconds that its clock is ahead of ours. */
  clockSkew: number;
}

type ConnectionOptions = string | pg.ClientConfig;

const OLDEST = 15;
/** A database that was started together with us may take a moment; then we report what it says. */
const PATIENCE = 5000;

/**
 * Connects to the PostgreSQL of DATABASE_URL and reads its settings, within ten seconds.
 * @throws StartError when it cannot be used.
 */
export async function inspectExternal(url: string): Promise<DatabaseFacts> {
  const facts = await inspectWithPatience(url);
  if (facts.versionNumber < OLDEST * 10_000) {
    throw new StartError(
      `${where(url)} is PostgreSQL ${facts.version} and Confab needs ${OLDEST} or newer: upgrade it, or leave DATABASE_URL out to use the embedded one`,
    );
  }
  return facts;
}

/** The settings under which an acknowledged write could be lost, by their names in PostgreSQL. */
export function unsafeSettings(facts: DatabaseFacts): string[] {
  return [
    ...(facts.fsync ? [] : ['fsync']),
    ...(facts.fullPageWrites ? [] : ['full_page_writes']),
    ...(facts.synchronousCommit ? [] : ['synchronous_commit']),
  ];
}

/** Reads the facts over a connection of its own. Throws what pg throws. */
export async function inspect(connection: ConnectionOptions): Promise<DatabaseFacts> {
  const { settings, Client } = connectorOf(connection);
  const client = new Client({
    ...settings,
    connectionTimeoutMillis: 4000,
    query_timeout: 4000,
  });
  client.on('error', () => undefined); // whatever breaks it also fails the query
  await client.connect();
  try {
    const began = Date.now();
    const { rows } = await client.query<Record<string, string>>(
      `select current_setting('server_version_num') as number, split_part(current_setting('server_version'), ' ', 1) as version,
         current_setting('fsync') as fsync, current_setting('full_page_writes') as full_page_writes,
         current_setting('synchronous_commit') as synchronous_commit,
         current_setting('data_checksums') as checksums,
         extract(epoch from clock_timestamp()) * 1000 as clock`,
    );
    const row = rows[0] ?? {};
    return {
      versionNumber: Number(row['number']),
      version: row['version'] ?? '',
      fsync: row['fsync'] === 'on',
      fullPageWrites: row['full_page_writes'] === 'on',
      synchronousCommit: row['synchronous_commit'] !== 'off',
      checksums: row['checksums'] === 'on',
      clockSkew: Math.round(Number(row['clock']) - (began + Date.now()) / 2),
    };
  } finally {
    await client.end();
  }
}

async function inspectWithPatience(url: string): Promise<DatabaseFacts> {
  for (const end = performance.now() + PATIENCE; ; await sleep(250)) {
    try {
      return await inspect(url);
    } catch (error) {
      const starting = ['ECONNREFUSED', '57P03', '25006'].includes(errorCode(error) ?? '');
      if (!starting || performance.now() > end) throw explainConnectError(error, url);
    }
  }
}

/**
 * The sentence for a database that cannot be opened; never with the password of its URL. `setting` is
 * where that URL was given.
 */
export function explainConnectError(
  error: unknown,
  url: string,
  setting = 'DATABASE_URL',
): StartError {
  const { username } = new URL(readHosts(url).single);
  const user = decodeURIComponent(username) || 'of the system';
  const code = errorCode(error) ?? '';
  const message = error instanceof Error ? error.message : String(error);
  if (['28P01', '28000'].includes(code) || /password must be a string/.test(message)) {
    return new StartError(
      `${where(url)} refuses user ${user} (${message}): correct the user and the password in ${setting}`,
    );
  }
  if (code === '3D000') {
    return new StartError(
      `${where(url)} does not have that database (${message}): create it, or correct ${setting}`,
    );
  }
  return new StartError(
    `${where(url)} cannot be reached (${code && !message.includes(code) ? `${code} ` : ''}${message || 'no answer'}): start it, or correct ${setting}`,
  );
}

/** Names the server without its password. */
function where(url: string): string {
  const { hosts, single } = readHosts(url);
  const places = hosts.map(({ host, port }) => `${host || 'localhost'}:${port}`);
  return `The database at ${places.join(' or ')}${new URL(single).pathname}`;
}
