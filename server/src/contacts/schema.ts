import { Type } from 'typebox';
import { Anything, FreeObject, Line, Nullable } from '../http/schema.ts';

const text = (description: string, example: string) =>
  Type.Optional(Nullable(Line({ description, examples: [example] })));

/** What contacts can be filtered by. */
export const contactKeys =
  '`name`, `phone_number`, `email`, `identifier`, `country_code`, `city`, `company`, `labels`, `created_at`, `last_activity_at`, `blocked`, or a custom attribute of contacts.';

/** What can be written into a contact (contract: customer §1.4). */
export const contactFields = {
  name: text('Name.', 'Mia Park'),
  email: text('E-mail address; nobody else of the account may have it.', 'mia@example.com'),
  phone_number: text('In E.164 form; nobody else may have it.', '+14155550123'),
  identifier: text('Id of the person in your own system; nobody else may have it.', 'cus_4711'),
  blocked: Type.Optional(
    Nullable(
      Type.Boolean({ description: 'New conversations are resolved at once.', examples: [false] }),
    ),
  ),
  additional_attributes: Type.Optional(
    Nullable(
      FreeObject({
        description: 'Facts that were found out about them: `city`, `country`, `company_name` …',
        examples: [{ city: 'Lisbon' }],
      }),
    ),
  ),
  custom_attributes: Type.Optional(
    Nullable(
      FreeObject({
        description: 'Facts that your team keeps about them.',
        examples: [{ plan: 'pro' }],
      }),
    ),
  ),
  avatar: Type.Optional(
    Anything({ description: 'Picture: a JPEG, PNG or GIF file of at most 15 MB.' }),
  ),
  avatar_url: Type.Optional(
    Nullable(
      Type.String({
        description: 'Where a picture is; it is fetched soon after.',
        maxLength: 2048,
        examples: ['https://example.com/mia.png'],
      }),
    ),
  ),
};

export const withInboxes = {
  include_contact_inboxes: Type.Optional(
    Anything({
      description: 'Whether to show the inboxes through which they write. Default true.',
      as: Type.Boolean(),
      examples: [false],
    }),
  ),
};

export const listFields = {
  page: Type.Optional(
    Anything({
      description: 'Page number, from 1; 15 contacts each.',
      as: Type.Integer({ minimum: 1 }),
      examples: [1],
    }),
  ),
  sort: Type.Optional(
    Anything({
      description:
        '`name`, `email`, `phone_number`, `last_activity_at`, `created_at`, `company`, `city`, `country`; with `-` in front descending, several with commas. Default: the oldest first.',
      as: Type.String(),
      examples: ['-last_activity_at'],
    }),
  ),
  ...withInboxes,
};

export const labelField = {
  labels: Type.Optional(
    Anything({
      description: 'Only contacts with any of these labels.',
      as: Type.Array(Type.String()),
      examples: [['vip']],
    }),
  ),
};
