import { isObject } from '../http/bag.ts';
import type { Action, ActionName } from './schema.ts';

const MAX_ACTIONS = 100;
const MAX_CHARACTERS = 400_000;

/** Those that mean nothing without a word or a number. */
const needing = new Set<ActionName>([
  'send_message',
  'add_private_note',
  'add_label',
  'remove_label',
  'assign_agent',
  'assign_team',
  'change_status',
  'change_priority',
  'send_email_to_team',
  'send_email_transcript',
  'send_attachment',
  'send_webhook_event',
  'add_sla',
]);

/** What was given as actions, read: a parameter alone is a list of one. */
export type ReadActions = { actions: Action[] } | { problem: string };

interface Reading {
  allowed: ReadonlySet<ActionName>;
  /** Begins the sentence about a mistake: "Macro execution" or "Automation". */
  what: string;
  /** Which addresses are a mistake, when the actions are to be saved: those inside. */
  isInside?: ((url: string) => boolean) | undefined;
}

/** Reads a list of actions, of which only `allowed` may be there. */
export function readActions(given: unknown, { allowed, what, isInside }: Reading): ReadActions {
  if (!Array.isArray(given) || !given.every(isObject)) {
    return { problem: `${what} actions must be a list of objects.` };
  }
  if (given.length > MAX_ACTIONS || JSON.stringify(given).length > MAX_CHARACTERS) {
    return { problem: `${what} actions are too many or too long.` };
  }
  const names = given.map(({ action_name }) =>
    typeof action_name === 'string' ? action_name.slice(0, 255) : '',
  );
  const unknown = names.filter((name) => !allowed.has(name as ActionName));
  if (unknown.length > 0) return { problem: `${what} actions ${unknown.join(',')} not supported.` };
  const actions = given.map(({ action_name, action_params }) => ({
    action_name: action_name as ActionName,
    action_params: paramsOf(action_params),
  }));
  const problem = actions
    .map((action) => problemOf(action) ?? insideProblem(action, isInside))
    .find((each) => each !== undefined);
  return problem === undefined ? { actions } : { problem: `${what} actions ${problem}` };
}

/** A parameter alone is a list of one. */
export const paramsOf = (given: unknown): unknown[] => {
  if (Array.isArray(given)) return given;
  return given === undefined || given === null || given === '' ? [] : [given];
};

function problemOf({ action_name, action_params }: Action): string | undefined {
  const [first] = action_params;
  if (needing.has(action_name) && (first === undefined || first === '')) {
    return `${action_name} needs action_params.`;
  }
  if (action_name === 'send_webhook_event' && webAddress(first) === undefined) {
    return `${action_name} needs an http or https URL.`;
  }
  if (action_name === 'send_email_to_team' && teamMail(first) === undefined) {
    return `${action_name} needs team_ids and a message.`;
  }
  return undefined;
}

function insideProblem(
  { action_name, action_params: [url] }: Action,
  isInside: Reading['isInside'],
): string | undefined {
  if (action_name !== 'send_webhook_event' || isInside?.(String(url)) !== true) return undefined;
  return `${action_name} needs a URL on the public internet.`;
}

/** What is mailed to whom (contract: platform §4.9). */
export function teamMail(given: unknown): { team_ids: number[]; message: string } | undefined {
  if (!isObject(given) || typeof given['message'] !== 'string') return undefined;
  const { team_ids, message } = given;
  const ids = (Array.isArray(team_ids) ? team_ids : [team_ids]).map(Number);
  if (ids.length === 0 || !ids.every(Number.isSafeInteger) || message.trim() === '')
    return undefined;
  return { team_ids: ids, message };
}

/** An address that we would post to, as far as one can tell without asking for its name. */
export function webAddress(given: unknown): string | undefined {
  if (typeof given !== 'string' || given.length > 2048 || !URL.canParse(given)) return undefined;
  const { protocol, username, password } = new URL(given);
  const isPlain = username === '' && password === '';
  return isPlain && ['http:', 'https:'].includes(protocol) ? given : undefined;
}
