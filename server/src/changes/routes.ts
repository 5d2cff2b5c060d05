import type { OutgoingHttpHeaders } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { FastifyReply } from 'fastify';
import { Type } from 'typebox';
import { authenticate } from '../auth/authenticate.ts';
import { cursorOf, decodeCursor } from '../events/cursor.ts';
import { unprocessable } from '../errors.ts';
import { members, read, type Context, type Route } from '../http/route.ts';
import { Line } from '../http/schema.ts';
import type { Caller } from './follow.ts';
import { asEvents, asLines } from './lines.ts';
import { gone, readChanges } from './read.ts';
import { takeSeat } from './seats.ts';

const tag = 'Changes';
const path = '/changes';

const LIMIT = { usual: 100, most: 500 };
/** Seconds. */
const LONGEST_WAIT = 60;

const cursor = 'MjRjZjEwYTk3MDBiLjQ3MTE';
const change = {
  cursor,
  event: 'message.created',
  data: { id: 7, content: 'Hello', account_id: 1, conversation_id: 3 },
};
const lines = `${JSON.stringify(change)}\n${JSON.stringify({ cursor, has_more: false })}\n`;
const events = `id: ${cursor}\nevent: ${change.event}\ndata: ${JSON.stringify({ event: change.event, data: change.data })}\n\n`;

const After = Line({
  description:
    'The cursor of the last line, or the `meta.cursor` of a list. Without it the feed begins now.',
  examples: [cursor],
});

const notKept = { 'cache-control': 'no-store' };

type Asked = Context<{ after?: string; limit?: number }>;

/** Who follows, and from where on; asked once, before anything is sent. */
async function begin({ actor, input, platform, request, reply }: Asked) {
  const { pool, vault } = platform;
  const last = request.headers['last-event-id'];
  const given = input.after ?? (typeof last === 'string' && last !== '' ? last : undefined);
  const after = decodeCursor(given ?? (await cursorOf(pool, actor.account_id)));
  const isGone = (): boolean => reply.raw.closed || request.raw.socket.destroyed;
  const route = { access: members, kind: 'read', path } as const;
  const caller: Caller = {
    pool,
    doorbell: request.server.doorbell,
    actor: async () => authenticate({ db: pool, vault }, request, route),
    isGone,
  };
  const limit = Math.min(Math.max(input.limit ?? LIMIT.usual, 1), LIMIT.most);
  return { caller, following: { after, limit } };
}

async function stream(context: Asked): Promise<FastifyReply> {
  const { actor, platform, reply } = context;
  const { caller, following } = await begin(context);
  // Whoever has missed something is told so by the status, which is the last chance for it.
  await readChanges(platform.pool, actor, { ...following, limit: 1 });
  reply.raw.once('close', takeSeat(actor));
  // Not by Fastify, which takes a reader who leaves for an error.
  reply.hijack();
  reply.raw.writeHead(200, {
    ...(reply.getHeaders() as OutgoingHttpHeaders),
    ...notKept,
    'content-type': 'text/event-stream; charset=utf-8',
    'x-accel-buffering': 'no',
    // Its end is the end of the connection: a server that stops need not wait for what comes next.
    connection: 'close',
  });
  pipeline(Readable.from(asEvents(caller, following)), reply.raw).catch(() => {});
  return reply;
}

async function poll(context: Asked & { input: { wait?: number } }): Promise<FastifyReply> {
  const { actor, input, reply } = context;
  const { wait = 0 } = input;
  if (wait < 0 || wait > LONGEST_WAIT) throw unprocessable('wait must be from 0 to 60');
  const { caller, following } = await begin(context);
  const leave = wait > 0 ? takeSeat(actor) : undefined;
  try {
    const text = await asLines(caller, { ...following, until: performance.now() + wait * 1000 });
    if (caller.doorbell.isClosed) void reply.header('connection', 'close');
    return await reply.type('application/x-ndjson; charset=utf-8').headers(notKept).send(text);
  } finally {
    leave?.();
  }
}

const errors = {
  410: gone,
  422: 'after is no cursor of the change feed',
  429: 'Too many requests wait for changes already',
};

export const changeRoutes: Route[] = [
  read({
    method: 'GET',
    path,
    access: members,
    summary: 'Follow what happens',
    description:
      'Everything that happened behind a cursor and the caller may see, in order, deletions included: one JSON object a line, with the cursor from which one goes on behind it. The last line has a cursor only. With `wait` the answer comes as soon as something happens. Who accepts `text/event-stream` gets server-sent events instead, and comes back with the id of the last one (`Last-Event-ID`).',
    tag,
    waits: true,
    input: Type.Object({
      after: Type.Optional(After),
      limit: Type.Optional(
        Type.Integer({ description: 'How many at most, 1 to 500. Default 100.', examples: [100] }),
      ),
      wait: Type.Optional(
        Type.Integer({
          description: 'For how many seconds to wait, 0 to 60. Default 0.',
          examples: [0],
        }),
      ),
    }),
    lines: { 'application/x-ndjson': lines, 'text/event-stream': events },
    errors,
    handle: async ({ db: _, ...context }) =>
      String(context.request.headers.accept).includes('text/event-stream')
        ? stream(context)
        : poll(context),
  }),
];
