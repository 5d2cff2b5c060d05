import { Type } from 'typebox';
import { Anything, FreeObject, Id, Nullable, UnixTime } from '../http/schema.ts';

const AuditLine = Type.Object(
  {
    id: Id('Line.'),
    auditable_id: Id('Record that was changed.'),
    auditable_type: Type.String({ description: 'Kind of record.', examples: ['Team'] }),
    auditable: Nullable(
      FreeObject({
        description: 'The record as it is now; null when it is gone.',
        examples: [{ id: 1, name: 'billing' }],
      }),
    ),
    associated_id: Nullable(Type.Integer({ description: 'What it belongs to.', examples: [1] })),
    associated_type: Nullable(Type.String({ description: 'Kind of that.', examples: ['Account'] })),
    user_id: Nullable(Type.Integer({ description: 'Who did it.', examples: [1] })),
    user_type: Nullable(Type.String({ description: 'Kind of who did it.', examples: ['User'] })),
    username: Nullable(
      Type.String({
        description: 'E-mail address of who did it, else the name.',
        examples: ['ada@acme.example.com'],
      }),
    ),
    action: Type.String({ description: 'What was done.', examples: ['update'] }),
    audited_changes: FreeObject({
      description: 'On an update `{attribute: [before, after]}`, else `{attribute: value}`.',
      examples: [{ name: ['billing', 'invoices'] }],
    }),
    version: Type.Integer({ description: 'Which change of the record it is.', examples: [2] }),
    comment: Nullable(Type.String({ description: 'Remark.' })),
    request_uuid: Nullable(Type.String({ description: 'Id of the request.', examples: ['f3…'] })),
    created_at: UnixTime('When it was done.'),
    remote_address: Nullable(
      Type.String({ description: 'Where the request came from.', examples: ['203.0.113.7'] }),
    ),
  },
  { $id: 'AuditLine', description: 'One administrative change.' },
);

export const AuditLog = Type.Object({
  per_page: Type.Integer({ description: 'Lines per page.', examples: [15] }),
  total_entries: Type.Integer({ description: 'Lines on all pages.', examples: [1] }),
  current_page: Type.Integer({ description: 'Page.', examples: [1] }),
  audit_logs: Type.Array(AuditLine),
});

const time = (description: string) =>
  Type.Optional(
    Anything({
      description: `${description} Unix seconds or ISO 8601.`,
      as: Type.Union([Type.Integer(), Type.String()]),
    }),
  );

export const AuditInput = Type.Object({
  page: Type.Optional(
    Anything({
      description: 'Page number, from 1. Anything else is page 1.',
      examples: [1],
      as: Type.Integer({ minimum: 1 }),
    }),
  ),
  auditable_type: Type.Optional(
    Type.String({
      description: 'Only this kind of record.',
      examples: ['Account'],
      maxLength: 255,
    }),
  ),
  user_id: Type.Optional(Type.Integer({ description: 'Only what this person did.' })),
  action: Type.Optional(
    Type.String({ description: '`create`, `update`, `destroy`, …', maxLength: 255 }),
  ),
  since: time('Not before.'),
  until: time('Before.'),
});
