import { Type } from 'typebox';
import { ActionShape } from '../actions/schema.ts';
import { Anything, Line } from '../http/schema.ts';

export const VISIBILITIES = ['personal', 'global'] as const;
export type Visibility = (typeof VISIBILITIES)[number];

const example = [
  { action_name: 'add_label', action_params: ['vip'] },
  { action_name: 'assign_agent', action_params: ['self'] },
];

export const MacroInput = Type.Object({
  name: Type.Optional(Line({ description: 'Name.', examples: ['Hand to billing'] })),
  visibility: Type.Optional(
    Anything({
      description: '`personal` (default) or `global`, for everybody. Those of agents are personal.',
      examples: ['personal'],
      as: Type.String(),
    }),
  ),
  actions: Type.Optional(
    Anything({
      description:
        'What is done, in this order: `send_message`, `add_private_note`, `add_label`, `remove_label`, `assign_agent` (an id, `self`, `nil`), `assign_team`, `remove_assigned_team`, `change_status`, `resolve_conversation`, `snooze_conversation`, `mute_conversation`, `change_priority`, `send_email_transcript` (addresses), `send_attachment` (the `blob_id` of an upload), `send_webhook_event` (a URL).',
      examples: [example],
      as: Type.Array(ActionShape),
    }),
  ),
});

export const exampleMacro = { name: 'Hand to billing', visibility: 'personal', actions: example };
