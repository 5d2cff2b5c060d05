import type { MultipartFile } from '@fastify/multipart';
import type { Storage } from '../storage/storage.ts';

/** A file that came with a request and is already stored under `key`. */
export class UploadedFile {
  readonly key: string;
  readonly filename: string;
  constructor(key: string, filename: string) {
    this.key = key;
    this.filename = filename;
  }
  static async receive(part: MultipartFile, storage: Storage): Promise<UploadedFile> {
    await storage.put('tbd', part.file);
    return new UploadedFile('tbd', part.filename);
  }
}
