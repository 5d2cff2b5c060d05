import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { test } from 'node:test';
import type pg from 'pg';
import { sql } from '../../test/inside.ts';
import { createWorld } from '../../test/world.ts';
import { findRange } from './positions.ts';

const world = await createWorld();
const { acme, pool } = world;

const record = `insert into events (account_id, name, conversation_id, payload) values ($1, 'test', $2, '{}') returning id`;

/** What a reader gets who goes by positions alone. */
async function read(after: number): Promise<{ position: number; event_id: number }[]> {
  return sql(
    world,
    'select position, event_id from event_log where position > $1 order by position',
    [after],
  );
}

async function publish(): Promise<number | null> {
  const [found] = await sql<{ position: number | null }>(
    world,
    'select confab_publish_events() as position',
  );
  return found?.position ?? null;
}

/** Where a reader begins who wants what is committed from now on. */
async function present(): Promise<number> {
  await publish();
  return (await findRange(pool)).newest;
}

async function open(): Promise<pg.PoolClient & { record(conversation: number): Promise<number> }> {
  const client = await pool.connect();
  await client.query('begin');
  return Object.assign(client, {
    async record(conversation: number) {
      const { rows } = await client.query<{ id: number }>(record, [acme.id, conversation]);
      return rows[0]!.id;
    },
  });
}

async function commit(client: pg.PoolClient): Promise<void> {
  await client.query('commit');
  client.release();
}

test('who waited for a conversation stands behind whom it waited for, however old its transaction is', async () => {
  const start = await present();
  // B's transaction is the older one, and records second; a third, older still, goes on writing elsewhere.
  const [other, b, a] = [await open(), await open(), await open()];
  await other.record(1);
  await b.query('select pg_current_xact_id()');
  const first = await a.record(7);
  await commit(a);
  await publish();
  const second = await b.record(7);
  await commit(b);
  await publish();
  await commit(other);
  await publish();
  const ids = (await read(start)).map(({ event_id }) => event_id);
  assert.deepEqual(ids.slice(0, 2), [first, second]);
  assert.equal(ids.length, 3);
});

test('of what is published at once, the order is that in which it was recorded', async () => {
  const start = await present();
  const [b, a] = [await open(), await open()];
  await b.query('select pg_current_xact_id()');
  const first = await a.record(7);
  await commit(a);
  const second = await b.record(7);
  await commit(b);
  await publish();
  assert.deepEqual(
    (await read(start)).map(({ event_id }) => event_id),
    [first, second],
  );
});

test('who commits late gets a late position, and changes none', async () => {
  const start = await present();
  const late = await open();
  const id = await late.record(1);
  await sql(world, record, [acme.id, 2]);
  await publish();
  const before = await read(start);
  assert.equal(before.length, 1);
  await commit(late);
  await publish();
  const all = await read(start);
  assert.deepEqual(all.slice(0, -1), before);
  assert.equal(all.at(-1)?.event_id, id);
});

test('what was rolled back, wholly or to a savepoint, has no position', async () => {
  const start = await present();
  const doomed = await open();
  await doomed.record(1);
  const half = await open();
  await half.query('savepoint s');
  await half.record(1);
  await half.query('rollback to savepoint s');
  const kept = await half.record(1);
  await publish();
  await doomed.query('rollback');
  doomed.release();
  await commit(half);
  await publish();
  assert.deepEqual(
    (await read(start)).map(({ event_id }) => event_id),
    [kept],
  );
});

test('while a transaction is open that writes, looking costs no more for what was published before', async () => {
  const open_ = await open();
  await open_.record(1);
  await sql(
    world,
    `insert into events (account_id, name, payload) select $1, 'test', '{}' from generate_series(1, 20000)`,
    [acme.id],
  );
  await sql(world, 'analyze events');
  await publish();
  const reads = async (): Promise<number> => {
    await sql(world, 'select pg_stat_force_next_flush()');
    const [found] = await sql<{ n: number }>(
      world,
      `select (seq_tup_read + idx_tup_fetch)::int as n from pg_stat_user_tables where relname = 'events'`,
    );
    return found!.n;
  };
  const client = await pool.connect();
  const look = async (): Promise<void> => {
    await client.query('select confab_publish_events()');
    await client.query('select pg_stat_force_next_flush()');
  };
  await look();
  const before = await reads();
  for (let each = 0; each < 20; each += 1) await look();
  assert.ok((await reads()) - before < 20);
  client.release();
  await commit(open_);
  await publish();
});

