import { Type, type Static } from 'typebox';
import { Anything, paging } from '../http/schema.ts';

const text = (description: string, examples?: unknown[]) =>
  Type.Optional(Type.String({ description, maxLength: 1000, ...(examples ? { examples } : {}) }));

/** Parameters of list, meta and search (contract §4.1). Odd values find nothing; they are not errors. */
export const ListInput = Type.Object({
  status: Type.Optional(
    Anything({
      description: '`open` (default), `resolved`, `pending`, `snoozed` or `all`; also a list.',
    }),
  ),
  assignee_type: text('`me`, `unassigned`, `assigned` or `all`.', ['me']),
  inbox_id: Type.Optional(Anything({ description: 'Only these inboxes: an id or a list.' })),
  team_id: Type.Optional(Anything({ description: 'Only this team; unknown is 404.' })),
  labels: Type.Optional(
    Anything({ description: 'With any of these labels: a list or a comma-separated string.' }),
  ),
  q: text('Conversations with a message that contains this text, whatever their status.', [
    'order',
  ]),
  source_id: text('Of the contact inbox with this source id.'),
  conversation_type: text('`mention`, `unattended` or `participating`.'),
  sort_by: text(
    '`last_activity_at_desc` (default), `created_at_asc`, `priority_desc`, `waiting_since_asc` …',
  ),
  updated_within: text('Only those updated in the last so many seconds; the answer has no pages.'),
  ...paging,
});
export type ListInput = Static<typeof ListInput>;
