import { randomUUID } from 'node:crypto';
import type { FastifyMultipartOptions, Multipart, MultipartFile } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { frameworkError, HttpError, unprocessable } from '../errors.ts';
import { FileTooLarge, Interrupted } from '../storage/incoming.ts';
import type { Storage } from '../storage/storage.ts';
import { MAX_FILE_BYTES, storeFile } from '../storage/store.ts';
import { isObject, parseQuery, type Bag } from './bag.ts';
import { UploadedFile } from './uploaded-file.ts';

const MAX_FILES = 50;

// One byte and one file more than we take, so that it is us who notice and name the field.
export const multipartOptions: FastifyMultipartOptions & { preservePath: boolean } = {
  limits: {
    fileSize: MAX_FILE_BYTES + 1,
    files: MAX_FILES + 1,
    fields: 1000,
    parts: 1000 + MAX_FILES,
  },
  throwFileSizeLimit: false,
  // Otherwise the parser makes names like ".." empty, which means that nobody chose a file.
  preservePath: true,
};

/**
 * Reads the request's body if it is multipart, then answers. Its files are stored, durably, before
 * the answer is worked out; those that no record keeps in the end are removed before it is sent.
 */
export async function withFiles<T>(
  storage: Storage,
  route: { multipart?: boolean },
  request: FastifyRequest,
  answer: () => Promise<T>,
): Promise<T> {
  if (!request.isMultipart()) return answer();
  const files: UploadedFile[] = [];
  try {
    const receive = route.multipart === true ? storage : undefined;
    request.body = await receiveMultipart(request, receive, files);
    return await answer();
  } catch (error) {
    const kept = !isRolledBack(error);
    for (const file of files) file.kept = kept;
    throw error;
  } finally {
    await removeUnkept(storage, files);
  }
}

/**
 * Whether the error shows that nothing was committed. A connection that broke may have broken after
 * the commit; then the files stay, and the sweep finds out whether a record needs them.
 */
const isRolledBack = (error: unknown): boolean =>
  error instanceof HttpError || (error as { severity?: string }).severity === 'ERROR';

async function removeUnkept(storage: Storage, files: readonly UploadedFile[]): Promise<void> {
  for (const { kept, stored } of files) {
    // What cannot be removed now is found by the sweep.
    if (!kept) await storage.remove(stored.key).catch(() => undefined);
  }
}

/** The body as a bag. Without a storage its files are skipped, as any parameter that a route does not know. */
async function receiveMultipart(
  request: FastifyRequest,
  storage: Storage | undefined,
  files: UploadedFile[],
): Promise<Bag> {
  const fields = new URLSearchParams();
  const placeholder = `file:${randomUUID()}:`;
  try {
    for await (const part of partsOf(request)) {
      if (part.type === 'field') {
        fields.append(part.fieldname, fieldText(part));
      } else if (storage === undefined || part.filename === '') {
        // Browsers send an empty name when nobody chose a file.
        part.file.resume();
      } else {
        if (files.length === MAX_FILES) throw tooMany(part.fieldname);
        fields.append(part.fieldname, `${placeholder}${files.length}`);
        files.push(await receiveFile(part, storage));
      }
    }
  } catch (error) {
    // The rest is read and dropped, so that the client gets to read why we stopped.
    request.raw.unpipe().resume();
    throw error;
  }
  return placeFiles(parseQuery(fields.toString()), placeholder, files);
}

/** Whatever the parser objects to is the request's mistake. */
async function* partsOf(request: FastifyRequest): AsyncGenerator<Multipart> {
  try {
    yield* request.parts();
  } catch (error) {
    const isLimit = (error as { statusCode?: number }).statusCode === 413;
    throw isLimit
      ? new HttpError(413, { error: 'The request is too large' })
      : frameworkError(400, 'Bad Request');
  }
}

async function receiveFile(part: MultipartFile, storage: Storage): Promise<UploadedFile> {
  try {
    const { file: bytes, filename, mimetype: content_type } = part;
    return new UploadedFile(await storeFile(storage, { bytes, filename, content_type }));
  } catch (error) {
    if (error instanceof FileTooLarge) throw tooLarge(part.fieldname);
    if (error instanceof Interrupted) throw frameworkError(400, 'Bad Request');
    throw error;
  }
}

const tooLarge = (field: string): HttpError =>
  new HttpError(413, { error: `${field} is too large (maximum is ${MAX_FILE_BYTES >> 20} MB)` });

const tooMany = (field: string): HttpError =>
  unprocessable(`${field} has too many files (maximum is ${MAX_FILES})`);

interface Field {
  fieldname: string;
  value: unknown;
  valueTruncated: boolean;
}

function fieldText({ fieldname, value, valueTruncated }: Field): string {
  if (valueTruncated) throw new HttpError(413, { error: `${fieldname} is too large` });
  // A part that calls itself JSON arrives parsed; to us it is a text like the others.
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Puts each file where its name says, however nested: `attachments[]`, `message[attachments][0]`. */
function placeFiles(bag: Bag, placeholder: string, files: readonly UploadedFile[]): Bag {
  const place = (value: unknown): unknown => {
    if (typeof value === 'string' && value.startsWith(placeholder)) {
      return files[Number(value.slice(placeholder.length))];
    }
    if (Array.isArray(value)) return value.map(place);
    if (!isObject(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, place(each)]));
  };
  return place(bag) as Bag;
}
