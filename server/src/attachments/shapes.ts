import { Type, type TSchema } from 'typebox';
import { FreeObject, Id, IsoTime, Nullable, OneOf, UnixTime } from '../http/schema.ts';
import { FILE_TYPES } from '../messages/enums.ts';
import { Sender } from '../messages/sender-shapes.ts';

const FILE_URL =
  'https://desk.example.com/rails/active_storage/blobs/redirect/kX2mQf8S4nZ7v0bTqLw1eRyUa3cVdGhJ5pNsM6tB9xk/invoice.pdf';

const dataUrl = Nullable(
  Type.String({ description: 'Unguessable address of the file.', examples: [FILE_URL] }),
);
const thumb_url = Type.String({
  description: 'Address of a picture 250 px wide; empty when it is not an image.',
  examples: [''],
});
const measures = {
  file_size: Nullable(Type.Integer({ description: 'Bytes.', examples: [24_831] })),
  width: Nullable(Type.Integer({ description: 'Pixels, for images.' })),
  height: Nullable(Type.Integer({ description: 'Pixels, for images.' })),
};
const extension = Nullable(Type.String({ description: 'Always null.' }));
const fallback_title = Nullable(Type.String({ description: 'Text to show instead.' }));

const file = { extension, data_url: dataUrl, thumb_url, ...measures };

const kind = (types: readonly string[], keys: Record<string, TSchema>) =>
  Type.Object({
    id: Id('Attachment id.', 7),
    message_id: Id('Message it belongs to.', 42),
    file_type: OneOf(types, { description: 'What it is.' }),
    account_id: Id('Account.'),
    ...keys,
  });

/** A file or other thing sent with a message; its keys depend on its kind (contract §3.9). */
export const Attachment = Type.Union(
  [
    kind(
      ['file', 'image', 'video', 'share', 'story_mention', 'ig_reel', 'ig_post', 'ig_story'],
      file,
    ),
    kind(['audio'], {
      ...file,
      transcribed_text: Type.String({ description: 'Always empty.', examples: [''] }),
    }),
    kind(['location'], {
      coordinates_lat: Nullable(Type.Number({ description: 'Degrees north.' })),
      coordinates_long: Nullable(Type.Number({ description: 'Degrees east.' })),
      fallback_title,
      data_url: dataUrl,
    }),
    kind(['fallback'], { fallback_title, data_url: dataUrl }),
    kind(['contact'], {
      fallback_title,
      meta: FreeObject({ description: 'The card of the person.' }),
    }),
    kind(['embed'], { data_url: dataUrl }),
  ],
  { $id: 'Attachment', description: 'A file or other thing sent with a message.' },
);

/** One of a conversation's attachments (contract §4.17). */
const ListedAttachment = Type.Object(
  {
    message_id: Id('Message it came with.', 42),
    thumb_url: Nullable(thumb_url),
    data_url: dataUrl,
    ...measures,
    file_type: OneOf(FILE_TYPES, { description: 'What it is.', examples: ['file'] }),
    extension,
    created_at: UnixTime('When the message was sent.'),
    sender: Type.Optional(Sender),
  },
  { $id: 'ListedAttachment', description: 'An attachment of a conversation.' },
);

/** The attachments of a conversation (contract §4.17). */
export const AttachmentList = Type.Object(
  {
    meta: Type.Object({
      total_count: Type.Integer({ description: 'On all pages.', examples: [1] }),
      count: Type.Integer({ description: 'Same as `total_count`.', examples: [1] }),
      current_page: Type.Integer({ description: 'Page number.', examples: [1] }),
      total_pages: Type.Integer({ description: 'How many pages there are.', examples: [1] }),
      has_more: Type.Boolean({ description: 'There is another page.' }),
      next_cursor: Nullable(Type.String({ description: '`cursor` of the next page.' })),
    }),
    payload: Type.Array(ListedAttachment),
  },
  { $id: 'AttachmentList' },
);

/** Where the bytes of an announced file go (contract §7.5). */
export const DirectUpload = Type.Object(
  {
    id: Id('Blob id.', 12),
    key: Type.String({ description: 'Name in the storage.', examples: ['k8vq2m0x7c1h'] }),
    filename: Type.String({ description: 'Name to show.', examples: ['invoice.pdf'] }),
    content_type: Type.String({ description: 'Media type.', examples: ['application/pdf'] }),
    metadata: FreeObject({ description: 'Empty until the file has arrived.', examples: [{}] }),
    byte_size: Type.Integer({ description: 'Bytes.', examples: [24_831] }),
    checksum: Type.String({
      description: 'Base64 of the MD5.',
      examples: ['rL0Y20zC+Fzt72VPzMSk2A=='],
    }),
    created_at: IsoTime('When it was announced.'),
    service_name: Type.String({ description: 'Where it is stored.', examples: ['local'] }),
    signed_id: Type.String({
      description: 'What to put into `attachments` of a message once the bytes are sent.',
      examples: ['eyJhY2NvdW50Ijox--3kq9'],
    }),
    direct_upload: Type.Object({
      url: Type.String({
        description: 'Address to PUT the bytes to, within 15 minutes.',
        examples: ['https://desk.example.com/rails/active_storage/disk/eyJibG9iIjoxMn0--b71c'],
      }),
      headers: FreeObject({
        description: 'Headers to send with them.',
        examples: [{ 'Content-Type': 'application/pdf' }],
      }),
    }),
  },
  { $id: 'DirectUpload' },
);

/** A file that was uploaded on its own (contract: platform §4.23). */
export const Upload = Type.Object(
  {
    file_url: Type.String({
      description: 'Its address, for whoever has it.',
      examples: ['https://desk.example.com/rails/active_storage/blobs/redirect/k8vq/logo.png'],
    }),
    blob_id: Type.String({
      description: 'What to put into `attachments` of a message.',
      examples: ['MS8xMg--kq83'],
    }),
  },
  { $id: 'Upload' },
);
