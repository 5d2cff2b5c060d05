import { Readable } from 'node:stream';
import { create as contentDisposition } from 'content-disposition';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { notFound } from '../errors.ts';
import { isUnchanged, rangeOf, type Representation } from '../http/ranges.ts';
import type { Platform } from '../platform.ts';
import { receiveUpload } from './direct-upload.ts';
import { findBlobByToken, type Blob } from './queries.ts';
import { isInline } from './rules.ts';
import { openThumbs } from './thumbs.ts';

const ROOT = '/rails/active_storage';

// A browser's own copy outlives a deleted message by no more than this many seconds.
const MAX_AGE = 60;

/**
 * The files themselves, for whoever has their address: it carries 256 random bits, as long as the
 * record lives. Nothing else is asked, also for files of private notes: their addresses are only ever
 * shown to the team. Clients know these paths from the original (contract §3.9), where the address of a
 * file redirects; here it answers.
 */
export function mountFiles(app: FastifyInstance, platform: Platform): void {
  const thumbOf = openThumbs(platform.storage);
  const find = async (request: FastifyRequest): Promise<Blob> => {
    const { token = '' } = request.params as { token?: string };
    const isToken = /^[\w-]{43}$/.test(token);
    const blob = isToken ? await findBlobByToken(platform.pool, token) : undefined;
    if (blob === undefined) throw notFound();
    return blob;
  };
  const method = ['GET', 'HEAD'];
  app.route({
    method,
    url: `${ROOT}/blobs/redirect/:token/:filename`,
    handler: async (request, reply) => sendFile(platform, await find(request), { request, reply }),
  });
  app.route({
    method,
    url: `${ROOT}/representations/redirect/:token/250/:filename`,
    handler: async (request, reply) => {
      const blob = await find(request);
      if (isUnchanged(request, thumbFacts(blob))) return notModified(reply, thumbFacts(blob));
      const { content_type, bytes } = await thumbOf(blob);
      describe(reply, thumbFacts(blob), { content_type, filename: blob.filename });
      void reply.header('content-length', bytes.length);
      return reply.send(request.method === 'HEAD' ? null : bytes);
    },
  });
  void app.register(async (scope) => acceptUploads(scope, platform));
}

/** PUT takes any bytes as they come; the parsers of the API must not read them. */
async function acceptUploads(scope: FastifyInstance, platform: Platform): Promise<void> {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
  scope.put(`${ROOT}/disk/:token`, async (request, reply) => {
    const { token } = request.params as { token: string };
    // Giving up half-way must not close the connection: the answer goes over it.
    const bytes = Readable.from(request.raw.iterator({ destroyOnReturn: false }));
    try {
      await receiveUpload(platform, token, bytes);
    } catch (error) {
      request.raw.resume();
      throw error;
    }
    return reply.code(204).send();
  });
}

const fileFacts = (blob: Blob): Representation => ({
  etag: `"${blob.checksum}"`,
  modified: blob.created_at,
  byte_size: blob.byte_size,
});

const thumbFacts = (blob: Blob): Representation => ({
  ...fileFacts(blob),
  etag: `"${blob.checksum}-250"`,
});

async function sendFile(
  { storage }: Platform,
  blob: Blob,
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
): Promise<FastifyReply> {
  const facts = fileFacts(blob);
  if (isUnchanged(request, facts)) return notModified(reply, facts);
  const range = rangeOf(request, facts);
  if (range === 'none') {
    return reply.code(416).header('content-range', `bytes */${blob.byte_size}`).send();
  }
  const file = await storage.get(blob.key, range);
  if (file === undefined || file.byte_size !== blob.byte_size) {
    file?.bytes.destroy();
    const { account_id, id, key } = blob;
    request.log.error(
      { account_id, blob_id: id, key, found: file?.byte_size },
      'stored file is missing',
    );
    throw notFound();
  }
  describe(reply, facts, blob);
  const { start, end } = range ?? { start: 0, end: blob.byte_size - 1 };
  void reply.header('accept-ranges', 'bytes').header('content-length', end - start + 1);
  if (range !== undefined) {
    void reply.code(206).header('content-range', `bytes ${start}-${end}/${blob.byte_size}`);
  }
  if (request.method !== 'HEAD') return reply.send(file.bytes);
  file.bytes.destroy();
  return reply.send(null);
}

const notModified = (reply: FastifyReply, facts: Representation): FastifyReply =>
  validators(reply, facts).code(304).send();

function validators(reply: FastifyReply, { etag, modified }: Representation): FastifyReply {
  return reply
    .header('etag', etag)
    .header('last-modified', modified.toUTCString())
    .header('cache-control', `private, max-age=${MAX_AGE}`);
}

/** Whatever the file is, a browser neither runs it as ours nor guesses that it is something else. */
function describe(
  reply: FastifyReply,
  facts: Representation,
  { content_type, filename }: { content_type: string; filename: string },
): void {
  const type = isInline(content_type) ? 'inline' : 'attachment';
  void validators(reply, facts)
    .type(content_type)
    .header('content-disposition', contentDisposition(filename, { type }))
    .header('x-content-type-options', 'nosniff')
    .header('content-security-policy', "sandbox; default-src 'none'")
    .header('cross-origin-resource-policy', 'cross-origin');
}
