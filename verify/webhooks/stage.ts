import { setTimeout as pause } from 'node:timers/promises';
import { createCaller, type Caller } from '../rig/calls.ts';
import { createDesk, type Desk } from '../rig/desk.ts';
import { createPostgres, type Postgres } from '../rig/postgres.ts';
import { broken, chaotic, createReceiver, deadFor, gone, hanging, healthy, throttling, type Behaviour, type Receiver } from '../rig/receiver.ts'; // prettier-ignore
import { createServer, type ServerProcess } from '../rig/server.ts';
import type { Context } from '../scenario.ts';

/** The waits between attempts are so many times shorter: three days are 76 seconds, or 19. */
const TIME_SCALE = { full: 3600, quick: 14_400 };
/** Seconds that an answer may take. */
const TIMEOUT = 5;
/** Milliseconds from the start for which one receiver is not there. */
const DEAD = { full: 45_000, quick: 8000 };

/** Days of failing after which an endpoint is paused, in milliseconds of this run. */
export const fiveDays = ({ quick }: Context): number =>
  (5 * 24 * 3_600_000) / TIME_SCALE[quick ? 'quick' : 'full'];

export interface Endpoint {
  name: string;
  /** Of the webhook. */
  id: number;
  receiver: Receiver;
}

export interface Stage {
  postgres: Postgres;
  servers: ServerProcess[];
  desk: Desk;
  /** The administrator at each of the servers. */
  callers: Caller[];
  endpoints: Record<Kind, Endpoint>;
}

/** All but the broken one are told of messages. */
type Kind = 'healthy' | 'chaotic' | 'dead' | 'throttling' | 'hanging' | 'gone' | 'broken';

type Made = { webhook: { id: number; secret: string } };

export async function setUp(context: Context): Promise<Stage> {
  const postgres = await createPostgres(context);
  const options = {
    databaseUrl: postgres.url,
    args: ['--empty'],
    env: {
      OUTBOUND_ALLOW: '127.0.0.1',
      WEBHOOK_TIME_SCALE: String(TIME_SCALE[context.quick ? 'quick' : 'full']),
      WEBHOOK_TIMEOUT: String(TIMEOUT),
    },
  };
  const servers = [await createServer(context, options), await createServer(context, options)];
  for (const server of servers) await server.start();
  const desk = await createDesk(postgres.pool, {});
  await takeOut(postgres, context.broken);
  const callers = servers.map(({ url }) => createCaller(url, desk.account_id, desk.admin.token));
  const [admin] = callers as [Caller];
  const dead = context.quick ? DEAD.quick : DEAD.full;
  const behaviours: Record<Kind, Behaviour> = {
    healthy,
    chaotic: chaotic(0.3),
    dead: deadFor(dead),
    throttling: throttling(0.002),
    hanging,
    gone,
    broken,
  };
  const endpoints = {} as Stage['endpoints'];
  for (const [name, behave] of Object.entries(behaviours)) {
    const receiver = await createReceiver(behave, context.random);
    context.after(async () => receiver.close());
    const made = await admin.insist('webhooks', {
      url: receiver.url,
      subscriptions: [name === 'broken' ? 'contact_created' : 'message_created'],
    });
    const { webhook } = made['payload'] as Made;
    receiver.secret = webhook.secret;
    endpoints[name as Kind] = { name, id: webhook.id, receiver };
  }
  return { postgres, servers, desk, callers, endpoints };
}

/** What the database does to deliveries in a run without one of these guards. */
const withoutGuard: Record<string, string> = {
  lanes: 'new.lane := null',
  retries: `if new.state = 'pending' and new.tries > 0 then new.state := 'dead'; end if`,
  'one-id': `if tg_op = 'UPDATE' then new.uuid := gen_random_uuid(); end if`,
};

async function takeOut({ pool }: Postgres, guard = ''): Promise<void> {
  const change = withoutGuard[guard];
  if (change === undefined) return;
  const tables = ['webhook_deliveries', ...(guard === 'lanes' ? ['webhook_arrivals'] : [])];
  await pool.query(
    `create function take_out() returns trigger language plpgsql as $$ begin ${change}; return new; end $$`,
  );
  for (const table of tables) {
    await pool.query(
      `create trigger take_out before insert or update on ${table} for each row execute function take_out()`,
    );
  }
}

/** Kills one server after the other, every two seconds, until the work is done. Returns how often. */
export async function killUntil(
  servers: readonly ServerProcess[],
  done: Promise<unknown>,
): Promise<number> {
  let isDone = false;
  void done.finally(() => (isDone = true));
  let kills = 0;
  for (; !isDone; kills += 1) {
    const victim = servers[kills % servers.length] as ServerProcess;
    await pause(2000);
    await victim.kill('SIGKILL');
    await victim.start();
  }
  return kills;
}
