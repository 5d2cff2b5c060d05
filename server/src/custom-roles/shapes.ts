import { Type } from 'typebox';
import { Id, IsoTime, Line, LongText, Nullable, OneOf } from '../http/schema.ts';

/** What a custom role can allow (contract: platform §4.24). */
export const PERMISSIONS = [
  'conversation_manage',
  'conversation_unassigned_manage',
  'conversation_participating_manage',
  'contact_manage',
  'report_manage',
  'knowledge_base_manage',
] as const;

const permissions = Type.Array(OneOf(PERMISSIONS), {
  description:
    'Which conversations of their inboxes its holders see (`conversation_manage` all, `conversation_unassigned_manage` their own and those nobody has, `conversation_participating_manage` their own and those they take part in; none of these: none), and what they may do beyond that.',
  examples: [['conversation_unassigned_manage', 'report_manage']],
});

const description = 'What it is for.';

export const CustomRole = Type.Object(
  {
    id: Id('Custom role.'),
    name: Type.String({ description: 'Name.', examples: ['Night shift'] }),
    description: Nullable(Type.String({ description, examples: ['Picks up what nobody has'] })),
    permissions,
    created_at: IsoTime('When it was made.'),
    updated_at: IsoTime('When it last changed.'),
  },
  { $id: 'CustomRole', description: 'What agents who hold it may see and do.' },
);

export const CustomRoleInput = Type.Object({
  name: Type.Optional(Line({ description: 'Name.', examples: ['Night shift'] })),
  description: Type.Optional(Nullable(LongText({ description }))),
  permissions: Type.Optional(
    Type.Array(Type.String(), {
      description: `Any of ${PERMISSIONS.map((name) => `\`${name}\``).join(', ')}.`,
      examples: [['conversation_manage']],
    }),
  ),
});
