import type { FastifyReply, FastifyRequest } from 'fastify';

/** Announces the next page in a Link header: the same request with the cursor of what follows. */
export function linkNext(
  request: FastifyRequest,
  reply: FastifyReply,
  { baseUrl, cursor }: { baseUrl: string; cursor: string | null },
): void {
  if (cursor === null) return;
  // A request line may hold a whole URL or begin with two slashes; neither host is ours.
  const path = request.originalUrl.replace(/^(?:https?:\/\/[^/?#]*)?\/*/i, '/');
  const url = new URL(baseUrl + path);
  url.searchParams.delete('page');
  url.searchParams.set('cursor', cursor);
  void reply.header('link', `<${url.href}>; rel="next"`);
}
