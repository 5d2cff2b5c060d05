import type { FastifyReply, FastifyRequest } from 'fastify';

/** Announces the next page in a Link header: the same request with the cursor of what follows. */
export function linkNext(
  request: FastifyRequest,
  reply: FastifyReply,
  { baseUrl, cursor }: { baseUrl: string; cursor: string | null },
): void {
  if (cursor === null) return;
  const url = new URL(request.originalUrl, baseUrl);
  url.searchParams.delete('page');
  url.searchParams.set('cursor', cursor);
  void reply.header('link', `<${baseUrl}${url.pathname}${url.search}>; rel="next"`);
}
