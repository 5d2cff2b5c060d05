import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { matchesTag } from './send.ts';

interface Fixed {
  type: string;
  body: string;
  headers?: Record<string, string>;
}

/**
 * A handler for an answer that is the same for everybody until the process ends. It is made and
 * packed once, when somebody first asks.
 */
export function fixedAnswer(make: () => Fixed) {
  let packed: ReturnType<typeof pack> | undefined;
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    packed ??= pack(make());
    void reply.headers(packed.headers);
    if (matchesTag(request.headers['if-none-match'], packed.headers.etag)) {
      return reply.code(304).send();
    }
    void reply.type(packed.type);
    return takesGzip(request.headers['accept-encoding'])
      ? reply.header('content-encoding', 'gzip').send(packed.gzip)
      : reply.send(packed.plain);
  };
}

function pack({ type, body, headers = {} }: Fixed) {
  return {
    type,
    plain: Buffer.from(body),
    gzip: gzipSync(body, { level: 9 }),
    headers: {
      ...headers,
      etag: `W/"${createHash('sha256').update(body).digest('base64url')}"`,
      'cache-control': 'public, max-age=0, must-revalidate',
      vary: 'accept-encoding',
    },
  };
}

/** Whether an Accept-Encoding wants gzip; `gzip;q=0` does not. */
const takesGzip = (accepted: string | string[] | undefined): boolean =>
  String(accepted ?? '')
    .split(',')
    .some((each) => /^\s*gzip\s*(;\s*q=(1|0?\.\d*[1-9]).*)?$/i.test(each));
