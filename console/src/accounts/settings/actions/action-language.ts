/** What rules can do, in the order in which it is offered. */
export const RULE_ACTIONS = [
  'assign_agent',
  'assign_team',
  'remove_assigned_team',
  'add_label',
  'remove_label',
  'send_message',
  'add_private_note',
  'send_attachment',
  'send_email_to_team',
  'send_email_transcript',
  'change_status',
  'open_conversation',
  'resolve_conversation',
  'snooze_conversation',
  'mute_conversation',
  'change_priority',
  'send_webhook_event',
] as const;

export type ActionName = (typeof RULE_ACTIONS)[number];

const notInMacros: readonly ActionName[] = ['open_conversation', 'send_email_to_team'];

export const MACRO_ACTIONS: readonly ActionName[] = RULE_ACTIONS.filter(
  (name) => !notInMacros.includes(name),
);

type Control =
  | 'nothing'
  | 'agent'
  | 'team'
  | 'labels'
  | 'text'
  | 'file'
  | 'teamMail'
  | 'addresses'
  | 'status'
  | 'priority'
  | 'url';

/** What an action is done with. */
export const controls: Record<ActionName, Control> = {
  assign_agent: 'agent',
  assign_team: 'team',
  remove_assigned_team: 'nothing',
  add_label: 'labels',
  remove_label: 'labels',
  send_message: 'text',
  add_private_note: 'text',
  send_attachment: 'file',
  send_email_to_team: 'teamMail',
  send_email_transcript: 'addresses',
  change_status: 'status',
  open_conversation: 'nothing',
  resolve_conversation: 'nothing',
  snooze_conversation: 'nothing',
  mute_conversation: 'nothing',
  change_priority: 'priority',
  send_webhook_event: 'url',
};

/** An action as it is being edited; what was made elsewhere may have names that are not offered here. */
export interface DraftAction {
  /** Stays the same wherever it is moved. */
  key: string;
  action_name: string;
  action_params: unknown[];
}

let made = 0;

export const draftAction = (action_name: string, action_params: unknown[] = []): DraftAction => {
  made += 1;
  return { key: `action-${made}`, action_name, action_params };
};

export const isKnown = (name: string): name is ActionName => Object.hasOwn(controls, name);

/** Actions of the API, to be edited. */
export const draftActions = (actions: readonly Record<string, unknown>[]): DraftAction[] =>
  actions.map(({ action_name, action_params: given }) =>
    draftAction(String(action_name), Array.isArray(given) ? (given as unknown[]) : [given]),
  );

/** Drafts as the API takes them. */
export const wireActions = (drafts: readonly DraftAction[]) =>
  drafts.map(({ action_name, action_params }) => ({ action_name, action_params }));

export interface TeamMail {
  team_ids: number[];
  message: string;
}

/** The mail to teams that an action sends, as far as it is written. */
export function teamMailOf([given]: readonly unknown[]): TeamMail {
  const { team_ids = [], message = '' } = Object(given) as {
    team_ids?: unknown;
    message?: unknown;
  };
  const ids = (Array.isArray(team_ids) ? team_ids : [team_ids]).map(Number);
  return { team_ids: ids, message: typeof message === 'string' ? message : '' };
}

/** The addresses that get a transcript: several may stand in one text. */
export const addressesOf = (params: readonly unknown[]): string[] =>
  params
    .flatMap((each) => (typeof each === 'string' ? each.split(',') : []))
    .map((each) => each.trim())
    .filter((each) => each !== '');

/** An id from a list of parameters; what the API writes as text is a number here, too. */
export const choiceOf = ([given]: readonly unknown[]): string | number | null => {
  if (typeof given === 'string' && /^\d+$/.test(given)) return Number(given);
  return typeof given === 'string' || typeof given === 'number' ? given : null;
};

const isWebAddress = (text: unknown): boolean =>
  typeof text === 'string' && URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);

/** Whether everything is there that it takes. The server looks closer. */
export function isComplete({ action_name, action_params: params }: DraftAction): boolean {
  const [first] = params;
  switch (isKnown(action_name) ? controls[action_name] : 'nothing') {
    case 'nothing':
      return true;
    case 'text':
      return typeof first === 'string' && first.trim() !== '';
    case 'addresses':
      return addressesOf(params).length > 0;
    case 'url':
      return isWebAddress(first);
    case 'teamMail': {
      const { team_ids, message } = teamMailOf(params);
      return team_ids.length > 0 && message.trim() !== '';
    }
    default:
      return first !== undefined && first !== null && first !== '';
  }
}
