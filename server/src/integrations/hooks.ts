import { Check } from 'typebox/value';
import { audit } from '../audit/audit.ts';
import type { Actor } from '../auth/actor.ts';
import type { Vault } from '../auth/vault.ts';
import type { Db, Tx } from '../db/pool.ts';
import { row, rows } from '../db/query.ts';
import { invalidFields, invalidRecord, notFound } from '../errors.ts';
import { recordId } from '../record-id.ts';
import { apps, type App } from './apps.ts';

/** What connects an account, or one of its inboxes, to an app (contract: platform §4.17). */
export interface Hook {
  id: number;
  app_id: string;
  status: boolean;
  inbox: { id: number; name: string } | null;
  account_id: number;
  hook_type: 'account' | 'inbox';
  /** Encrypted. */
  settings: Buffer;
  reference_id: string | null;
}

export interface HookInput {
  app_id?: unknown;
  inbox_id?: number | null;
  status?: unknown;
  settings?: unknown;
}

const select = `
  select h.id, h.app_id, h.status, h.account_id, h.hook_type, h.settings, h.reference_id,
    (select json_build_object('id', i.id, 'name', i.name) from inboxes i
     where i.account_id = h.account_id and i.id = h.inbox_id) as inbox
  from integration_hooks h where h.account_id = $1`;
const selectAll = `${select} order by h.id`;
const selectOne = `${select} and h.id = $2`;

export async function listHooks(db: Db, { account_id }: Actor): Promise<Hook[]> {
  return rows<Hook & Record<string, unknown>>(db, selectAll, [account_id]);
}

/** The hook, locked where a transaction is meant to change it. Throws 404. */
export async function findHook(
  db: Db,
  { account_id }: Actor,
  { id, lock = false }: { id: unknown; lock?: boolean },
): Promise<Hook> {
  const statement = lock ? `${selectOne} for update of h` : selectOne;
  const hook = await row<Hook & Record<string, unknown>>(db, statement, [account_id, recordId(id)]);
  if (hook === undefined) throw notFound();
  return hook;
}

/** The wire form; keys and tokens of the other side only with a vault to open them. */
export function showHook({ settings, reference_id, ...hook }: Hook, vault?: Vault) {
  const { id, app_id, status, inbox, account_id, hook_type } = hook;
  const shown = { id, app_id, status, inbox, account_id, hook_type };
  if (vault === undefined) return shown;
  return { ...shown, settings: JSON.parse(vault.decrypt(settings)) as unknown, reference_id };
}

const insert = `
  insert into integration_hooks (account_id, app_id, inbox_id, hook_type, status, settings)
  values ($1, $2, $3, $4, $5, $6) returning id`;

/** Connects an app. Throws 422, also (by an index) for one that can be connected once and is. */
export async function createHook(
  tx: Tx,
  vault: Vault,
  { actor, input }: { actor: Actor; input: HookInput },
): Promise<Hook> {
  const { account_id } = actor;
  const app = appOf(input.app_id);
  const settings = checkedSettings(app, input.settings ?? {});
  const inbox = app.hook_type === 'inbox' ? await inboxOf(tx, account_id, input.inbox_id) : null;
  const made = (await row<{ id: number }>(tx, insert, [
    account_id,
    app.id,
    inbox,
    app.hook_type,
    readStatus(input.status) ?? true,
    vault.encrypt(JSON.stringify(settings)),
  ])) as { id: number };
  const changes = { app_id: app.id, inbox_id: inbox };
  await audit(tx, actor, { type: 'Integrations::Hook', id: made.id, action: 'create', changes });
  return findHook(tx, actor, { id: made.id });
}

const update = `
  update integration_hooks set status = $3, settings = $4, updated_at = now() where account_id = $1 and id = $2`;

/** Changes its status and its settings, and nothing else. Throws 404 and 422. */
export async function changeHook(
  tx: Tx,
  vault: Vault,
  { actor, id, input }: { actor: Actor; id: unknown; input: HookInput },
): Promise<Hook> {
  const before = await findHook(tx, actor, { id, lock: true });
  const settings =
    input.settings === undefined
      ? before.settings
      : vault.encrypt(JSON.stringify(checkedSettings(appOf(before.app_id), input.settings)));
  const status = readStatus(input.status) ?? before.status;
  await rows(tx, update, [actor.account_id, before.id, status, settings]);
  const changes = {
    ...(status === before.status ? {} : { status: [before.status, status] }),
    ...(input.settings === undefined ? {} : { secret_settings: ['', ''] }),
  };
  if (Object.keys(changes).length > 0) {
    await audit(tx, actor, {
      type: 'Integrations::Hook',
      id: before.id,
      action: 'update',
      changes,
    });
  }
  return findHook(tx, actor, { id: before.id });
}

export async function deleteHook(tx: Tx, actor: Actor, id: unknown): Promise<void> {
  const hook = await findHook(tx, actor, { id, lock: true });
  await rows(tx, 'delete from integration_hooks where account_id = $1 and id = $2', [
    actor.account_id,
    hook.id,
  ]);
  const changes = { app_id: hook.app_id };
  await audit(tx, actor, { type: 'Integrations::Hook', id: hook.id, action: 'destroy', changes });
}

function appOf(id: unknown): App {
  const app = apps.find((each) => each.id === id && each.settings_json_schema !== undefined);
  if (app === undefined) {
    throw invalidRecord('app_id must be an app that can be connected', ['app_id']);
  }
  return app;
}

const MAX_LENGTH = 100_000;

function checkedSettings({ settings_json_schema: schema }: App, settings: unknown): unknown {
  const isValid = schema !== undefined && Check(schema, settings);
  if (isValid && JSON.stringify(settings).length <= MAX_LENGTH) return settings;
  throw invalidRecord('Settings : Invalid settings data', ['settings']);
}

/** Undefined when a request says nothing of it. */
function readStatus(given: unknown): boolean | undefined {
  if (given === undefined || given === null || given === '') return undefined;
  if (['enabled', 'true', '1', 'on', true, 1].includes(given as string)) return true;
  if (['disabled', 'false', '0', 'off', false, 0].includes(given as string)) return false;
  throw invalidFields([['status', 'is not included in the list']]);
}

async function inboxOf(tx: Tx, accountId: number, id: number | null | undefined): Promise<number> {
  if (id === undefined || id === null) throw invalidFields([['inbox_id', "can't be blank"]]);
  const inbox = await row<{ id: number }>(
    tx,
    'select id from inboxes where account_id = $1 and id = $2 and deleted_at is null',
    [accountId, id],
  );
  if (inbox === undefined) throw invalidRecord('Inbox must exist', ['inbox']);
  return inbox.id;
}
