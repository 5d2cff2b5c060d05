import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import type { GetObjectCommandOutput, S3Client } from '@aws-sdk/client-s3';
import { StartError } from '../start-error.ts';
import { storageFailure } from './failure.ts';
import { checkKey, isKey } from './keys.ts';
import type { OpenFile, Storage } from './storage.ts';

// The SDK takes half a second to load: only an installation that uses it waits for it, at its first file.
const loadSdk = () => import('@aws-sdk/client-s3');
type Sdk = Awaited<ReturnType<typeof loadSdk>>;

interface Address {
  endpoint: string;
  bucket: string;
  /** In front of every key: '' or 'folder/'. */
  prefix: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
}

/** Reads `s3://key:secret@host[:port]/bucket[/folder]?region=…`; `s3+http:` is without TLS. */
export function readAddress(storageUrl: string): Address {
  const url = new URL(storageUrl);
  const [bucket = '', ...folders] = url.pathname.split('/').filter((name) => name !== '');
  if (url.hostname === '' || bucket === '' || url.username === '' || url.password === '') {
    throw new StartError(
      'STORAGE_URL must have the form s3://key:secret@host/bucket?region=… (s3+http:// without TLS)',
    );
  }
  return {
    endpoint: `${url.protocol === 's3+http:' ? 'http' : 'https'}://${url.host}`,
    bucket: decodeURIComponent(bucket),
    prefix: folders.map((folder) => `${decodeURIComponent(folder)}/`).join(''),
    region: url.searchParams.get('region') ?? 'us-east-1',
    accessKeyId: decodeURIComponent(url.username),
    secretAccessKey: decodeURIComponent(url.password),
  };
}

/** Files in a bucket of any store that speaks S3, addressed by path. */
export function s3Storage(storageUrl: string, incoming: string): Storage {
  const address = readAddress(storageUrl);
  const { bucket: Bucket, prefix } = address;
  const at = (key: string) => ({ Bucket, Key: prefix + checkKey(key) });
  let connected: Promise<{ sdk: Sdk; client: S3Client }> | undefined;
  const store = () => (connected ??= connect(address));

  return {
    name: 's3',
    incoming,
    async put(key, file) {
      try {
        const { sdk, client } = await store();
        await client.send(
          new sdk.PutObjectCommand({
            ...at(key),
            Body: createReadStream(file.path),
            ContentLength: file.byte_size,
            ContentMD5: file.checksum,
          }),
        );
      } catch (error) {
        throw storageFailure(error);
      } finally {
        await rm(file.path, { force: true });
      }
    },
    async get(key, range) {
      try {
        const { sdk, client } = await store();
        const Range = range && `bytes=${range.start}-${range.end}`;
        return opened(await client.send(new sdk.GetObjectCommand({ ...at(key), Range })));
      } catch (error) {
        if ((error as Error).name === 'NoSuchKey') return undefined;
        throw storageFailure(error);
      }
    },
    async remove(key) {
      try {
        const { sdk, client } = await store();
        await client.send(new sdk.DeleteObjectCommand(at(key)));
      } catch (error) {
        throw storageFailure(error);
      }
    },
    async *list(after, before) {
      const { sdk, client } = await store();
      for await (const page of sdk.paginateListObjectsV2({ client }, { Bucket, Prefix: prefix })) {
        for (const { Key = '', LastModified: stored } of page.Contents ?? []) {
          const key = Key.slice(prefix.length);
          if (isKey(key) && stored !== undefined && stored >= after && stored < before) yield key;
        }
      }
    },
  };
}

async function connect({ endpoint, region, accessKeyId, secretAccessKey }: Address) {
  const sdk = await loadSdk();
  const client = new sdk.S3Client({
    endpoint,
    region,
    credentials: { accessKeyId, secretAccessKey },
    forcePathStyle: true,
    // Only AWS itself understands the newer checksums; Content-MD5 is understood by all.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    maxAttempts: 2,
    requestHandler: {
      connectionTimeout: 3000,
      requestTimeout: 60_000,
      throwOnRequestTimeout: true,
    },
  });
  return { sdk, client };
}

function opened(object: GetObjectCommandOutput): OpenFile {
  const total = /\/(\d+)$/.exec(object.ContentRange ?? '')?.[1];
  return { byte_size: Number(total ?? object.ContentLength ?? 0), bytes: object.Body as Readable };
}
