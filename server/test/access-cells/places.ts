import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { furnish } from '../malformed/furnish.ts';
import type { World } from '../world.ts';

/** A line of the committed table. */
export interface Line {
  method: string;
  path: string;
  access: string[];
}

/** What people have read and agreed to; `bin/ci generated` fails when a route is not in it. */
export const table = readFileSync(new URL('../../access.md', import.meta.url), 'utf8')
  .split('\n')
  .flatMap((line): Line[] => {
    const [, method, path, access] = /^\| ([A-Z]+) \| `(.+)` \| (.+?) \|/.exec(line) ?? [];
    if (method === undefined || path === undefined || access === undefined) return [];
    return [{ method, path, access: access.split(', ') }];
  });

/** Where a line is asked for: an address, and whose what it names is. */
export interface Place {
  owner: string;
  url: string;
}

const NOWHERE = 987_654_321;

type Talk = { conversation: number; message: number };

async function furnishTalks(world: World): Promise<Record<string, Talk>> {
  const { acme, ada } = world;
  const open = async (inbox_id: number, more: object = {}): Promise<Talk> => {
    const { id } = await world.conversation({ inbox_id, ...more });
    const note = await ada.post(`/conversations/${id}/messages`, { content: 'a word', private: true });
    return { conversation: id, message: note.body.id };
  };
  const talks = {
    support: await open(acme.support.id),
    sales: await open(acme.sales.id),
    escalated: await open(acme.sales.id, { team_id: acme.escalations.id }),
    stub: await open(acme.support.id),
    deleted: await open(acme.support.id),
  };
  const path = `/conversations/${talks.support.conversation}/merge`;
  const merged = await ada.post(path, { source_id: talks.stub.conversation });
  assert.equal(merged.status, 200, merged.text);
  const gone = await ada.delete(`/conversations/${talks.deleted.conversation}`);
  assert.equal(gone.status, 200, gone.text);
  return talks;
} // prettier-ignore

/** Records of every kind: ours, another tenant's, and of three kinds one that was deleted. */
async function furnishGone({ ada }: World): Promise<Record<string, number>> {
  const made: Record<string, number> = {};
  const inbox = await ada.post('/inboxes', { name: 'Gone', channel: { type: 'api' } });
  const team = await ada.post('/teams', { name: 'gone' });
  const contact = await ada.post('/contacts', { name: 'Gone' });
  made['inbox_id'] = inbox.body.id;
  made['team_id'] = team.body.id;
  made['contact_id'] = contact.body.payload.contact.id;
  for (const [path, id] of [
    ['inboxes', made['inbox_id']],
    ['teams', made['team_id']],
    ['contacts', made['contact_id']],
  ] as const) {
    const { status, text } = await ada.delete(`/${path}/${id}`);
    assert.equal(status, 200, text);
  }
  return made;
}

/** How to make the addresses of a line of an account's routes. */
export async function furnishPlaces(world: World): Promise<(line: Line) => Place[]> {
  const { acme, globex } = world;
  const targets = await furnish(world);
  const talks = await furnishTalks(world);
  const gone = await furnishGone(world);
  const theirs = targets.messages.at(-1) as { conversation: number; id: number };
  talks['other tenant'] = { conversation: theirs.conversation, message: theirs.id };

  return ({ path }) => {
    const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name as string);
    const fill = (values: Record<string, unknown>): string =>
      path.replace(/\{(\w+)\}/g, (_all, name: string) => String(values[name] ?? 1));
    const ours = Object.fromEntries(names.map((name) => [name, targets.records[name]?.[0] ?? 1]));
    const here = { ...ours, account_id: acme.id, conversation_id: talks['support']?.conversation, message_id: talks['support']?.message };
    const elsewhere = { owner: 'other account', url: fill({ ...here, account_id: globex.id }) };
    if (names.includes('conversation_id')) {
      const of = ([owner, talk]: [string, Talk]): Place => {
        const ids = { conversation_id: talk.conversation, message_id: talk.message };
        return { owner, url: fill({ ...here, ...ids }) };
      };
      return [...Object.entries(talks).map(of), elsewhere];
    }
    const named = names.findLast((name) => name !== 'account_id');
    if (named === undefined) return [{ owner: 'account', url: fill(here) }, elsewhere];
    return [
      { owner: 'account', url: fill(here) },
      { owner: 'deleted', url: fill({ ...here, [named]: gone[named] ?? NOWHERE }) },
      { owner: 'other tenant', url: fill({ ...here, [named]: targets.records[named]?.at(-1) ?? NOWHERE }) },
      elsewhere,
    ];
  };
} // prettier-ignore
