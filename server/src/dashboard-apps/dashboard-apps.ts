import { tellOfSettings } from '../accounts/settings-changed.ts';
import { audit, differences } from '../audit/audit.ts';
import { viewerId, type Actor } from '../auth/actor.ts';
import { lenientId } from '../conversations/queries.ts';
import { iso } from '../db/json.ts';
import type { Db, Tx } from '../db/pool.ts';
import { row, rows } from '../db/query.ts';
import { invalidFields, notFound } from '../errors.ts';
import { framesOf, type Frame } from './rules.ts';

interface App extends Record<string, unknown> {
  id: number;
  title: string;
  content: Frame[];
}

interface Input {
  title?: string;
  content?: unknown;
}

const columns = `id, title, content, ${iso('created_at')} as created_at`;
const list = `select ${columns} from dashboard_apps where account_id = $1 order by id`;
const find = `select ${columns} from dashboard_apps where account_id = $1 and id = $2`;

export const listApps = async (db: Db, { account_id }: Actor): Promise<App[]> =>
  rows(db, list, [account_id]);

export const findApp = async (db: Db, actor: Actor, id: unknown): Promise<App> =>
  found(db, find, actor, id);

async function found(db: Db, statement: string, actor: Actor, id: unknown): Promise<App> {
  const app = await row<App>(db, statement, [actor.account_id, lenientId(id)]);
  if (app === undefined) throw notFound();
  return app;
}

function checkTitle(title: string): string {
  if (title.trim() === '') throw invalidFields([['title', "can't be blank"]]);
  return title;
}

const insert = `
  insert into dashboard_apps (account_id, title, content, user_id) values ($1, $2, $3, $4) returning ${columns}`;

export async function createApp(tx: Tx, actor: Actor, input: Input): Promise<App> {
  const title = checkTitle(input.title ?? '');
  const content = framesOf(input.content);
  const values = [actor.account_id, title, JSON.stringify(content), viewerId(actor)];
  const app = (await row<App>(tx, insert, values)) as App;
  const about = { type: 'DashboardApp', id: app.id };
  await audit(tx, actor, { ...about, action: 'create', changes: { title, content } });
  await tellOfSettings(tx, actor.account_id, { kind: 'dashboard_apps', id: app.id });
  return app;
}

const update = `
  update dashboard_apps set title = $3, content = $4, updated_at = clock_timestamp()
  where account_id = $1 and id = $2 returning ${columns}`;

export async function updateApp(
  tx: Tx,
  actor: Actor,
  { id, input }: { id: unknown; input: Input },
): Promise<App> {
  const before = await found(tx, `${find} for update`, actor, id);
  const after = {
    ...before,
    title: input.title === undefined ? before.title : checkTitle(input.title),
    content: input.content === undefined ? before.content : framesOf(input.content),
  };
  const changes = differences(before, after, ['title', 'content']);
  if (Object.keys(changes).length === 0) return before;
  await rows(tx, update, [actor.account_id, before.id, after.title, JSON.stringify(after.content)]);
  const about = { type: 'DashboardApp', id: before.id };
  await audit(tx, actor, { ...about, action: 'update', changes });
  await tellOfSettings(tx, actor.account_id, { kind: 'dashboard_apps', id: before.id });
  return after;
}

const remove = `delete from dashboard_apps where account_id = $1 and id = $2 returning ${columns}`;

export async function deleteApp(tx: Tx, actor: Actor, given: unknown): Promise<void> {
  const { id, title, content } = await found(tx, remove, actor, given);
  const about = { type: 'DashboardApp', id };
  await audit(tx, actor, { ...about, action: 'destroy', changes: { title, content } });
  await tellOfSettings(tx, actor.account_id, { kind: 'dashboard_apps', id: id });
}
