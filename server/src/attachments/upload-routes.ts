import { Type } from 'typebox';
import { members, write, type Route } from '../http/route.ts';
import { Anything } from '../http/schema.ts';
import { UploadedFile } from '../http/uploaded-file.ts';
import { Upload } from './shapes.ts';
import { receiveFile, recordUpload } from './upload.ts';

export const uploadRoutes: Route[] = [
  write({
    method: 'POST',
    path: '/upload',
    access: members,
    summary: 'Upload a file',
    description:
      'A file of at most 40 MB in `attachment` (multipart), or the address of one in `external_url`. 60 an hour for an account.',
    tag: 'Attachments',
    operation: 'uploadForAccount',
    multipart: true,
    input: Type.Object({
      attachment: Type.Optional(Anything({ description: 'The file.' })),
      external_url: Type.Optional(
        Anything({
          description: 'Where to fetch it from, on the public internet.',
          examples: ['https://example.com/logo.png'],
          as: Type.String(),
        }),
      ),
    }),
    output: Upload,
    examples: { request: { external_url: 'https://example.com/logo.png' } },
    errors: { 422: 'No file or URL provided', 429: 'Retry later' },
    prepare: async ({ actor, input, platform }) => receiveFile(platform, actor.account_id, input),
    handle: async ({ tx, actor, input, platform, prepared: stored }) => {
      const upload = await recordUpload(tx, platform, { account_id: actor.account_id, stored });
      if (input.attachment instanceof UploadedFile) input.attachment.kept = true;
      return upload;
    },
  }),
];
