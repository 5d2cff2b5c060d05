import { readSignedId } from '../attachments/signed-id.ts';
import type { Tx } from '../db/pool.ts';
import { unprocessable } from '../errors.ts';
import type { Platform } from '../platform.ts';
import { claimFile, type FileOwner } from './queries.ts';
import { paramsOf } from './rules.ts';
import type { Action } from './schema.ts';

/** The files that these actions send, by number. */
export const filesOf = (actions: readonly Action[]): number[] =>
  actions
    .filter(({ action_name }) => action_name === 'send_attachment')
    .flatMap(({ action_params }) => paramsOf(action_params).map(Number));

interface Wanted {
  /** Which kind of thing keeps them. */
  owner: FileOwner;
  account_id: number;
  actions: Action[];
  /** What it has already. */
  had: readonly number[];
}

/**
 * The actions with the files they send claimed for their owner: signed ids of uploads become the numbers
 * under which they are kept, and numbers are good for what it has already.
 */
export async function ownFiles(
  tx: Tx,
  { vault }: Pick<Platform, 'vault'>,
  { owner, account_id, actions, had }: Wanted,
): Promise<Action[]> {
  const owned = new Set(had);
  const own = async (given: unknown): Promise<number> => {
    const id = typeof given === 'string' ? readSignedId(vault, account_id, given) : undefined;
    const known = [...owned].find((file) => file === id || String(file) === String(given));
    if (known !== undefined) return known;
    if (id === undefined || !(await claimFile(tx, { account_id, owner }, id))) {
      throw unprocessable('Invalid attachment');
    }
    owned.add(id);
    return id;
  };
  const result: Action[] = [];
  for (const action of actions) {
    if (action.action_name !== 'send_attachment') {
      result.push(action);
      continue;
    }
    const action_params: number[] = [];
    for (const given of action.action_params) action_params.push(await own(given));
    result.push({ ...action, action_params });
  }
  return result;
}
