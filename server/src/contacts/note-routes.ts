import { Type } from 'typebox';
import { Agent } from '../agents/shapes.ts';
import { members, read, write, type Route } from '../http/route.ts';
import { Id, LongText, UnixTime } from '../http/schema.ts';
import { addNote, changeNote, listNotes, removeNote, showNote } from './notes.ts';

const tag = 'Contacts';
const path = '/contacts/:contact_id/notes';

const Note = Type.Object(
  {
    id: Id('Note id.'),
    content: Type.String({ description: 'The text.', examples: ['Prefers to be called.'] }),
    account_id: Id('Account.'),
    contact_id: Id('The contact whom it is about.'),
    user: Type.Optional(Agent),
    created_at: UnixTime('When it was written.'),
    updated_at: UnixTime('When it was last changed.'),
  },
  { $id: 'Note', description: 'What the team knows about a contact.' },
);

const input = Type.Object({
  content: Type.Optional(
    LongText({ description: 'The text.', examples: ['Prefers to be called.'] }),
  ),
});
const request = { content: 'Prefers to be called.' };

interface Params {
  [name: string]: string;
}

const placeOf = (params: Params) => ({
  contact_id: params['contact_id'],
  note_id: params['note_id'],
});

export const noteRoutes: Route[] = [
  read({
    method: 'GET',
    path,
    access: members,
    summary: 'List the notes about a contact',
    description: 'The newest first.',
    tag,
    output: Type.Array(Note),
    handle: async ({ db, actor, params }) => listNotes(db, actor, params['contact_id']),
  }),
  write({
    method: 'POST',
    path,
    access: members,
    summary: 'Write a note about a contact',
    tag,
    root: 'note',
    input,
    output: Note,
    examples: { request },
    handle: async ({ tx, actor, params, input: { content = '' } }) =>
      addNote(tx, actor, { contact_id: params['contact_id'], content }),
  }),
  read({
    method: 'GET',
    path: `${path}/:note_id`,
    access: members,
    summary: 'Show a note',
    tag,
    output: Note,
    handle: async ({ db, actor, params }) => showNote(db, actor, placeOf(params)),
  }),
  write({
    method: ['PATCH', 'PUT'],
    path: `${path}/:note_id`,
    access: members,
    summary: 'Change a note',
    description: 'A blank text changes nothing.',
    tag,
    root: 'note',
    input,
    output: Note,
    examples: { request },
    handle: async ({ tx, actor, params, input: { content = '' } }) =>
      changeNote(tx, actor, { ...placeOf(params), content }),
  }),
  write({
    method: 'DELETE',
    path: `${path}/:note_id`,
    access: members,
    summary: 'Delete a note',
    tag,
    handle: async ({ tx, actor, params }) => removeNote(tx, actor, placeOf(params)),
  }),
];
