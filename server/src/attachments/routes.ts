import { findConversation } from '../conversations/queries.ts';
import { linkNext } from '../http/link.ts';
import { JsonText } from '../http/json.ts';
import { members, read, write, type Route } from '../http/route.ts';
import { announceUpload } from './direct-upload.ts';
import { listAttachments } from './list.ts';
import { AttachmentListInput, DirectUploadInput } from './schema.ts';
import { AttachmentList, DirectUpload } from './shapes.ts';

const tag = 'Attachments';

export const attachmentRoutes: Route[] = [
  read({
    method: 'GET',
    path: '/conversations/:conversation_id/attachments',
    access: members,
    summary: 'List the attachments of a conversation',
    description: '100 per page, by message from old to new.',
    tag,
    input: AttachmentListInput,
    output: AttachmentList,
    examples: { request: { page: 1 } },
    handle: async ({ db, actor, params, input, platform, request, reply }) => {
      const conversation = await findConversation(db, actor, params['conversation_id']);
      const { meta, payload } = await listAttachments(db, conversation, input);
      linkNext(request, reply, { baseUrl: platform.config.baseUrl, cursor: meta.next_cursor });
      return new JsonText(`{"meta":${JSON.stringify(meta)},"payload":[${payload}]}`);
    },
  }),
  write({
    method: 'POST',
    path: '/conversations/:conversation_id/direct_uploads',
    access: members,
    summary: 'Announce a file',
    description:
      'PUT its bytes to `direct_upload.url` within 15 minutes, without credentials and with the given headers; ' +
      'then name its `signed_id` in the `attachments` of one message.',
    tag,
    input: DirectUploadInput,
    output: DirectUpload,
    errors: { 413: 'The file is too large (maximum is 40 MB)' },
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
    handle: async ({ tx, actor, params, input, platform }) => {
      const { account_id } = await findConversation(tx, actor, params['conversation_id']);
      return announceUpload(tx, platform, { account_id, input });
    },
  }),
];
