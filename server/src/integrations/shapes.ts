import { Type } from 'typebox';
import { FreeObject, Id, Nullable, OneOf } from '../http/schema.ts';

const text = (description: string, example: string) =>
  Type.String({ description, examples: [example] });
const kind = OneOf(['account', 'inbox'], {
  description: 'Whether it is connected to the account or to one of its inboxes.',
  examples: ['account'],
});

export const Hook = Type.Object(
  {
    id: Id('Hook id.'),
    app_id: text('The app.', 'openai'),
    status: Type.Boolean({ description: 'Whether it is on.', examples: [true] }),
    inbox: Nullable(Type.Object({ id: Id('Inbox id.'), name: text('Its name.', 'Support') }), {
      description: 'Null for apps of the account.',
    }),
    account_id: Id('Account.'),
    hook_type: kind,
    settings: Type.Optional(
      FreeObject({ description: 'For administrators: keys and tokens of the other side.' }),
    ),
    reference_id: Type.Optional(
      Nullable(Type.String({ description: 'For administrators: what the other side calls it.' })),
    ),
  },
  { $id: 'IntegrationHook', description: 'What connects an account to an app.' },
);

const forAdministrators = {
  logo: Type.Optional(text('For administrators: its picture.', 'openai.png')),
  i18n_key: Type.Optional(text('For administrators: its name in translations.', 'openai')),
  action: Type.Optional(text('For administrators: where it is set up.', '/openai')),
  hook_type: Type.Optional(kind),
  allow_multiple_hooks: Type.Optional(
    Type.Boolean({ description: 'For administrators: can be connected more than once.' }),
  ),
  settings_json_schema: Type.Optional(
    FreeObject({ description: 'For administrators: what its settings must be.' }),
  ),
  settings_form_schema: Type.Optional(
    Type.Array(FreeObject(), { description: 'For administrators: the form for them.' }),
  ),
  visible_properties: Type.Optional(
    Type.Array(Type.String(), { description: 'For administrators: settings worth showing.' }),
  ),
  button: Type.Optional(text('For administrators: same as `action`.', '/openai')),
};

export const App = Type.Object(
  {
    id: text('What it is called in requests.', 'openai'),
    name: text('Name.', 'OpenAI'),
    description: text('What it does.', 'Uses the language models of OpenAI.'),
    short_description: text('The same in a line.', 'Use language models of OpenAI.'),
    enabled: Type.Boolean({ description: 'The account uses it.', examples: [false] }),
    hooks: Type.Array(Hook, { description: 'What connects the account to it.' }),
    ...forAdministrators,
  },
  { $id: 'IntegrationApp', description: 'A service that an account can be connected to.' },
);

export const AppList = Type.Object({ payload: Type.Array(App) }, { $id: 'IntegrationAppList' });
