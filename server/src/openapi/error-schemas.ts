import type { SchemaObject } from './openapi.ts';

/** Where a named schema stands in the document. */
export const ref = (name: string): SchemaObject => ({ $ref: `#/components/schemas/${name}` });

const text = (description: string): SchemaObject => ({ type: 'string', description });

/** The forms that errors have (contract §13). */
export const errorSchemas: Record<string, SchemaObject> = {
  Error: {
    type: 'object',
    description: 'The usual form of an error.',
    properties: { error: text('What is wrong.') },
    required: ['error'],
  },
  Unauthenticated: {
    type: 'object',
    description: 'No credentials, or a session that has ended.',
    properties: {
      success: { const: false, description: 'In answers about sessions.' },
      errors: { type: 'array', items: { type: 'string' } },
    },
    required: ['errors'],
  },
  InvalidRecord: {
    type: 'object',
    description: 'A value that breaks a rule of its record.',
    properties: {
      message: text('What is wrong.'),
      attributes: {
        type: 'array',
        items: { type: 'string' },
        description: 'The fields at fault; absent when it is none of them.',
      },
    },
    required: ['message'],
  },
  Refused: {
    type: 'object',
    description: 'A refusal about signing up or a link of a mail.',
    properties: {
      message: text('What is wrong.'),
      redirect_url: text('Where the original would go; always `/`.'),
    },
    required: ['message'],
  },
  SecondStep: {
    type: 'object',
    description: 'The second factor is asked for.',
    properties: {
      mfa_required: { const: true, description: 'Always true.' },
      mfa_token: text('For the second step.'),
    },
    required: ['mfa_required', 'mfa_token'],
  },
  InvalidAnswer: {
    type: 'object',
    description: 'An address that is none.',
    properties: {
      error: {
        type: 'object',
        description: 'What is wrong, by field.',
        properties: {
          email: { type: 'array', items: { type: 'string' }, description: 'About the address.' },
        },
      },
      message: text('The same in one text.'),
    },
    required: ['error', 'message'],
  },
  InvalidParts: {
    type: 'object',
    description: 'Parts of an automation rule or a macro that are not known.',
    properties: {
      error: {
        type: 'object',
        description: 'What is wrong, by part.',
        properties: Object.fromEntries(
          ['conditions', 'actions'].map((part) => [
            part,
            { type: 'array', items: { type: 'string' }, description: `About the ${part}.` },
          ]),
        ),
      },
    },
    required: ['error'],
  },
  ConversationMovedOn: {
    type: 'object',
    description: 'A message that was not sent, because its writer had not seen the last ones.',
    properties: {
      error: text('What is wrong.'),
      code: { const: 'conversation_moved_on', description: 'Always this.' },
      last_message_id: {
        type: 'integer',
        description: 'Newest of the missed ones; expect this to send anyway.',
      },
      has_more: { type: 'boolean', description: 'More were missed than are shown.' },
      missed: {
        type: 'array',
        description: 'Up to 20, the newest, oldest first, as the caller’s message page shows them.',
        items: { anyOf: [ref('Message'), ref('ClientMessage')] },
      },
    },
    required: ['error', 'code', 'last_message_id', 'has_more', 'missed'],
  },
  Unsuccessful: {
    type: 'object',
    description: 'A bulk action of an unknown type.',
    properties: { success: { const: false } },
    required: ['success'],
  },
  FrameworkError: {
    type: 'object',
    description: 'The request did not get as far as an endpoint.',
    properties: { status: { type: 'integer' }, error: text('What is wrong.') },
    required: ['status', 'error'],
  },
};
