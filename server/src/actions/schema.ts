import { Type } from 'typebox';
import { Anything, Id, IsoTime, Nullable } from '../http/schema.ts';

/** What can be done to a conversation by itself (contract: platform §4.8, §4.9). */
export const ACTIONS = [
  'send_message',
  'add_private_note',
  'add_label',
  'remove_label',
  'assign_agent',
  'assign_team',
  'remove_assigned_team',
  'change_status',
  'open_conversation',
  'resolve_conversation',
  'snooze_conversation',
  'mute_conversation',
  'change_priority',
  'send_email_to_team',
  'send_email_transcript',
  'send_attachment',
  'send_webhook_event',
  'add_sla',
] as const;
export type ActionName = (typeof ACTIONS)[number];

/** One thing to do, as it is stored. */
export interface Action {
  action_name: ActionName;
  action_params: unknown[];
}

/** The same on the wire. */
export const ActionShape = Type.Object(
  {
    action_name: Type.String({ description: 'What is done.', examples: ['add_label'] }),
    action_params: Anything({
      description: 'With what: texts, labels, an id …',
      examples: [['vip']],
      as: Type.Array(Type.Unknown()),
    }),
  },
  { $id: 'Action', description: 'One thing that is done to a conversation.' },
);

/** What a run has done so far. */
export const Steps = Type.Array(
  Type.Object({
    action_name: Type.String({ description: 'What was done.', examples: ['add_label'] }),
    at: IsoTime('When.'),
    error: Nullable(Type.String({ description: 'Why it could not be done; null when it was.' })),
  }),
  { description: 'What was done or tried so far, in order.' },
);

/** What the files of macros and of rules have in common, besides whose they are. */
export const fileFields = {
  file_type: Type.String({ description: 'Media type.', examples: ['image/png'] }),
  account_id: Id('Account.'),
  file_url: Type.String({
    description: 'Where it can be read.',
    examples: ['https://confab.example.com/rails/active_storage/blobs/redirect/x/logo.png'],
  }),
  blob_id: Id('File id, as `send_attachment` has it.'),
  filename: Type.String({ description: 'Name.', examples: ['logo.png'] }),
};
