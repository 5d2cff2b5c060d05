import type { Action } from '../actions/schema.ts';
import type { Db, Tx } from '../db/pool.ts';
import { row, rows } from '../db/query.ts';
import { macroJson } from './present.ts';
import type { Visibility } from './schema.ts';

export interface Macro extends Record<string, unknown> {
  account_id: number;
  id: number;
  name: string;
  visibility: Visibility;
  actions: Action[];
  created_by_id: number | null;
  /** Whoever made it is still there. */
  has_author: boolean;
}

// The account's own, and the caller's personal ones. $2 the caller.
const visible = `x.account_id = $1 and (x.visibility = 'global' or x.created_by_id = $2)`;

interface Viewer {
  account_id: number;
  id: number;
}

const list = `select (${macroJson})::text as json from macros x where ${visible} order by x.id`;
const show = `select (${macroJson})::text as json from macros x where ${visible} and x.id = $3`;

export async function macroTexts(db: Db, { account_id, id }: Viewer): Promise<string[]> {
  const found = await rows<{ json: string }>(db, list, [account_id, id]);
  return found.map(({ json }) => json);
}

export async function macroText(
  db: Db,
  { account_id, id }: Viewer,
  macroId: number | null,
): Promise<string | undefined> {
  return (await row<{ json: string }>(db, show, [account_id, id, macroId]))?.json;
}

const find = `
  select x.account_id, x.id, x.name, x.visibility, x.actions, x.created_by_id,
    exists (select from memberships m where m.account_id = x.account_id and m.user_id = x.created_by_id
            and m.removed_at is null) as has_author
  from macros x where ${visible} and x.id = $3`;

/** The macro, if the caller sees it. */
export async function findMacro(
  db: Db,
  { account_id, id }: Viewer,
  macroId: number | null,
): Promise<Macro | undefined> {
  return row<Macro>(db, find, [account_id, id, macroId]);
}

/** The same, and nobody else changes it until the transaction ends. */
export async function lockMacro(
  tx: Tx,
  { account_id, id }: Viewer,
  macroId: number | null,
): Promise<Macro | undefined> {
  return row<Macro>(tx, `${find} for update of x`, [account_id, id, macroId]);
}

const insert = `
  insert into macros (account_id, name, visibility, actions, created_by_id, updated_by_id)
  values ($1, $2, $3, $4, $5, $5) returning id`;

export async function insertMacro(
  tx: Tx,
  macro: Pick<Macro, 'account_id' | 'name' | 'visibility' | 'actions'>,
  author: number,
): Promise<number> {
  const { account_id, name, visibility, actions } = macro;
  const values = [account_id, name, visibility, JSON.stringify(actions), author];
  return ((await row<{ id: number }>(tx, insert, values)) as { id: number }).id;
}

const update = `
  update macros set name = $3, visibility = $4, actions = $5, updated_by_id = $6, updated_at = clock_timestamp()
  where account_id = $1 and id = $2`;

export async function saveMacro(tx: Tx, macro: Macro, author: number): Promise<void> {
  const { account_id, id, name, visibility, actions } = macro;
  await rows(tx, update, [account_id, id, name, visibility, JSON.stringify(actions), author]);
}

export async function deleteMacro(tx: Tx, { account_id, id }: Macro): Promise<void> {
  await rows(tx, 'delete from macros where account_id = $1 and id = $2', [account_id, id]);
}
