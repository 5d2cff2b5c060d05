import { createECDH, randomBytes } from 'node:crypto';
import type { Answer } from '../rig/calls.ts';
import { atMost, type Context, type Row } from '../scenario.ts';
import type { Expected } from './faults.ts';
import { digPit, drip, endless, flood, fullHouse, HEAD, longestCall, silent, type Behaviour, type Pit } from './pits.ts'; // prettier-ignore
import type { Stage } from './stage.ts';

/** What the product states of a kind of call. */
interface Stated {
  /** Seconds for all of it. */
  deadline: number;
  /** Kilobytes that are read of an answer. */
  cap?: number;
  /** Connections to one peer at a time. */
  sockets: number;
}

export const stated = {
  webhook: { deadline: 15, cap: 64, sockets: 32 },
  file: { deadline: 15, cap: 40 * 1024, sockets: 8 },
  picture: { deadline: 15, cap: 15 * 1024, sockets: 8 },
  push: { deadline: 10, cap: 64, sockets: 8 },
  mail: { deadline: 30, sockets: 2 },
  mailbox: { deadline: 10, cap: 64, sockets: 8 },
} satisfies Record<string, Stated>;

type Kind = keyof typeof stated;

/** Calls of one kind that are under way, and the faults that follow. */
export interface Trial {
  kind: Kind;
  pits: Pit[];
  expected: Expected[];
  /** Milliseconds of those for which somebody waits. */
  waits: Promise<number>[];
}

/** Kilobytes of which what is read cannot be told: those on their way, and in the kernel of who is flooded. */
const ON_ITS_WAY = { drops: 8, flood: 8 * 1024 };

export async function reportTrial({ kind, pits, waits }: Trial): Promise<Row[]> {
  const { deadline, cap, sockets }: Stated = stated[kind];
  const calls = pits.flatMap((pit) => pit.calls);
  const waited = await Promise.all(waits);
  const longest = Math.max(...pits.map(longestCall), ...waited) / 1000;
  const bytes = Math.max(0, ...calls.map((call) => call.bytes)) / 1024;
  const room = kind === 'file' || kind === 'picture' ? ON_ITS_WAY.flood : ON_ITS_WAY.drops;
  return [
    atMost(`${kind}: the longest call`, deadline + 1, longest, 's'),
    ...(cap === undefined ? [] : [atMost(`${kind}: the largest answer`, cap + room, bytes, 'KB')]),
    atMost(`${kind}: calls to one peer at a time`, sockets, Math.max(...pits.map((pit) => pit.most)), ''),
  ]; // prettier-ignore
}

const http: [name: string, behave: Behaviour, scheme?: string][] = [
  ['never answers', silent],
  ['a header by bytes', drip('HTTP/1.1 200 OK\r\nX-')],
  ['a body by bytes', drip(HEAD)],
  ['never ends its TLS handshake', silent, 'https'],
];

interface Address {
  pit: Pit;
  url: string;
}

/** Peers that answer badly over HTTP, and one that lets nobody connect. */
async function digAll(context: Context): Promise<Address[]> {
  const dug = http.map(async ([name, behave, scheme = 'http']) => {
    const pit = await digPit(context, name, behave);
    return { pit, url: `${scheme}://127.0.0.1:${pit.port}/a.png` };
  });
  const port = await fullHouse(context);
  const full: Pit = { name: 'never accepts', port, calls: [], most: 0 };
  return [...(await Promise.all(dug)), { pit: full, url: `http://127.0.0.1:${port}/a.png` }];
}

const NO_ANSWER: Answer = { status: 0, body: {} };

const timed = async (call: Promise<Answer>): Promise<number> => {
  const began = Date.now();
  await call;
  return Date.now() - began;
};

const begun = (kind: Kind): Trial => ({ kind, pits: [], expected: [], waits: [] });

/** Milliseconds until a job begins: one of a contact's picture may have to wait for those before it. */
const BEGINS: Partial<Record<Kind, number>> = { picture: 20_000 };

/** Notes a call that must fail. */
function expect(
  trial: Trial,
  call: string,
  { peer, isSeen }: Pick<Expected, 'peer' | 'isSeen'>,
): void {
  const deadline = stated[trial.kind].deadline * 1000;
  const begins = BEGINS[trial.kind] ?? 2000;
  trial.expected.push({ call, peer, deadline, asked: Date.now(), begins, isSeen });
}

export async function tryWebhooks(context: Context, { admin }: Stage): Promise<Trial> {
  const trial = begun('webhook');
  const large = await digPit(context, 'a body without an end', endless());
  const all = [...(await digAll(context)), { pit: large, url: `http://127.0.0.1:${large.port}/` }];
  for (const { pit, url } of all) {
    const { payload } = await admin.insist('webhooks', { url, subscriptions: ['message_created'] });
    const { id } = (payload as { webhook: { id: number } }).webhook;
    trial.pits.push(pit);
    // Nobody needs the rest of an answer that is too long: that is no failure.
    if (pit === large) continue;
    const isSeen = async (): Promise<boolean> => {
      const { body } = await admin.call('GET', `webhooks/${id}/deliveries`);
      return (body['payload'] as { last_error: string | null }[]).some((each) => each.last_error !== null);
    }; // prettier-ignore
    expect(trial, 'webhook', { peer: pit, isSeen });
  }
  return trial;
}

