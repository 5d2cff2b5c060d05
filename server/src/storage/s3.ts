import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import type {
  GetObjectCommandOutput,
  ListObjectsV2CommandOutput,
  S3Client,
} from '@aws-sdk/client-s3';
import { StartError } from '../start-error.ts';
import { storageFailure } from './failure.ts';
import { tellFault } from '../http/faults.ts';
import { checkKey, isKey } from './keys.ts';
import { FIRST_BYTE, inTime, ORDER, patiently, StoreTimeout } from './patience.ts';
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

/** Connections to the store of this process. */
const MOST = 32;

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
  const failed = (error: unknown): Error => {
    const isLate = error instanceof StoreTimeout || (error as Error).name === 'TimeoutError';
    const reason = isLate ? 'timeout' : 'unreachable';
    tellFault({ call: 'storage', peer: new URL(address.endpoint).host, reason });
    return storageFailure(error);
  };
  const at = (key: string) => ({ Bucket, Key: prefix + checkKey(key) });
  let connected: Promise<{ sdk: Sdk; client: S3Client }> | undefined;
  const store = () => (connected ??= connect(address));

  return {
    name: 's3',
    incoming,
    async put(key, file) {
      let Body: Readable | undefined;
      try {
        const { sdk, client } = await store();
        Body = createReadStream(file.path);
        const command = new sdk.PutObjectCommand({
          ...at(key),
          Body,
          ContentLength: file.byte_size,
          ContentMD5: file.checksum,
        });
        await inTime(ORDER, async (abortSignal) => client.send(command, { abortSignal }));
      } catch (error) {
        throw failed(error);
      } finally {
        Body?.destroy();
        await rm(file.path, { force: true });
      }
    },
    async get(key, range) {
      try {
        const { sdk, client } = await store();
        const Range = range && `bytes=${range.start}-${range.end}`;
        const command = new sdk.GetObjectCommand({ ...at(key), Range });
        return opened(
          await inTime(FIRST_BYTE, async (abortSignal) => client.send(command, { abortSignal })),
          failed,
        );
      } catch (error) {
        if ((error as Error).name === 'NoSuchKey') return undefined;
        throw failed(error);
      }
    },
    async remove(key) {
      try {
        const { sdk, client } = await store();
        const command = new sdk.DeleteObjectCommand(at(key));
        await inTime(ORDER, async (abortSignal) => client.send(command, { abortSignal }));
      } catch (error) {
        throw failed(error);
      }
    },
    async *list(after, before) {
      const { sdk, client } = await store();
      for (let ContinuationToken: string | undefined, isMore = true; isMore;) {
        const command = new sdk.ListObjectsV2Command({ Bucket, Prefix: prefix, ContinuationToken });
        const page: ListObjectsV2CommandOutput = await inTime(ORDER, async (abortSignal) =>
          client.send(command, { abortSignal }),
        );
        for (const { Key = '', LastModified: stored } of page.Contents ?? []) {
          const key = Key.slice(prefix.length);
          if (isKey(key) && stored !== undefined && stored >= after && stored < before) yield key;
        }
        ContinuationToken = page.NextContinuationToken;
        isMore = ContinuationToken !== undefined;
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
      requestTimeout: ORDER,
      throwOnRequestTimeout: true,
      // What the store keeps waiting holds so many connections, and no more.
      httpAgent: { maxSockets: MOST },
      httpsAgent: { maxSockets: MOST },
    },
  });
  return { sdk, client };
}

function opened(object: GetObjectCommandOutput, tell: (error: unknown) => void): OpenFile {
  const total = /\/(\d+)$/.exec(object.ContentRange ?? '')?.[1];
  const bytes = patiently(object.Body as Readable);
  bytes.once('error', tell);
  return { byte_size: Number(total ?? object.ContentLength ?? 0), bytes };
}
