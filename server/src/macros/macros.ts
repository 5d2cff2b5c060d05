import { filesOf, ownFiles } from '../actions/files.ts';
import { releaseFiles } from '../actions/queries.ts';
import { readActions } from '../actions/rules.ts';
import { ACTIONS, type Action, type ActionName } from '../actions/schema.ts';
import { audit, differences } from '../audit/audit.ts';
import { isAdministrator, type UserActor } from '../auth/actor.ts';
import { lenientId } from '../conversations/queries.ts';
import type { Tx } from '../db/pool.ts';
import { HttpError, invalidFields, notFound, unauthorized } from '../errors.ts';
import { namedBy } from '../http/names.ts';
import { insideOf } from '../http/refuse-inside.ts';
import type { Platform } from '../platform.ts';
import { deleteMacro, insertMacro, lockMacro, saveMacro, type Macro } from './queries.ts';
import { VISIBILITIES, type Visibility } from './schema.ts';

/** As it was sent. */
export interface MacroInput {
  name?: string;
  visibility?: unknown;
  actions?: unknown;
}

interface Caller {
  actor: UserActor;
  platform: Platform;
}

const others: readonly ActionName[] = ['open_conversation', 'send_email_to_team', 'add_sla'];
const allowed: ReadonlySet<ActionName> = new Set(ACTIONS.filter((name) => !others.includes(name)));

const owner = 'macro' as const;

/** Makes a macro; returns its id. */
export async function createMacro(tx: Tx, by: Caller, input: MacroInput): Promise<number> {
  const { actor } = by;
  const { account_id } = actor;
  const visibility = visibilityFor(actor, input, 'personal');
  const name = checkName(input.name ?? '');
  const given = parseActions(input.actions ?? [], by.platform);
  const keeping = { account_id, owner };
  const actions = await ownFiles(tx, by.platform, { ...keeping, actions: given, had: [] });
  const id = await insertMacro(tx, { account_id, name, visibility, actions }, actor.id);
  if (visibility === 'global') {
    const changes = { name, visibility, actions };
    await audit(tx, actor, { type: 'Macro', id, action: 'create', changes });
  }
  return id;
}

/** Changes a macro: its author, or an administrator when it is global. What is absent stays. */
export async function updateMacro(
  tx: Tx,
  by: Caller,
  { id, input }: { id: unknown; input: MacroInput },
): Promise<number> {
  const { actor } = by;
  const before = await found(tx, actor, id);
  if (before.created_by_id !== actor.id && !isAdministrator(actor)) throw unauthorized();
  const after: Macro = { ...before, visibility: visibilityFor(actor, input, before.visibility) };
  if (after.visibility !== before.visibility && before.created_by_id !== actor.id) {
    throw invalidFields([['visibility', 'can be made personal by its author alone']]);
  }
  if (input.name !== undefined) after.name = checkName(input.name);
  if (input.actions !== undefined) {
    const had = filesOf(before.actions);
    const { account_id } = actor;
    const actions = parseActions(input.actions, by.platform);
    after.actions = await ownFiles(tx, by.platform, { account_id, owner, actions, had });
    const kept = new Set(filesOf(after.actions));
    const gone = had.filter((file) => !kept.has(file));
    await releaseFiles(tx, { account_id, owner }, gone);
  }
  await saveMacro(tx, after, actor.id);
  const changes = differences(before, after, ['name', 'visibility', 'actions']);
  const isEverybodys = before.visibility === 'global' || after.visibility === 'global';
  if (isEverybodys && Object.keys(changes).length > 0) {
    await audit(tx, actor, { type: 'Macro', id: after.id, action: 'update', changes });
  }
  return after.id;
}

/** Its author may, and an administrator when it is global and its author is gone. */
export async function removeMacro(tx: Tx, actor: UserActor, id: unknown): Promise<void> {
  const macro = await found(tx, actor, id);
  const isOrphan = isAdministrator(actor) && !macro.has_author;
  if (macro.created_by_id !== actor.id && !isOrphan) throw unauthorized();
  await deleteMacro(tx, macro);
  await releaseFiles(tx, { account_id: actor.account_id, owner }, filesOf(macro.actions));
  if (macro.visibility === 'global') {
    const { name, visibility, actions } = macro;
    const changes = { name, visibility, actions };
    await audit(tx, actor, { type: 'Macro', id: macro.id, action: 'destroy', changes });
  }
}

async function found(tx: Tx, actor: UserActor, id: unknown): Promise<Macro> {
  const macro = await lockMacro(tx, actor, lenientId(id));
  if (macro === undefined) throw notFound();
  return macro;
}

function checkName(name: string): string {
  if (name.trim() === '') throw invalidFields([['name', "can't be blank"]]);
  return name;
}

/** Agents make no macro global (contract: platform §4.8). */
function visibilityFor(actor: UserActor, input: MacroInput, otherwise: Visibility): Visibility {
  const given = namedBy(VISIBILITIES, input.visibility, 'visibility') ?? otherwise;
  return given === 'global' && !isAdministrator(actor) ? otherwise : given;
}

function parseActions(given: unknown, { config }: Platform): Action[] {
  const isInside = insideOf(config);
  const read = readActions(given, { allowed, what: 'Macro execution', isInside });
  if ('problem' in read) throw new HttpError(422, { error: { actions: [read.problem] } });
  return read.actions;
}
