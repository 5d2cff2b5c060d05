import type { StoredFile } from '../storage/store.ts';

/** A file that came with a request and is stored already; removed again unless a record keeps it. */
export class UploadedFile {
  readonly stored: StoredFile;
  /** Set by the verb that writes the record of it. */
  kept = false;

  constructor(stored: StoredFile) {
    this.stored = stored;
  }

  /** What makes it the same file when a request is repeated; its key is another one each time. */
  toJSON() {
    const { filename, byte_size, checksum, content_type } = this.stored;
    return { filename, byte_size, checksum, content_type };
  }
}
