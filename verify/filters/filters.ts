import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { atLeast, atMost, none, percentile, sized, told, type Context, type Scenario } from '../scenario.ts'; // prettier-ignore
import type { Answer } from '../rig/calls.ts';
import { everyAttribute, filterOver, MARK, SLEEP, type Kind, type Request } from './generate.ts';
import { LOG, setUp, type Person, type Stage } from './stage.ts';

const FILTERS = { full: 20_000, quick: 1000 };
const WIDTH = 4;

interface Findings {
  foreign: string[];
  failed: string[];
  slept: string[];
  times: number[];
  /** Answered with rows, and refused by name. */
  answered: number;
  refused: number;
}

/** Whatever stands in a filter is a value, never SQL, and finds nothing that is somebody else's (V01, V02). */
export const filters: Scenario = {
  name: 'filters',
  promise: 'No filter, however made, becomes SQL, fails, or finds what is not the caller’s.',
  limit: { full: 400, quick: 120 },
  twins: [
    { guard: 'own-token', fails: ['rows of others'] },
  ],
  async run(context) {
    const stage = await setUp(context);
    const { random } = context;
    const count = sized(context, FILTERS);
    const found: Findings = { foreign: [], failed: [], slept: [], times: [], answered: 0, refused: 0 };
    const systematic = everyAttribute().filter(() => random.chance(Math.min(1, count / 8000)));
    const requests = Array.from({ length: count }, (_, index): [Kind, Request] => {
      const kind = index % 2 === 0 ? 'conversations' : 'contacts';
      return [kind, systematic[index] ?? filterOver(kind, random)];
    });
    await ask(context, { stage, requests }, found);
    const kept = await keep(stage, context, found);
    // One that fails on purpose: what the database complains of is heard here.
    await stage.postgres.pool.query(`select 'on purpose'::int`).catch(() => undefined);
    const log = await readFile(join(context.directory, LOG), 'utf8');
    const heard = log.split('\n').filter((line) => /(ERROR|PANIC):/.test(line));
    const complaints = heard.filter((line) => !line.includes('on purpose'));
    return [
      told('filters', count),
      atLeast('answered with rows, so that they reached the database', count / 8, found.answered, ''),
      told('refused', found.refused),
      told('kept as a view, a rule or an export', kept),
      none('rows of others', found.foreign),
      none('answers that failed', found.failed),
      none('statements that the database could not do', complaints),
      atLeast('the one that failed on purpose was heard of', 1, heard.length - complaints.length, ''),
      none('answers that slept', found.slept),
      none('warnings of the server', stage.server.lines.filter((line) => !line.includes('SMTP_URL is not set'))),
      atMost('an answer takes, p99', 500, percentile(found.times, 0.99), 'ms'),
      told('an answer takes, longest', Math.max(...found.times), 'ms'),
    ];
  },
}; // prettier-ignore

interface Asked {
  stage: Stage;
  requests: [Kind, Request][];
}

async function ask({ broken }: Context, { stage, requests }: Asked, found: Findings): Promise<void> {
  const [admin] = stage.people as [Person];
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < requests.length) {
      const index = next++;
      const [kind, request] = requests[index] as [Kind, Request];
      const person = stage.people[index % stage.people.length] as Person;
      const { caller } = broken === 'own-token' && index % stage.people.length < 3 ? admin : person;
      const began = performance.now();
      const answer = await caller.call('POST', `${kind}/filter`, request);
      judge(answer, { person, kind, request, took: performance.now() - began }, found);
    }
  };
  await Promise.all(Array.from({ length: WIDTH }, worker));
} // prettier-ignore

interface Exchange {
  person: Person;
  kind: Kind;
  request: Request;
  took: number;
}

function judge({ status, body }: Answer, { person, kind, request, took }: Exchange, found: Findings): void {
  const shown = `${person.name}, ${kind}: ${status} for ${JSON.stringify(request).slice(0, 400)}`;
  found.times.push(took);
  if (took > SLEEP * 1000 - 200) found.slept.push(shown);
  if (status === 422 || status === 413) found.refused += 1;
  else if (status !== 200) found.failed.push(shown);
  if (status !== 200) return;
  found.answered += 1;
  const rows = body['payload'] as { id: number }[];
  const foreign = rows.filter(({ id }) => !person[kind].has(id));
  if (foreign.length > 0) found.foreign.push(`${foreign.map(({ id }) => id).join()} to ${shown}`);
} // prettier-ignore

/** What is kept of a filter is asked again later: by a view, by rules on what happens, by a file. */
async function keep({ admin, desk, people }: Stage, context: Context, found: Findings): Promise<number> {
  const { random } = context;
  const actions = [{ action_name: 'add_label', action_params: ['x'] }];
  const times = sized(context, { full: 400, quick: 40 });
  const [{ conversations }] = people as [Person];
  let kept = 0;
  const send = async (method: string, path: string, body?: object): Promise<Answer['body']> => {
    const answer = await admin.call(method, path, body);
    if (answer.status >= 500) found.failed.push(`${path}: ${answer.status} for ${JSON.stringify(body).slice(0, 400)}`);
    if (answer.status === 200 && method === 'POST') kept += 1;
    return answer.body;
  };
  for (let time = 0; time < times; time += 1) {
    const { payload } = filterOver('conversations', random);
    const rule = { name: MARK, event_name: 'conversation_updated', conditions: payload, actions };
    await send('POST', 'automation_rules/dry_run', rule);
    const { id } = await send('POST', 'automation_rules', rule);
    // It is looked at when something happens.
    const path = `conversations/${random.pick([...conversations])}/toggle_priority`;
    await send('POST', path, { priority: random.pick(['low', 'high', 'urgent']) });
    if (id !== undefined && time % 4 === 3) await send('DELETE', `automation_rules/${String(id)}`);
    const contacts = filterOver('contacts', random);
    await send('POST', 'custom_filters', { name: MARK, filter_type: 'contact', query: contacts });
    if (time % 4 === 0) await send('POST', 'contacts/export', { payload: contacts.payload });
  }
  await send('GET', `contacts/exports?account=${desk.account_id}`);
  return kept;
} // prettier-ignore
