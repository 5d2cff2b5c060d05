import type { Static } from 'typebox';
import { touchCache } from '../accounts/cache-keys.ts';
import { audit, differences } from '../audit/audit.ts';
import { viewerId, type Actor } from '../auth/actor.ts';
import { lenientId } from '../conversations/queries.ts';
import type { Db, Tx } from '../db/pool.ts';
import { row, rows } from '../db/query.ts';
import { invalidFields, notFound } from '../errors.ts';
import { performerOf } from '../events/performer.ts';
import { enqueue } from '../jobs/enqueue.ts';
import { teamContextJson } from './present.ts';
import type { Team, TeamInput } from './shapes.ts';

type Shown = Static<typeof Team>;
type Input = Static<typeof TeamInput>;

const json = teamContextJson('t', '$2');
const list = `
  select ${json} as json from teams t where t.account_id = $1 and t.removed_at is null order by t.id`;
const find = `
  select ${json} as json from teams t where t.account_id = $1 and t.id = $3 and t.removed_at is null`;
const lock = `${find} for update of t`;

export async function listTeams(db: Db, actor: Actor): Promise<Shown[]> {
  const found = await rows<{ json: Shown }>(db, list, [actor.account_id, viewerId(actor)]);
  return found.map((each) => each.json);
}

const valuesFor = (actor: Actor, id: unknown): unknown[] => [
  actor.account_id,
  viewerId(actor),
  lenientId(id),
];

/** Throws 404 when the account has no such team. */
export async function findTeam(db: Db, actor: Actor, id: unknown): Promise<Shown> {
  return found(await row<{ json: Shown }>(db, find, valuesFor(actor, id)));
}

/** Like findTeam, and nobody else changes it or its members until the transaction ends. */
export async function lockTeam(tx: Tx, actor: Actor, id: unknown): Promise<Shown> {
  return found(await row<{ json: Shown }>(tx, lock, valuesFor(actor, id)));
}

function found(result: { json: Shown } | undefined): Shown {
  if (result === undefined) throw notFound();
  return result.json;
}

const insert = `
  insert into teams (account_id, name, description, allow_auto_assign) values ($1, $2, $3, $4) returning id`;

const audited = ['name', 'description', 'allow_auto_assign'] as const;

export async function addTeam(tx: Tx, actor: Actor, input: Input): Promise<Shown> {
  const { name = '', description = null, allow_auto_assign = true } = input;
  const values = [actor.account_id, checkedName(name), description, allow_auto_assign];
  const { id } = (await row<{ id: number }>(tx, insert, values)) as { id: number };
  await touchCache(tx, actor.account_id, 'team');
  const team = await findTeam(tx, actor, id);
  const changes = { name: team.name, description, allow_auto_assign };
  await audit(tx, actor, { type: 'Team', id, action: 'create', changes });
  return team;
}

const update = `
  update teams set name = $3, description = $4, allow_auto_assign = $5, updated_at = now()
  where account_id = $1 and id = $2`;

/** Changes what was given. */
export async function updateTeam(
  tx: Tx,
  actor: Actor,
  { id, input }: { id: unknown; input: Input },
): Promise<Shown> {
  const before = await lockTeam(tx, actor, id);
  const { name, description, allow_auto_assign } = { ...before, ...input };
  const values = [actor.account_id, before.id, checkedName(name), description, allow_auto_assign];
  await rows(tx, update, values);
  await touchCache(tx, actor.account_id, 'team');
  const after = await findTeam(tx, actor, before.id);
  const changes = differences(before, after, audited);
  await audit(tx, actor, { type: 'Team', id: before.id, action: 'update', changes });
  return after;
}

/**
 * Nobody sees the team from here on. The row goes when a job has taken it from its conversations,
 * each with its events: there may be more of them than one request can change.
 */
export async function removeTeam(tx: Tx, actor: Actor, id: unknown): Promise<void> {
  const { account_id } = actor;
  const team = await lockTeam(tx, actor, id);
  const key = [account_id, team.id];
  await rows(tx, 'update teams set removed_at = now() where account_id = $1 and id = $2', key);
  await rows(tx, 'delete from team_members where account_id = $1 and team_id = $2', key);
  await touchCache(tx, account_id, 'team');
  const { name, description, allow_auto_assign } = team;
  const changes = { name, description, allow_auto_assign };
  await audit(tx, actor, { type: 'Team', id: team.id, action: 'destroy', changes });
  const data = { account_id, team_id: team.id, by: performerOf(actor) };
  await enqueue(tx, [{ queue: 'dissolve_team', data }]);
}

function checkedName(text: string): string {
  const name = text.trim().toLowerCase();
  if (name === '') throw invalidFields([['name', 'must not be blank']]);
  return name;
}
