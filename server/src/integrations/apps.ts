import { Type, type TObject } from 'typebox';

/** A service that an account can be connected to, as clients present it (contract: platform §4.17). */
export interface App {
  id: string;
  name: string;
  description: string;
  short_description: string;
  logo: string;
  i18n_key: string;
  action: string;
  hook_type: 'account' | 'inbox';
  allow_multiple_hooks: boolean;
  /** What its settings must be; an app without it has no hooks. */
  settings_json_schema?: TObject;
  settings_form_schema?: { label: string; type: string; name: string; validation: string }[];
  visible_properties?: string[];
}

const key = { type: 'text', validation: 'required' };
const text = Type.String({ minLength: 1, maxLength: 20_000 });
const credentials = Type.Unsafe<object>({ type: 'object' });
const exactly = { additionalProperties: false };

const project = {
  settings_json_schema: Type.Object({ project_id: text, credentials }, exactly),
  settings_form_schema: [
    { ...key, label: 'Project id', name: 'project_id' },
    { label: 'Key of the service account (JSON)', type: 'textarea', name: 'credentials', validation: 'required|JSON' },
  ],
  visible_properties: ['project_id'],
}; // prettier-ignore

export const apps: readonly App[] = [
  {
    id: 'webhook',
    name: 'Webhooks',
    description:
      'Sends what happens in the account to addresses of your choice, as it happens, so that your own programs can act on it.',
    short_description: 'Send events to your own programs.',
    logo: 'webhooks.png',
    i18n_key: 'webhooks',
    action: '/webhook',
    hook_type: 'account',
    allow_multiple_hooks: true,
  },
  {
    id: 'dashboard_apps',
    name: 'Dashboard apps',
    description:
      'Shows pages of your own beside a conversation, such as the orders of the customer who writes.',
    short_description: 'Show your own pages beside conversations.',
    logo: 'dashboard_apps.png',
    i18n_key: 'dashboard_apps',
    action: '/dashboard_apps',
    hook_type: 'account',
    allow_multiple_hooks: true,
  },
  {
    id: 'openai',
    name: 'OpenAI',
    description: 'Keeps the key with which programs of yours use the language models of OpenAI.',
    short_description: 'Use language models of OpenAI.',
    logo: 'openai.png',
    i18n_key: 'openai',
    action: '/openai',
    hook_type: 'account',
    allow_multiple_hooks: false,
    settings_json_schema: Type.Object(
      { api_key: text, label_suggestion: Type.Optional(Type.Boolean()) },
      exactly,
    ),
    settings_form_schema: [
      { ...key, label: 'API key', name: 'api_key' },
      { label: 'Suggest labels', type: 'checkbox', name: 'label_suggestion', validation: '' },
    ],
    visible_properties: ['api_key', 'label_suggestion'],
  },
  {
    id: 'dialogflow',
    name: 'Dialogflow',
    description: 'Keeps the access with which a bot made with Dialogflow answers in an inbox.',
    short_description: 'Answer with a Dialogflow bot.',
    logo: 'dialogflow.png',
    i18n_key: 'dialogflow',
    action: '/dialogflow',
    hook_type: 'inbox',
    allow_multiple_hooks: true,
    ...project,
    settings_json_schema: Type.Object(
      { project_id: text, credentials, region: Type.Optional(text) },
      exactly,
    ),
  },
  {
    id: 'google_translate',
    name: 'Google Translate',
    description: 'Keeps the access with which messages are translated by Google.',
    short_description: 'Translate messages with Google.',
    logo: 'google-translate.png',
    i18n_key: 'google_translate',
    action: '/google_translate',
    hook_type: 'account',
    allow_multiple_hooks: false,
    ...project,
  },
  {
    id: 'dyte',
    name: 'Dyte',
    description: 'Keeps the access with which calls are held with Dyte.',
    short_description: 'Hold video calls with Dyte.',
    logo: 'dyte.png',
    i18n_key: 'dyte',
    action: '/dyte',
    hook_type: 'account',
    allow_multiple_hooks: false,
    settings_json_schema: Type.Object({ organization_id: text, api_key: text }, exactly),
    settings_form_schema: [
      { ...key, label: 'Organization id', name: 'organization_id' },
      { ...key, label: 'API key', name: 'api_key' },
    ],
    visible_properties: ['organization_id'],
  },
];
