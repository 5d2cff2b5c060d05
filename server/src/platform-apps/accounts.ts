import { enabledFeatures } from '../accounts/features.ts';
import { LOCALES } from '../accounts/shapes.ts';
import { appIn, audit, differences } from '../audit/audit.ts';
import type { PlatformApp } from '../auth/actor.ts';
import type { Db, Tx } from '../db/pool.ts';
import { row, rows } from '../db/query.ts';
import { invalidFields, unprocessable } from '../errors.ts';
import { enqueue } from '../jobs/enqueue.ts';
import { createAccount } from '../accounts/accounts.ts';
import { grant } from './platform-apps.ts';

export interface AccountInput {
  name?: string | undefined;
  locale?: string | null | undefined;
  domain?: string | null | undefined;
  support_email?: string | null | undefined;
  status?: unknown;
  features?: Record<string, unknown> | undefined;
  limits?: Record<string, unknown> | undefined;
  custom_attributes?: Record<string, unknown> | undefined;
}

interface Account {
  id: number;
  name: string;
  locale: string;
  domain: string | null;
  support_email: string | null;
  status: string;
  features: Record<string, unknown>;
  limits: Record<string, unknown>;
  custom_attributes: Record<string, unknown>;
}

const columns = `a.id, a.name, a.locale, a.domain, a.support_email, a.status, a.features, a.limits, a.custom_attributes`;
const find = `select ${columns} from accounts a where a.id = $1`;
const list = `
  select ${columns} from platform_app_permissibles p join accounts a on a.id = p.account_id and a.deleted_at is null
  where p.platform_app_id = $1 order by a.id`;

/** The PACC of platform §10. */
function present(account: Account) {
  const { id, name, locale, domain, support_email, custom_attributes, limits, status } = account;
  const features = enabledFeatures(account.features);
  return { id, name, locale, domain, support_email, features, custom_attributes, limits, status };
}

/** The accounts that the app may touch. */
export async function listAccounts(db: Db, app: PlatformApp) {
  return (await rows<Account & Record<string, unknown>>(db, list, [app.id])).map(present);
}

/** An account that is known to exist. */
export async function showAccount(db: Db, id: number) {
  return present((await row<Account & Record<string, unknown>>(db, find, [id])) as Account);
}

/** Makes an account, which the app may touch from then on. Throws 422 for what an account cannot be. */
export async function makeAccount(tx: Tx, app: PlatformApp, input: AccountInput): Promise<number> {
  if (input.name === undefined) throw invalidFields([['name', "can't be blank"]]);
  check(input);
  const { id } = await createAccount(tx, { name: input.name });
  await grant(tx, app, { kind: 'account_id', id });
  await changeAccount(tx, id, { app, input });
  return id;
}

const update = `
  update accounts set name = $2, locale = $3, domain = $4, support_email = $5, status = $6, features = $7,
    limits = $8, custom_attributes = $9, updated_at = now()
  where id = $1`;

const audited = [
  'name',
  'locale',
  'domain',
  'support_email',
  'status',
  'features',
  'limits',
  'custom_attributes',
] as const;

/** Changes what was given; single features are switched, limits and attributes replaced. Throws 422. */
export async function changeAccount(
  tx: Tx,
  id: number,
  { app, input }: { app: PlatformApp; input: AccountInput },
): Promise<void> {
  check(input);
  const before = (await row<Account & Record<string, unknown>>(tx, `${find} for update`, [
    id,
  ])) as Account;
  const orNull = (given: string | null | undefined, kept: string | null): string | null =>
    given === undefined ? kept : given || null;
  const after: Account = {
    id,
    name: input.name ?? before.name,
    locale: input.locale || before.locale,
    domain: orNull(input.domain, before.domain),
    support_email: orNull(input.support_email, before.support_email),
    status:
      input.status === undefined || input.status === null ? before.status : String(input.status),
    features: { ...before.features, ...flagsIn(input.features) },
    limits: input.limits ?? before.limits,
    custom_attributes: input.custom_attributes ?? before.custom_attributes,
  };
  const { name, locale, domain, support_email, status } = after;
  await rows(tx, update, [
    id,
    name,
    locale,
    domain,
    support_email,
    status,
    JSON.stringify(after.features),
    JSON.stringify(after.limits),
    JSON.stringify(after.custom_attributes),
  ]);
  const changes = differences(before, after, audited);
  if (Object.keys(changes).length === 0) return;
  await audit(tx, appIn(id, app), { type: 'Account', id, action: 'update', changes });
}

const MAX_OBJECT = 20_000; // characters of JSON

function check({ name, locale, support_email, status, ...objects }: AccountInput): void {
  const problems: [string, string][] = [];
  if (name?.trim() === '') problems.push(['name', "can't be blank"]);
  if (locale && !LOCALES.includes(locale)) problems.push(['locale', 'is not included in the list']);
  if (support_email && !/^[^\s@<>",;]+@[^\s@<>",;]+$/.test(support_email)) {
    problems.push(['support_email', 'is invalid']);
  }
  if (status != null && status !== 'active' && status !== 'suspended') {
    problems.push(['status', 'is not included in the list']);
  }
  for (const key of ['features', 'limits', 'custom_attributes'] as const) {
    if (JSON.stringify(objects[key] ?? {}).length > MAX_OBJECT) {
      problems.push([key, `is too long (maximum is ${MAX_OBJECT} characters)`]);
    }
  }
  if (problems.length > 0) throw invalidFields(problems);
}

const words = new Map<unknown, boolean>([
  ...[true, 'true', 1, '1'].map((word) => [word, true] as const),
  ...[false, 'false', 0, '0', null, ''].map((word) => [word, false] as const),
]);

function flagsIn(features: Record<string, unknown> = {}): Record<string, boolean> {
  return Object.fromEntries(
    Object.entries(features).map(([name, value]) => {
      const flag = words.get(value);
      if (flag === undefined)
        throw unprocessable(`features.${name.slice(0, 100)} must be true or false`);
      return [name, flag];
    }),
  );
}

/** From now on the account does not exist for anybody; a job removes what is in it, piece by piece. */
export async function deleteAccount(tx: Tx, id: number): Promise<void> {
  await rows(tx, 'update accounts set deleted_at = now() where id = $1 and deleted_at is null', [
    id,
  ]);
  await enqueue(tx, [{ queue: 'delete_account', data: { account_id: id } }]);
}