/** A file that somebody waits for: of a message, and of a bot. */
export async function tryFiles(context: Context, { admin }: Stage): Promise<Trial> {
  const trial = begun('file');
  const large = await digPit(context, 'a body without an end', flood());
  const all = [...(await digAll(context)), { pit: large, url: `http://127.0.0.1:${large.port}/` }];
  const ask = (pit: Pit, path: string, body: object): void => {
    const answering = admin.call('POST', path, body).catch(() => NO_ANSWER);
    trial.pits.push(pit);
    trial.waits.push(timed(answering));
    const isSeen = async (): Promise<boolean> => (await answering).status === 422;
    expect(trial, 'file', { peer: pit, isSeen });
  };
  for (const { pit, url } of all) ask(pit, 'upload', { external_url: url });
  const bot = await digPit(context, 'a bot’s picture that does not come', silent);
  ask(bot, 'agent_bots', { name: 'Bot', avatar_url: `http://127.0.0.1:${bot.port}/a.png` });
  return trial;
}

/** How many contacts have their picture at the same silent server. */
const SAME_SERVER = 30;

/** Pictures of contacts, which jobs fetch. */
export async function tryPictures(context: Context, { admin }: Stage): Promise<Trial> {
  const trial = begun('picture');
  const large = await digPit(context, 'a body without an end', flood());
  const all = [...(await digAll(context)), { pit: large, url: `http://127.0.0.1:${large.port}/` }];
  const [first] = all as [Address];
  for (let index = 0; index < SAME_SERVER; index += 1) {
    await admin.insist('contacts', { name: `Crowd ${index}`, avatar_url: `${first.url}?${index}` });
  }
  for (const { pit, url } of all) {
    trial.pits.push(pit);
    if (pit === first.pit) continue; // who of the crowd is called first is not known
    const { payload } = await admin.insist('contacts', { name: pit.name, avatar_url: url });
    const { id } = (payload as { contact: { id: number } }).contact;
    const isSeen = async (): Promise<boolean> => {
      const { body } = await admin.call('GET', `contacts/${id}`);
      const contact = body['payload'] as { additional_attributes: Record<string, unknown> };
      return contact.additional_attributes['avatar_error'] !== undefined;
    };
    expect(trial, 'file', { peer: pit, isSeen });
  }
  return trial;
}

/** Pushes to more browsers than one push service is called for at a time. */
export async function tryPushes(context: Context, stage: Stage): Promise<Trial> {
  const { admin, agent, desk } = stage;
  const trial = begun('push');
  const pit = await digPit(context, 'never ends its TLS handshake', silent);
  trial.pits.push(pit);
  await agent.call('PUT', 'notification_settings', {
    notification_settings: { selected_email_flags: [], selected_push_flags: ['push_conversation_assignment'] },
  }); // prettier-ignore
  for (let index = 0; index < 20; index += 1) {
    const keys = createECDH('prime256v1');
    const p256dh = keys.generateKeys('base64url');
    const endpoint = `https://127.0.0.1:${pit.port}/${index}`;
    const auth = randomBytes(16).toString('base64url');
    await agent.call('POST', '/api/v1/notification_subscriptions', {
      notification_subscription: {
        subscription_type: 'browser_push',
        subscription_attributes: { endpoint, p256dh, auth },
      },
    });
  }
  const given = { contact_id: desk.contact_id, inbox_id: desk.inboxes[0] };
  const { id } = await admin.insist('conversations', given);
  await admin.insist(`conversations/${String(id)}/assignments`, {
    assignee_id: desk.agents[0]?.id,
  });
  const isSeen = async (): Promise<boolean> => {
    const { body } = await agent.call('GET', '/api/v1/notification_subscriptions');
    return (body['payload'] as { state: string }[]).some(({ state }) => state === 'failing');
  };
  expect(trial, 'push', { peer: pit, isSeen });
  return trial;
}

/** Mails to the installation's mail server: more than it is given connections. */
export async function tryMails({ admin, desk, postgres, mail }: Stage): Promise<Trial> {
  const trial = begun('mail');
  trial.pits.push(mail);
  const given = {
    contact_id: desk.contact_id,
    inbox_id: desk.inboxes[0],
    message: { content: 'Hi' },
  };
  const { id } = await admin.insist('conversations', given);
  for (let index = 0; index < 6; index += 1) {
    await admin.insist(`conversations/${String(id)}/transcript`, { email: 'mia@example.com' });
  }
  // The operator's list of jobs: what they met, and that they are tried again.
  const isSeen = async (): Promise<boolean> => {
    const found = await postgres.pool.query(
      `select 1 from jobs.job where name = 'send_transcript' and state = 'retry' and output ->> 'message' <> ''`,
    );
    return found.rows.length > 0;
  };
  expect(trial, 'mail', { peer: mail, isSeen });
  return trial;
}

/** Mail servers of an inbox, which are tried while somebody waits. */
export async function tryMailboxes(context: Context, { admin }: Stage): Promise<Trial> {
  const trial = begun('mailbox');
  const behaviours: [string, Behaviour][] = [
    ['never answers', silent],
    ['a greeting by bytes', drip('* OK ')],
    ['a greeting without an end', endless('* OK ')],
  ];
  for (const protocol of ['imap', 'smtp']) {
    for (const [name, behave] of behaviours) {
      const pit = await digPit(context, `${protocol}, ${name}`, behave);
      const settings = { enabled: true, address: '127.0.0.1', port: pit.port, login: 'post', password: 'x' }; // prettier-ignore
      const named = Object.entries(settings).map(([key, value]) => [`${protocol}_${key}`, value]);
      const email = `box${pit.port}@example.com`;
      const channel = { type: 'email', email, ...Object.fromEntries(named) } as object;
      const asked = admin.call('POST', 'inboxes', { name: 'Post', channel });
      const answering = asked.catch(() => NO_ANSWER);
      trial.pits.push(pit);
      trial.waits.push(timed(answering));
      const isSeen = async (): Promise<boolean> => (await answering).status === 422;
      expect(trial, 'mailbox', { peer: pit, isSeen });
    }
  }
  return trial;
}
