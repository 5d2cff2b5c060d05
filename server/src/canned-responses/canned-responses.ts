import { tellOfSettings } from '../accounts/settings-changed.ts';
import type { Actor } from '../auth/actor.ts';
import { searchPattern } from '../conversations/finder.ts';
import { lenientId } from '../conversations/queries.ts';
import { iso } from '../db/json.ts';
import type { Db, Tx } from '../db/pool.ts';
import { row, rows } from '../db/query.ts';
import { invalidFields, notFound } from '../errors.ts';

interface CannedResponse extends Record<string, unknown> {
  id: number;
  short_code: string;
  content: string;
}

interface Input {
  short_code?: string;
  content?: string;
}

const columns = `
  id, account_id, short_code, content, ${iso('created_at')} as created_at, ${iso('updated_at')} as updated_at`;

const listAll = `select ${columns} from canned_responses where account_id = $1 order by id`;

// $2 the pattern of the text anywhere, $3 of the text at the beginning.
const listFound = `
  select ${columns} from (
    select *, confab_fold(short_code) as code from canned_responses where account_id = $1
  ) r
  where code like confab_fold($2) or confab_fold(content) like confab_fold($2)
  order by case when code like confab_fold($3) then 0 when code like confab_fold($2) then 1 else 2 end, code, id`;

/** All of them, or those with the text: in the beginning of the code, in the code, in the content. */
export async function listCannedResponses(
  db: Db,
  { account_id }: Actor,
  search = '',
): Promise<CannedResponse[]> {
  if (search === '') return rows(db, listAll, [account_id]);
  const anywhere = searchPattern(search);
  return rows(db, listFound, [account_id, anywhere, anywhere.slice(1)]);
}

function check({ short_code, content }: Input): void {
  const problems: [string, string][] = [];
  if (content?.trim() === '') problems.push(['content', "can't be blank"]);
  if (short_code?.trim() === '') problems.push(['short_code', "can't be blank"]);
  if (problems.length > 0) throw invalidFields(problems);
}

const insert = `
  insert into canned_responses (account_id, short_code, content) values ($1, $2, $3) returning ${columns}`;

export async function createCannedResponse(
  tx: Tx,
  { account_id }: Actor,
  { short_code = '', content = '' }: Input,
): Promise<CannedResponse> {
  check({ short_code, content });
  const values = [account_id, short_code, content];
  const made = (await row<CannedResponse>(tx, insert, values)) as CannedResponse;
  await tellOfSettings(tx, account_id, { kind: 'canned_responses', id: made.id });
  return made;
}

const update = `
  update canned_responses set short_code = coalesce($3, short_code), content = coalesce($4, content),
    updated_at = clock_timestamp()
  where account_id = $1 and id = $2 returning ${columns}`;

export async function updateCannedResponse(
  tx: Tx,
  { account_id }: Actor,
  { id, input }: { id: unknown; input: Input },
): Promise<CannedResponse> {
  const { short_code = null, content = null } = input;
  // What is not there is not found, whatever is wrong with the rest.
  const values = [account_id, lenientId(id), short_code, content];
  const changed = await row<CannedResponse>(tx, update, values);
  if (changed === undefined) throw notFound();
  check(input);
  await tellOfSettings(tx, account_id, { kind: 'canned_responses', id: changed.id });
  return changed;
}

const remove = 'delete from canned_responses where account_id = $1 and id = $2 returning id';

export async function deleteCannedResponse(
  tx: Tx,
  { account_id }: Actor,
  id: unknown,
): Promise<void> {
  const gone = await row<{ id: number }>(tx, remove, [account_id, lenientId(id)]);
  if (gone === undefined) throw notFound();
  await tellOfSettings(tx, account_id, { kind: 'canned_responses', id: gone.id });
}
