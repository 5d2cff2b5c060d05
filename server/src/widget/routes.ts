import { Type } from 'typebox';
import { announceUpload } from '../attachments/direct-upload.ts';
import { DirectUploadInput } from '../attachments/schema.ts';
import { DirectUpload } from '../attachments/shapes.ts';
import type { ContactActor } from '../auth/actor.ts';
import { changeConversation } from '../conversations/change.ts';
import { lockCurrentConversation, type Conversation } from '../conversations/queries.ts';
import type { Tx } from '../db/pool.ts';
import { tooManyRequests } from '../errors.ts';
import { takeFromAllowance } from '../http/allowance.ts';
import { write, type Route } from '../http/route.ts';
import { Anything, FreeObject } from '../http/schema.ts';
import { noteEvent } from './events.ts';
import { definedLabel } from './queries.ts';

const tag = 'Website widget';
const path = '/api/v1/widget';

const UPLOADS_PER_HOUR = 100;

/** Changes the labels of the visitor's conversation, if there is one. */
async function relabel(
  tx: Tx,
  visitor: ContactActor,
  change: (labels: Conversation['labels']) => string[],
): Promise<void> {
  const conversation = await lockCurrentConversation(tx, visitor);
  if (conversation === undefined) return;
  const labels = change(conversation.labels);
  await changeConversation(tx, conversation, { labels }, { actor: visitor });
}

const isSame = (label: string, other: string): boolean =>
  label.toLowerCase() === other.toLowerCase();

export const widgetRoutes: Route[] = [
  write({
    method: 'POST',
    path: `${path}/events`,
    access: ['visitor'],
    operation: 'recordWidgetEvent',
    summary: 'Tell what happened in the window',
    description: '`webwidget.triggered`: it was opened. Anything else is ignored.',
    tag,
    status: 204,
    input: Type.Object({
      name: Type.Optional(
        Anything({
          description: 'What happened.',
          examples: ['webwidget.triggered'],
          as: Type.String(),
        }),
      ),
      event_info: Type.Optional(
        FreeObject({
          description: 'What there is to know about it, up to 20,000 characters.',
          examples: [{ referer: 'https://shop.example.com/orders' }],
        }),
      ),
      locale: Type.Optional(
        Anything({
          description: 'Language of the window.',
          examples: ['en'],
          as: Type.String(),
        }),
      ),
    }),
    examples: {
      request: {
        name: 'webwidget.triggered',
        event_info: { referer: 'https://shop.example.com/orders' },
      },
    },
    handle: async ({ tx, visitor, input, request: { headers } }) => {
      const { name, event_info = {}, locale } = input;
      await noteEvent(tx, visitor, { name, event_info, locale, headers });
    },
  }),
  write({
    method: 'POST',
    path: `${path}/labels`,
    access: ['visitor'],
    operation: 'addVisitorLabel',
    summary: 'Give the conversation a label',
    description: 'One that the account has; any other is ignored.',
    tag,
    status: 204,
    input: Type.Object({
      label: Type.Optional(
        Anything({ description: 'Its title.', examples: ['vip'], as: Type.String() }),
      ),
    }),
    examples: { request: { label: 'vip' } },
    handle: async ({ tx, visitor, input: { label } }) => {
      const title =
        typeof label === 'string' ? await definedLabel(tx, visitor, label.trim()) : undefined;
      if (title === undefined) return;
      await relabel(tx, visitor, (labels) =>
        labels.some((each) => isSame(each, title)) ? labels : [...labels, title],
      );
    },
  }),
  write({
    method: 'DELETE',
    path: `${path}/labels/:label`,
    access: ['visitor'],
    operation: 'removeVisitorLabel',
    summary: 'Take a label off the conversation',
    tag,
    status: 204,
    handle: async ({ tx, visitor, params }) => {
      const label = params['label'] ?? '';
      await relabel(tx, visitor, (labels) => labels.filter((each) => !isSame(each, label)));
    },
  }),
  write({
    method: 'POST',
    path: `${path}/direct_uploads`,
    access: ['visitor'],
    operation: 'announceVisitorFile',
    summary: 'Announce a file as a visitor',
    description:
      'PUT its bytes to `direct_upload.url` within 15 minutes, without credentials and with the given headers; ' +
      'then name its `signed_id` in the `attachments` of one message. 100 an hour.',
    tag,
    input: DirectUploadInput,
    output: DirectUpload,
    errors: { 413: 'The file is too large (maximum is 40 MB)', 429: 'Retry later' },
    examples: {
      request: {
        blob: {
          filename: 'invoice.pdf',
          byte_size: 24_831,
          checksum: 'rL0Y20zC+Fzt72VPzMSk2A==',
          content_type: 'application/pdf',
        },
      },
    },
    handle: async ({ tx, visitor: { account_id, contact_inbox_id }, input, platform }) => {
      const { allowed, retryAfterSeconds } = await takeFromAllowance(tx, {
        account_id,
        name: `visitor uploads ${contact_inbox_id}`,
        limit: UPLOADS_PER_HOUR,
        windowSeconds: 3600,
      });
      if (!allowed) throw tooManyRequests(retryAfterSeconds);
      return announceUpload(tx, platform, { account_id, input });
    },
  }),
];
