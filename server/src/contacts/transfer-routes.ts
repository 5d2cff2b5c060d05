import { Type } from 'typebox';
import { conditionsOf } from '../filters/schema.ts';
import { administrators, read, write, type Route } from '../http/route.ts';
import { Anything, Id, IsoTime, Nullable, OneOf } from '../http/schema.ts';
import { listExports, startExport } from './exports.ts';
import { listImports, showImport, startImport } from './imports.ts';
import { contactKeys } from './schema.ts';

const tag = 'Contacts';
const count = (description: string) => Type.Integer({ description, examples: [120] });
const url = (description: string) => Nullable(Type.String({ description }));

const Import = Type.Object(
  {
    id: Id('Import id.'),
    filename: Type.String({ description: 'Name of the file.', examples: ['contacts.csv'] }),
    status: OneOf(['pending', 'processing', 'completed', 'failed'], {
      description: '`failed` when the file is no CSV with a header.',
      examples: ['processing'],
    }),
    total_records: count('Rows of the file; 0 until they are counted.'),
    processed_records: count('Rows taken over.'),
    rejected_records: count('Rows with mistakes.'),
    progress: Type.Integer({ description: 'Per cent of the rows.', examples: [40] }),
    error: Nullable(Type.String({ description: 'Why it failed.' })),
    report_url: url('The rows with mistakes as a CSV with a column `errors`, for a week.'),
    created_at: IsoTime('When it was asked for.'),
    finished_at: Nullable(IsoTime('When it ended.')),
  },
  { $id: 'ContactImport', description: 'A file of contacts on its way in.' },
);

const Export = Type.Object(
  {
    id: Id('Export id.'),
    status: OneOf(['pending', 'completed', 'failed'], {
      description: 'Whether the file is there.',
      examples: ['completed'],
    }),
    column_names: Type.Array(Type.String(), {
      description: 'Its columns.',
      examples: [['id', 'name']],
    }),
    total_records: count('Contacts in it.'),
    file_url: url('The file, for a day; null for everybody but who asked for it.'),
    created_at: IsoTime('When it was asked for.'),
    finished_at: Nullable(IsoTime('When it was written.')),
  },
  { $id: 'ContactExport', description: 'A file of contacts on its way out.' },
);

export const contactTransferRoutes: Route[] = [
  write({
    method: 'POST',
    path: '/contacts/import',
    access: administrators,
    operation: 'importContacts',
    summary: 'Import contacts from a CSV file',
    description:
      'With a header: `identifier`, `email`, `phone_number`, `name`, `company`, `city`; every other column becomes a custom attribute, as `company` and `city` do. A row about somebody who is known, by an earlier row or before, changes them. Administrators are mailed when it is done, with the rows that have mistakes.',
    tag,
    multipart: true,
    input: Type.Object({
      import_file: Type.Optional(Anything({ description: 'The file, of at most 40 MB.' })),
    }),
    errors: { 422: 'File is blank' },
    handle: async ({ tx, actor, input }) => startImport(tx, actor, input.import_file),
  }),
  read({
    method: 'GET',
    path: '/contacts/imports',
    access: administrators,
    operation: 'listContactImports',
    summary: 'List imports of contacts',
    description: 'The newest 50.',
    tag,
    output: Type.Object({ payload: Type.Array(Import) }),
    handle: async ({ db, actor }) => listImports(db, actor),
  }),
  read({
    method: 'GET',
    path: '/contacts/imports/:import_id',
    access: administrators,
    operation: 'getContactImport',
    summary: 'Show how far an import is',
    tag,
    output: Import,
    handle: async ({ db, actor, params }) => showImport(db, actor, params['import_id']),
  }),
  write({
    method: 'POST',
    path: '/contacts/export',
    access: administrators,
    operation: 'exportContacts',
    summary: 'Export contacts as a CSV file',
    description:
      'Those that a filter finds, or with a label, or all of the list. The address of the file is mailed to the caller and works for a day. Cells that a spreadsheet would calculate begin with an apostrophe.',
    tag,
    input: Type.Object({
      column_names: Type.Optional(
        Type.Array(Type.String(), {
          description: 'Columns in their order; others are left out. Default id, name, email, phone_number.', // prettier-ignore
          examples: [['name', 'email']],
        }),
      ),
      payload: Type.Optional(conditionsOf('contacts', contactKeys)),
      label: Type.Optional(
        Type.String({ description: 'Only with this label.', maxLength: 255, examples: ['vip'] }),
      ),
    }),
    examples: { request: { column_names: ['name', 'email'] } },
    handle: async ({ tx, actor, input, reply }) => {
      await startExport(tx, actor, input);
      void reply.header('message', 'The export is sent by mail when it is ready');
    },
  }),
  read({
    method: 'GET',
    path: '/contacts/exports',
    access: administrators,
    operation: 'listContactExports',
    summary: 'List exports of contacts',
    description: 'The newest 50.',
    tag,
    output: Type.Object({ payload: Type.Array(Export) }),
    handle: async ({ db, actor }) => listExports(db, actor),
  }),
];
