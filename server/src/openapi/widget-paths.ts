import { answer, operation } from './described.ts';
import type { Parameter, PathItem, SchemaObject } from './openapi.ts';

const string: SchemaObject = { type: 'string' };
const tag = 'Website widget';

const query = (name: string, description: string, example: string, required = false): Parameter => ({
  name,
  in: 'query',
  required,
  description,
  schema: string,
  example,
}); // prettier-ignore

const error = (message: string) => ({
  'application/json': {
    schema: { $ref: '#/components/schemas/Error' },
    example: { error: message },
  },
});

/** What browsers load of the chat on websites. */
export const widgetPaths: Record<string, PathItem> = {
  '/widget': {
    get: operation({
      operationId: 'getWidgetPage',
      tag,
      summary: 'Show the chat of a website',
      description:
        'What the script puts into a frame, and what apps open in a web view. Without `cw_conversation` and `host` the visitor is a new one.',
      parameters: [
        query('website_token', 'Names the website.', 'kQ7v2mXbT9wLzR4nYcPs6dHa', true),
        query(
          'cw_conversation',
          'The token of a visitor who has been here.',
          'eyJhbGciOiJIUzI1NiJ9.e30.c2ln',
        ),
        query(
          'host',
          'Origin of the page that hands the token over in a message instead.',
          'https://shop.example.com',
        ),
        query('locale', 'Language of the window.', 'en'),
      ],
      responses: {
        200: answer('The page.', { 'text/html': { schema: string } }),
        401: answer('The account is suspended.', error('Account is suspended')),
        404: answer('There is no such website.', error('web widget does not exist')),
        429: answer(
          'Too many new visitors from one address.',
          { 'text/plain': { schema: string, example: 'Retry later\n' } },
          ['X-Request-Id', 'Retry-After'],
        ),
      },
    }),
  },
  '/packs/js/sdk.js': {
    get: operation({
      operationId: 'getWidgetScript',
      tag,
      summary: 'Load the script that websites embed',
      description:
        'It brings `window.chatwootSDK`; the snippet of an inbox (`web_widget_script`) loads it.',
      responses: {
        200: answer('The script.', { 'text/javascript': { schema: string } }, [
          'X-Request-Id',
          'ETag',
        ]),
        304: answer('What you have is still the same.'),
      },
    }),
  },
  '/audio/widget/ding.mp3': {
    get: operation({
      operationId: 'getWidgetSound',
      tag,
      summary: 'Load the sound of a new message',
      responses: {
        200: answer(
          'The sound.',
          { 'audio/mpeg': { schema: { type: 'string', format: 'binary' } } },
          ['X-Request-Id', 'ETag'],
        ),
        304: answer('What you have is still the same.'),
      },
    }),
  },
  '/packs/widget/{name}': {
    get: operation({
      operationId: 'getWidgetFile',
      tag,
      summary: 'Load what the page of the chat consists of',
      parameters: [
        {
          name: 'name',
          in: 'path',
          required: true,
          description: 'As the page names it.',
          schema: string,
        },
      ],
      responses: {
        200: answer(
          'The file, which never changes.',
          { 'text/javascript': { schema: string }, 'text/css': { schema: string } },
          ['X-Request-Id', 'ETag'],
        ),
        304: answer('What you have is still the same.'),
        404: answer('There is no such file any more.', error('Resource could not be found')),
      },
    }),
  },
};
