import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { LightMyRequestResponse } from 'fastify';
import sharp from 'sharp';
import type { Answer, Caller, World } from './world.ts';

/** A real picture of this size. */
export async function picture(
  format: 'png' | 'jpeg' | 'webp' | 'gif',
  { width = 600, height = 400 } = {},
): Promise<Buffer> {
  return sharp({ create: { width, height, channels: 3, background: 'teal' } })
    .toFormat(format)
    .toBuffer();
}

export interface Part {
  /** The field, `attachments[]` when left out. */
  name?: string;
  /** Written into the header as it stands; null sends none. */
  filename?: string | null;
  type?: string;
  bytes: string | Uint8Array;
}

/** A multipart body, written by hand so that it can also be one that no browser would send. */
export function multipart(parts: readonly Part[]): {
  payload: Buffer;
  headers: Record<string, string>;
} {
  const boundary = 'a-boundary-of-our-tests';
  const pieces = parts.flatMap(({ name = 'attachments[]', filename = null, type, bytes }) => [
    Buffer.from(
      `--${boundary}\r\ncontent-disposition: form-data; name="${name}"${filename === null ? '' : `; filename="${filename}"`}\r\n` +
        `${type === undefined ? '' : `content-type: ${type}\r\n`}\r\n`,
    ),
    Buffer.from(bytes as Uint8Array),
    Buffer.from('\r\n'),
  ]);
  return {
    payload: Buffer.concat([...pieces, Buffer.from(`--${boundary}--\r\n`)]),
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
  };
}

/** Sends parts as somebody, to a path below their account. */
export async function postParts(
  caller: Caller,
  path: string,
  parts: readonly Part[],
  headers: Record<string, string> = {},
): Promise<Answer> {
  const body = multipart(parts);
  return caller.post(path, body.payload, { ...body.headers, ...headers });
}

/** Asks for an absolute URL that an answer named, without any credentials. */
export async function fetchFile(
  { app }: World,
  url: string,
  {
    method = 'GET',
    headers = {},
  }: { method?: 'GET' | 'HEAD'; headers?: Record<string, string> } = {},
): Promise<LightMyRequestResponse> {
  return app.inject({ method, url: url.replace(/^https?:\/\/[^/]+/, ''), headers });
}

export const md5 = (bytes: string | Uint8Array): string =>
  createHash('md5').update(bytes).digest('base64');

/** The names of all files that the application has on disk, those on their way in included. */
export async function filesOnDisk({ platform }: World): Promise<string[]> {
  const root = join(platform.config.dataDir, 'files');
  const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name)
    .toSorted();
}

/** A conversation with Mia in the inbox; its display id. */
export async function openConversation(world: World, inbox = world.acme.support): Promise<number> {
  const body = { inbox_id: inbox.id, contact_id: world.acme.mia.id };
  return (await world.ada.post('/conversations', body)).body.id as number;
}
