import { Type } from 'typebox';
import { FreeObject, Id, IsoTime, Line, LongText, Nullable, OneOf } from '../http/schema.ts';

/** ISO codes of the languages that clients speak (contract: platform §3.3). */
export const LOCALES =
  'en ar nl fr de it ja ko pt ru es ml ca el pt_BR ro ta fa zh_TW vi da tr cs fi id sv hu no zh_CN pl sk uk th lv is he lt sr bg'.split(
    ' ',
  );

export const CacheKeys = Type.Object(
  {
    label: Type.String({ description: 'Labels.', examples: ['1795424797'] }),
    inbox: Type.String({ description: 'Inboxes.', examples: ['1795424797'] }),
    team: Type.String({ description: 'Teams.', examples: ['0000000000'] }),
  },
  {
    $id: 'CacheKeys',
    description: 'Unix seconds of the last change of each, as text. Compare for equality.',
  },
);

const account = {
  settings: FreeObject({
    description: 'What was ever set: auto_resolve_after, auto_resolve_message, …',
    examples: [{ auto_resolve_after: 1440 }],
  }),
  created_at: IsoTime('When it was made.'),
  custom_attributes: Type.Optional(
    FreeObject({
      description: 'industry, company_size, timezone …; absent when there are none.',
      examples: [{ industry: 'Retail' }],
    }),
  ),
  domain: Nullable(Type.String({ description: 'Domain of its mail.', examples: ['example.com'] })),
  features: FreeObject({
    description: 'The flags that are on, each true.',
    examples: [{ labels: true }],
  }),
  id: Id('Account.'),
  locale: Type.String({ description: 'Language.', examples: ['en'] }),
  name: Type.String({ description: 'Name.', examples: ['Acme'] }),
  support_email: Nullable(
    Type.String({ description: 'Where its mail comes from.', examples: ['help@example.com'] }),
  ),
  status: OneOf(['active', 'suspended'], { description: 'Status.', examples: ['active'] }),
  cache_keys: CacheKeys,
};

export const Account = Type.Object(
  {
    ...account,
    latest_chatwoot_version: Nullable(
      Type.String({ description: 'Always null.', examples: ['4.10.0'] }),
    ),
    subscribed_features: Type.Array(Type.String(), { description: 'Always empty.' }),
  },
  { $id: 'Account', description: 'An account as its members see it.' },
);

export const UpdatedAccount = Type.Object(account, {
  $id: 'UpdatedAccount',
  description: 'An account after an update.',
});

const custom = (description: string) => Type.Optional(Nullable(Line({ description })));

export const AccountInput = Type.Object({
  name: Type.Optional(Line({ description: 'Name.', examples: ['Acme'] })),
  locale: Type.Optional(Type.String({ description: 'Language.', examples: ['de'] })),
  domain: Type.Optional(Nullable(Line({ description: 'Domain of its mail.' }, 100))),
  support_email: Type.Optional(
    Nullable(Line({ description: 'Where its mail comes from.', examples: ['help@example.com'] })),
  ),
  industry: custom('What it does.'),
  company_size: custom('How many people it has.'),
  timezone: custom('Where it is.'),
  auto_resolve_after: Type.Optional(
    Nullable(
      Type.Integer({
        description:
          'Minutes without activity after which conversations resolve themselves, 10 to 1439856; null for never.',
        examples: [1440],
      }),
    ),
  ),
  auto_resolve_message: Type.Optional(
    Nullable(LongText({ description: 'What the customer is told then.' })),
  ),
  auto_resolve_ignore_waiting: Type.Optional(
    Nullable(Type.Boolean({ description: 'Not those in which the customer waits.' })),
  ),
  auto_resolve_label: Type.Optional(
    Nullable(Line({ description: 'Label that such conversations get.' })),
  ),
  audio_transcriptions: Type.Optional(
    Nullable(Type.Boolean({ description: 'Write down what is said in recordings.' })),
  ),
  conversation_required_attributes: Type.Optional(
    Nullable(
      Type.Array(Type.String({ maxLength: 255 }), {
        description: 'Custom attributes to be filled in before a conversation is resolved.',
        maxItems: 100,
      }),
    ),
  ),
});
