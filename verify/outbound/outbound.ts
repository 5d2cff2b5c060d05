import { insideHosts } from '../../server/test/inside-addresses.ts';
import type { Answer } from '../rig/calls.ts';
import { until } from '../rig/clock.ts';
import { atLeast, none, sized, told, type Context, type Scenario } from '../scenario.ts';
import { rebinding, setUp, type Stage } from './stage.ts';

const ATTEMPTS = { full: 10_000, quick: 300 };
const AT_ONCE = 16;
/** Files that an account may fetch in an hour are sixty. */
const BETWEEN = 48;
/** Calls of webhooks, bots and inboxes under a name each. */
const HOOKS = { full: 90, quick: 18 };

/** Whatever a name means the next time, nobody is led inside (promises V75, V76, V77). */
export const outbound: Scenario = {
  name: 'outbound',
  promise: 'No address, name or redirect that somebody gives leads this server inside its own network.',
  limit: { full: 600, quick: 120 },
  twins: [{ guard: 'calls-are-pinned', fails: ['was led inside'] }],
  async run(context) {
    const stage = await setUp(context);
    const answers: Answer[] = [];
    const { saved, forms } = await saveInside(stage, answers);
    const control = await fetchFile(stage, urlOf(stage, 'outside', 'control'));
    if (control.status !== 200) throw new Error(`the internet is not there: ${JSON.stringify(control)}`);
    const attempts = sized(context, ATTEMPTS);
    await rebind(stage, { attempts, answers, context });
    const hooks = await tellHooks(context, stage);
    await tryMailboxes(stage, answers);
    return [
      told('addresses that were to be saved', forms),
      none('was saved with an address inside', saved),
      told('files asked for under a name that changes its mind', attempts),
      told('webhooks, bots and inboxes told under such a name', hooks),
      atLeast('questions to the name server', attempts, stage.names.asked(), ''),
      atLeast('calls that did go out', attempts / 20, stage.answered(), ''),
      none('was led inside', stage.reached),
      none('was told an address', answers.map(({ body }) => JSON.stringify(body)).filter((text) => /127\.0\.0\.1|169\.254|93\.184|::1|0\.0\.0\.0/.test(text))),
    ];
  },
}; // prettier-ignore

const urlOf = ({ port }: Stage, word: string, own: string, path = ''): string =>
  `http://${word}-${own}.rebind.example:${port}/${path}`;

const fetchFile = async ({ admin }: Stage, external_url: string): Promise<Answer> =>
  admin.call('POST', 'upload', { external_url });

