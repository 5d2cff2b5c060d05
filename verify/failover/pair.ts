import { chmodSync, cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import pg from 'pg';
import { prepareCluster, SUPERUSER, type Cluster } from '../../server/src/db/embedded/cluster.ts';
import { findEngine, type Engine } from '../../server/src/db/embedded/engine.ts';
import { placeCluster, reachableEngine } from '../../server/src/db/embedded/place.ts';
import { clearRemains, spawnPostmaster, stopPostmaster, waitUntilReady, type Postmaster } from '../../server/src/db/embedded/postmaster.ts'; // prettier-ignore
import { postgresSettings } from '../../server/src/db/embedded/settings.ts';
import { openSocketPath, SOCKET_PORT } from '../../server/src/db/embedded/socket.ts';
import { openPool, type Pool } from '../../server/src/db/pool.ts';
import { removeDirectory } from '../rig/directory.ts';
import type { Context } from '../scenario.ts';

const DATABASE = 'confab';

/** One PostgreSQL of the pair. */
export interface Node {
  start(settings: Record<string, string>): Promise<void>;
  /** As a machine that loses power: every process at once. */
  kill(): Promise<void>;
  stop(): Promise<void>;
  pool: Pool;
  host: string;
}

/** A primary whose commits wait for its standby, both on unix sockets, and a URL that names both. */
export interface Pair {
  primary: Node;
  standby: Node;
  url: string;
  /** Makes the standby the primary. */
  promote(): Promise<void>;
}

export async function createPair(context: Context): Promise<Pair> {
  const [first, second] = ['first', 'second'].map((name) => join(context.directory, name)) as [
    string,
    string,
  ];
  chmodSync(context.directory, 0o711);
  const primary = await createNode(context, first);
  await primary.start({});
  await primary.query('postgres', `create database ${DATABASE}`);
  await primary.stop();
  // A copy of a database that stands still is a base backup.
  copy(first, second);
  writeFileSync(join(second, 'postgres/standby.signal'), '');
  const standby = await createNode(context, second);
  const upstream = `host=${primary.host} port=${SOCKET_PORT} user=${SUPERUSER} password=${primary.password} application_name=standby`;
  await primary.start({ synchronous_standby_names: 'standby' });
  await standby.start({ primary_conninfo: upstream });
  const query = new URLSearchParams({
    host: `${primary.host},${standby.host}`,
    port: String(SOCKET_PORT),
    target_session_attrs: 'read-write',
  });
  const url = `postgres://${SUPERUSER}:${encodeURIComponent(primary.password)}@/${DATABASE}?${query.toString()}`;
  const promote = async (): Promise<void> => {
    await standby.query('postgres', 'select pg_promote()');
  };
  return { primary, standby, url, promote };
}

/** With its owners: PostgreSQL is particular about who may read its files. */
function copy(from: string, to: string): void {
  mkdirSync(to, { mode: 0o711 });
  cpSync(join(from, 'postgres.password'), join(to, 'postgres.password'));
  execFileSync('cp', ['-a', join(from, 'postgres'), join(to, 'postgres')]);
}

/** A PostgreSQL in `dataDir`, whose parent others may enter. It may be started by another engine than it was made by. */
export async function createNode(
  context: Context,
  dataDir: string,
  started: (engine: Engine) => Engine = (engine) => engine,
) {
  const log = (line: string): void => context.say(line);
  mkdirSync(dataDir, { recursive: true, mode: 0o711 });
  const { clusterDir, user } = placeCluster(dataDir, log);
  const socket = openSocketPath(clusterDir);
  const engine = reachableEngine(findEngine(), user, log);
  const cluster: Cluster = { dataDir, dir: clusterDir, socketDir: socket.host, engine, user };
  const password = await prepareCluster(cluster, { durable: true, log });
  const { host } = socket;
  const login = { host, port: SOCKET_PORT, user: SUPERUSER, password };
  let running: Postmaster | undefined;
  const pool = openPool({ ...login, database: DATABASE }, { max: 2 });

  const node = {
    host,
    password,
    pool,
    async start(settings: Record<string, string>): Promise<void> {
      await clearRemains(cluster.dir);
      running = spawnPostmaster(
        { ...cluster, engine: started(engine) },
        postgresSettings(settings),
      ).postmaster;
      if (!(await waitUntilReady(running, cluster.dir))) {
        throw new Error(`a PostgreSQL did not start: ${await running.exited}`);
      }
    },
    async kill(): Promise<void> {
      if (running === undefined) return;
      process.kill(-running.pid, 'SIGKILL');
      await running.exited;
      await clearRemains(cluster.dir);
      running = undefined;
    },
    async stop(): Promise<void> {
      const stopping = running;
      running = undefined;
      if (stopping !== undefined) await stopPostmaster(stopping, cluster.dir);
    },
    async query(database: string, text: string): Promise<void> {
      const client = new pg.Client({ ...login, database });
      await client.connect();
      await client.query(text);
      await client.end();
    },
  };
  context.after(() => {
    socket.close();
    removeDirectory(dataDir);
  });
  context.after(async () => node.kill());
  context.after(async () => pool.end());
  return node;
}
