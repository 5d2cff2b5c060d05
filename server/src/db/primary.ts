import { callbackify } from 'node:util';
import pg from 'pg';
import { without } from '../failpoint.ts';
import { readHosts, type Host } from './hosts.ts';

type ClientClass = typeof pg.Client;

/** How a connection is made: the driver's settings, and the class that makes it. */
export interface Connector {
  settings: pg.ClientConfig;
  Client: ClientClass;
}

/** Milliseconds for one host to say whether it can be written to. */
const PATIENCE = 2000;

// A server that was left behind by a failover may come back and believe to be the primary still. Each
// promotion begins a new timeline, which is what the name of the write-ahead log starts with.
const ask = `select case when pg_is_in_recovery() then null
  else substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8) end as timeline`;

/**
 * Of a connection that names several hosts each connection is made to the one that can be written to,
 * which is looked for when it is not known, and again when it was lost.
 */
export function connectorOf(connection: string | pg.ClientConfig): Connector {
  if (typeof connection !== 'string') return { settings: connection, Client: pg.Client };
  const { hosts, single } = readHosts(connection);
  const settings = { connectionString: single };
  const several = hosts.length > 1;
  return { settings, Client: several ? clientOfPrimary(hosts, settings) : pg.Client };
}

function clientOfPrimary(hosts: readonly Host[], settings: pg.ClientConfig): ClientClass {
  let known: Host | undefined;
  let looking: Promise<Host> | undefined;
  const find = async (): Promise<Host> => {
    looking ??= findPrimary(hosts, settings).finally(() => (looking = undefined));
    known = await looking;
    return known;
  };

  return class PrimaryClient extends pg.Client {
    override connect(): Promise<this>;
    override connect(callback: (error: Error) => void): void;
    override connect(callback?: (error: Error) => void): Promise<this> | void {
      if (callback === undefined) return this.connectToPrimary();
      // The pool wants a callback.
      callbackify(async () => this.connectToPrimary())(callback);
    }

    private async connectToPrimary(): Promise<this> {
      const { host, port } = known ?? (await find());
      const forget = (): void => {
        if (known?.host === host && known.port === port) known = undefined;
      };
      this.on('error', forget);
      Object.assign(this, { host, port });
      let standby = false;
      wireOf(this).on('parameterStatus', ({ parameterName, parameterValue }) => {
        if (parameterName === 'in_hot_standby') standby = parameterValue === 'on';
      });
      try {
        await super.connect();
        // It came back as the standby of another while we had no connection that could have told.
        if (standby) throw noPrimary();
      } catch (error) {
        forget();
        if (standby) await this.end();
        throw error;
      }
      return this;
    }
  };
}

/** The host that can be written to. Throws what was wrong with the first when there is none. */
async function findPrimary(hosts: readonly Host[], settings: pg.ClientConfig): Promise<Host> {
  const answers = await Promise.allSettled(hosts.map(async (host) => timelineOf(host, settings)));
  const writable = hosts
    .map((host, place) => ({ host, answer: answers[place] }))
    .flatMap(({ host, answer }) =>
      answer?.status === 'fulfilled' && answer.value !== null
        ? [{ host, timeline: answer.value }]
        : [],
    )
    .toSorted((a, b) => (without('newest-timeline') ? 0 : b.timeline.localeCompare(a.timeline)));
  if (writable[0] !== undefined) return writable[0].host;
  const failed = answers.find((answer) => answer.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  throw noPrimary();
}

const noPrimary = (): Error =>
  Object.assign(new Error('none of its hosts can be written to'), { code: '25006' });

interface Wire {
  on(
    name: 'parameterStatus',
    hear: (said: { parameterName: string; parameterValue: string }) => void,
  ): void;
}

/** What the server says of itself at the start of each connection (PostgreSQL 14 and newer). */
const wireOf = (client: pg.Client): Wire => (client as unknown as { connection: Wire }).connection;

async function timelineOf(host: Host, settings: pg.ClientConfig): Promise<string | null> {
  const limits = { connectionTimeoutMillis: PATIENCE, query_timeout: PATIENCE };
  const client = Object.assign(new pg.Client({ ...settings, ...limits }), host);
  client.on('error', () => undefined); // whatever breaks it also fails the question
  await client.connect();
  try {
    const { rows } = await client.query<{ timeline: string | null }>(ask);
    return rows[0]?.timeline ?? null;
  } finally {
    await client.end();
  }
}
