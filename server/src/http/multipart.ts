import type { FastifyRequest } from 'fastify';
import type { Storage } from '../storage/storage.ts';
import { parseQuery, type Bag } from './bag.ts';
import { UploadedFile } from './uploaded-file.ts';

export const MAX_FILE_BYTES = 40 * 1024 * 1024;

/**
 * Reads a multipart body into a bag. Files are stored durably before the handler runs; a field name
 * like `attachments[]` collects several.
 */
export async function receiveMultipart(request: FastifyRequest, storage: Storage): Promise<Bag> {
  const fields = new URLSearchParams();
  const files: [name: string, file: UploadedFile][] = [];
  for await (const part of request.parts()) {
    if (part.type === 'field') {
      fields.append(part.fieldname, String(part.value));
    } else {
      files.push([part.fieldname.replace(/\[\]$/, ''), await UploadedFile.receive(part, storage)]);
    }
  }
  const bag = parseQuery(fields.toString());
  for (const [name, file] of files) {
    const list = Array.isArray(bag[name]) ? bag[name] : [];
    bag[name] = [...list, file];
  }
  return bag;
}
