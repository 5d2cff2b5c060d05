import { Type, type Static } from 'typebox';
import { Anything, Nullable, paging } from '../http/schema.ts';

const text = (description: string, example: string, maxLength = 255) =>
  Type.Optional(Nullable(Type.String({ description, maxLength, examples: [example] })));

/** Announcement of a file that will be sent to an address of its own (contract §7.5). */
export const DirectUploadInput = Type.Object({
  blob: Type.Object({
    filename: text('Name to show and to save it under.', 'invoice.pdf', 4096),
    byte_size: Type.Optional(Type.Integer({ description: 'At most 40 MB.', examples: [24_831] })),
    checksum: text('Base64 of the MD5 of its bytes.', 'rL0Y20zC+Fzt72VPzMSk2A=='),
    content_type: text('Believed only where the bytes do not tell.', 'application/pdf'),
    metadata: Type.Optional(Anything({ description: 'Ignored.' })),
  }),
});
export type DirectUploadInput = Static<typeof DirectUploadInput>;

/** Parameters of a conversation's attachments (contract §4.17). */
export const AttachmentListInput = Type.Object({
  ...paging,
  per_page: Type.Optional(
    Type.Integer({ description: 'Entries per page, 1 to 100. Default 100.', examples: [50] }),
  ),
});
export type AttachmentListInput = Static<typeof AttachmentListInput>;
