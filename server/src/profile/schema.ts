import { Type } from 'typebox';
import { Anything, FreeObject, Line, LongText, Nullable } from '../http/schema.ts';

const password = (description: string) => Type.Optional(Type.String({ description }));

/** What somebody may change about themselves. */
export const ProfileUpdate = Type.Object({
  name: Type.Optional(Line({ description: 'Full name.', examples: ['Ada Lovelace'] })),
  email: Type.Optional(
    Line({ description: 'A new address. It counts once the mail sent to it was answered.' }),
  ),
  display_name: Type.Optional(Nullable(Line(), { description: 'Name to show instead.' })),
  message_signature: Type.Optional(
    Nullable(LongText(), { description: 'Put below their messages.' }),
  ),
  ui_settings: Type.Optional(
    FreeObject({
      description: 'What clients keep for the person; replaces what was there.',
      examples: [{ is_contact_sidebar_open: true }],
    }),
  ),
  phone_number: Type.Optional(
    Nullable(Line(), { description: 'Kept among the custom attributes.' }),
  ),
  avatar: Type.Optional(
    Anything({ description: 'A picture: JPEG, PNG or GIF, at most 15 MB; multipart only.' }),
  ),
  current_password: password('The password there is, to set another one.'),
  password: password('The new password.'),
  password_confirmation: password('The new password again.'),
});