test('32 writers at once: a reader misses nothing, hears nothing twice, and each conversation in order', async () => {
  const start = await present();
  const seen: { position: number; event_id: number }[] = [];
  let writing = true;
  const tail = async (): Promise<void> => {
    for (let last = false; ;) {
      await publish();
      seen.push(...(await read(seen.at(-1)?.position ?? start)));
      if (last) return;
      last = !writing;
      await sleep(1);
    }
  };
  await sql(world, 'create table if not exists locks as select n from generate_series(1, 8) n');
  const conversations = [1, 2, 3, 4, 5, 6, 7, 8];
  const write = `
    do $$ begin
      perform pg_current_xact_id();
      perform pg_sleep(random() * 0.01);
      perform from locks where n = CONVERSATION for update;
      insert into events (account_id, name, conversation_id, payload)
      values (ACCOUNT, 'test', CONVERSATION, '{}'), (ACCOUNT, 'test', CONVERSATION, '{}');
      perform pg_sleep(random() * 0.02);
    end $$`;
  const writer = async (number: number): Promise<void> => {
    for (let each = 0; each < 10; each += 1) {
      const conversation = conversations[(number + each) % conversations.length];
      await pool.query(
        write
          .replaceAll('CONVERSATION', String(conversation))
          .replaceAll('ACCOUNT', String(acme.id)),
      );
    }
  };
  const reading = [tail()];
  await Promise.all(Array.from({ length: 32 }, async (_, number) => writer(number)));
  writing = false;
  await Promise.all(reading);
  const written = await sql<{ id: number; conversation_id: number }>(
    world,
    `select id, conversation_id from events where id > (
       select coalesce(max(event_id), 0) from event_log where position <= $1) order by id`,
    [start],
  );
  assert.equal(written.length, 640);
  const heard = seen.map(({ event_id }) => event_id);
  assert.deepEqual(
    heard.toSorted((a, b) => a - b),
    written.map(({ id }) => id),
  );
  const place = new Map(heard.map((id, index) => [id, index]));
  for (const own of Map.groupBy(written, (each) => each.conversation_id).values()) {
    const places = own.map(({ id }) => place.get(id)!);
    assert.deepEqual(
      places,
      places.toSorted((a, b) => a - b),
    );
  }
});

test('many may publish at once: one does it, and each position is given once', async () => {
  const start = await present();
  for (let each = 0; each < 20; each += 1) {
    await sql(world, record, [acme.id, 1]);
    await Promise.all(Array.from({ length: 6 }, publish));
  }
  await publish();
  const all = await read(start);
  assert.equal(all.length, 20);
  assert.equal(new Set(all.map(({ event_id }) => event_id)).size, 20);
});

test('in a copy of the database positions go on in another epoch, with what came before and after', async () => {
  const start = await present();
  const { epoch } = await findRange(pool);
  await sql(world, record, [acme.id, 1]);
  // As a dump that was put back into another cluster: what happened there has xids that are ahead of ours.
  await sql(world, `update event_epoch set place = 'elsewhere'`);
  await sql(
    world,
    `insert into events (account_id, name, payload, xid) values ($1, 'test', '{}', '4000000000')`,
    [acme.id],
  );
  await publish();
  assert.equal((await read(start)).length, 2);
  assert.notEqual((await findRange(pool)).epoch, epoch);
  await sql(world, record, [acme.id, 1]);
  await publish();
  await publish();
  assert.equal((await read(start)).length, 3);
});

test('a person who may do nothing special in PostgreSQL can publish', async () => {
  const client = await pool.connect();
  await client.query(
    `create role plain; grant all on all tables in schema public to plain; grant all on all sequences in schema public to plain`,
  );
  await client.query('set role plain');
  const { rows } = await client.query<{ place: string }>('select confab_place() as place');
  assert.match(rows[0]!.place, /^\d+\/[\dA-F]{8}\/\d+$/);
  await client.query('reset role; drop owned by plain; drop role plain');
  client.release();
});
