import type { FastifyRequest } from 'fastify';
import type { ByteRange } from '../storage/storage.ts';

/** A file as HTTP sees it. */
export interface Representation {
  /** Strong: the same tag means the same bytes. */
  etag: string;
  modified: Date;
  byte_size: number;
}

/** Whether the client has these bytes already (RFC 9110 §13.2.2: the tag is asked before the date). */
export function isUnchanged(
  { headers }: FastifyRequest,
  { etag, modified }: Representation,
): boolean {
  const tags = headers['if-none-match'];
  if (tags !== undefined) {
    const strong = (tag: string): string => tag.trim().replace(/^W\//, '');
    return tags.trim() === '*' || tags.split(',').some((tag) => strong(tag) === etag);
  }
  const since = headers['if-modified-since'];
  return since !== undefined && Date.parse(since) >= inSeconds(modified);
}

const inSeconds = (date: Date): number => Math.floor(date.getTime() / 1000) * 1000;

/**
 * The one range that is asked for; 'none' of the file is in it; undefined means the whole file: for
 * several ranges at once, for what is no range, and when the client's copy is of another file.
 */
export function rangeOf(
  request: FastifyRequest,
  { etag, modified, byte_size }: Representation,
): ByteRange | 'none' | undefined {
  const { range, 'if-range': ifRange } = request.headers;
  if (request.method !== 'GET' || range === undefined) return undefined;
  if (typeof ifRange === 'string' && ifRange !== etag && ifRange !== modified.toUTCString()) {
    return undefined;
  }
  const [, first = '', last = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/i.exec(range.trim()) ?? [];
  if (first === '' && last === '') return undefined;
  if (first !== '' && last !== '' && Number(last) < Number(first)) return undefined;
  const start = first === '' ? Math.max(0, byte_size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? byte_size - 1 : Math.min(Number(last), byte_size - 1);
  return start > end ? 'none' : { start, end };
}