/** Every way of having an address called later × every spelling of one inside. Returns which were taken. */
async function saveInside(stage: Stage, answers: Answer[]): Promise<{ saved: string[]; forms: number }> {
  const { admin, port } = stage;
  const actions = (url: string) => [{ action_name: 'send_webhook_event', action_params: [url] }];
  const ways: Record<string, (url: string) => [path: string, body: object]> = {
    webhook: (url) => ['webhooks', { url, subscriptions: ['message_created'] }],
    inbox: (webhook_url) => ['inboxes', { name: 'A', channel: { type: 'api', webhook_url } }],
    bot: (outgoing_url) => ['agent_bots', { name: 'B', outgoing_url }],
    macro: (url) => ['macros', { name: 'M', actions: actions(url) }],
    rule: (url) => ['automation_rules', { name: 'R', event_name: 'conversation_created', conditions: [], actions: actions(url) }],
    browser: (url) => ['/api/v1/notification_subscriptions', { subscription_type: 'browser_push', subscription_attributes: { endpoint: url.replace('http:', 'https:'), p256dh: 'x', auth: 'x' } }],
    picture: (avatar_url) => ['agent_bots', { name: 'B', avatar_url }],
    file: (external_url) => ['upload', { external_url }],
  };
  // What only a name server or a reader of names could find out is asked when it is called.
  const hosts = insideHosts.filter((host) => !/[%#\\]/.test(host));
  const saved: string[] = [];
  for (const [way, make] of Object.entries(ways)) {
    await stage.postgres.pool.query('delete from allowances');
    for (const host of hosts) {
      const [path, body] = make(`http://${host.includes('@') ? host : `${host}:${port}`}/hook`);
      const answer = await admin.call('POST', path, body);
      if (answer.status < 400) saved.push(`${way}: ${host}`);
      if (answer.status === 429) await stage.postgres.pool.query('delete from allowances');
      if (way !== 'browser') answers.push(answer);
    }
  }
  return { saved, forms: hosts.length * Object.keys(ways).length };
} // prettier-ignore

interface Rebinding {
  attempts: number;
  answers: Answer[];
  context: Context;
}

/** Files under names that mean one thing when they are checked and another when they are called, redirects among them. */
async function rebind(stage: Stage, { attempts, answers, context }: Rebinding): Promise<void> {
  const { random } = context;
  const address = (attempt: number): string => {
    const name = urlOf(stage, random.pick(rebinding), String(attempt));
    if (random.chance(0.6)) return name;
    // Or by one that is what it says, and sends whoever calls on: once, or by another that does.
    const status = random.pick([301, 302, 303, 307, 308]);
    const to = random.chance(0.5) ? name : `http://${random.pick(insideHosts)}:${stage.port}/`;
    const on = (target: string): string => `?status=${status}&to=${encodeURIComponent(target)}`;
    const once = urlOf(stage, 'outside', `${attempt}`, on(to));
    return random.chance(0.5) ? once : urlOf(stage, 'outside', `${attempt}x`, on(once));
  };
  for (let done = 0; done < attempts; done += BETWEEN) {
    await stage.postgres.pool.query('delete from allowances');
    const urls = Array.from({ length: Math.min(BETWEEN, attempts - done) }, (_, each) => address(done + each)); // prettier-ignore
    for (let start = 0; start < urls.length; start += AT_ONCE) {
      const some = urls.slice(start, start + AT_ONCE);
      answers.push(...(await Promise.all(some.map(async (url) => fetchFile(stage, url)))));
    }
  }
}

/** Webhooks, a bot and inboxes under such names, told of something. Returns how many were called. */
async function tellHooks(context: Context, stage: Stage): Promise<number> {
  const { admin, desk, postgres } = stage;
  const hooks = sized(context, HOOKS);
  for (let hook = 0; hook < hooks; hook += 1) {
    const url = urlOf(stage, rebinding[hook % rebinding.length] ?? '', `hook${hook}`);
    await admin.insist('webhooks', { url, subscriptions: ['message_created'] });
    const inbox = await admin.insist('inboxes', { name: `I${hook}`, channel: { type: 'api', webhook_url: `${url}inbox` } }); // prettier-ignore
    const bot = await admin.insist('agent_bots', { name: `B${hook}`, outgoing_url: `${url}bot` });
    await admin.insist(`inboxes/${String(inbox['id'])}/set_agent_bot`, { agent_bot: bot['id'] });
    const { id } = await admin.insist('conversations', { inbox_id: inbox['id'], contact_id: desk.contact_id }); // prettier-ignore
    if (hook % 9 === 8)
      await admin.insist(`conversations/${String(id)}/messages`, { content: 'Hi', message_type: 'incoming' }); // prettier-ignore
  }
  const untried = `select endpoint_id from webhook_deliveries group by endpoint_id having max(attempts) = 0`;
  await until(async () => (await postgres.pool.query(untried)).rowCount === 0, 60_000);
  const tried = await postgres.pool.query(`select distinct endpoint_id from webhook_deliveries where attempts > 0`); // prettier-ignore
  return tried.rowCount ?? 0;
}

/** Mail servers under such names: tried while they are set up. */
async function tryMailboxes(stage: Stage, answers: Answer[]): Promise<void> {
  const channel = { type: 'email', email: 'box@example.com' };
  const { id } = await stage.admin.insist('inboxes', { name: 'Post', channel });
  for (const kind of ['imap', 'smtp']) {
    for (const word of rebinding) {
      const address = `${word}-${kind}.rebind.example`;
      const settings = { enabled: true, address, port: stage.port, login: 'x', password: 'x' };
      const named = Object.fromEntries(Object.entries(settings).map(([name, value]) => [`${kind}_${name}`, value])); // prettier-ignore
      answers.push(await stage.admin.call('PATCH', `inboxes/${String(id)}`, { channel: named }));
    }
  }
}
