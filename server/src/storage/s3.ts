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

interface Store {
  sdk: Sdk;
  client: S3Client;
}

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
  const failed = (error: unknown): Error => failureOf(error, new URL(address.endpoint).host);
  const at = (key: string) => ({ Bucket, Key: prefix + checkKey(key) });
  let connected: Promise<Store> | undefined;
  const store = async (): Promise<Store> => (connected ??= connect(address));
  const order = async <T>(
    ms: number,
    give: (store: Store, options: { abortSignal: AbortSignal }) => Promise<T>,
  ): Promise<T> => {
    try {
      const open = await store();
      return await inTime(ms, async (abortSignal) => give(open, { abortSignal }));
    } catch (error) {
      throw failed(error);
    }
  };

  return {
    name: 's3',
    incoming,
    async put(key, { path, byte_size: ContentLength, checksum: ContentMD5 }) {
      try {
        await order(ORDER, async ({ sdk, client }, options) => {
          const Body = createReadStream(path);
          const input = { ...at(key), Body, ContentLength, ContentMD5 };
          const sending = client.send(new sdk.PutObjectCommand(input), options);
          return sending.finally(() => Body.destroy());
        });
      } finally {
        await rm(path, { force: true });
      }
    },
    async get(key, range) {
      const Range = range && `bytes=${range.start}-${range.end}`;
      const found = await order(FIRST_BYTE, async ({ sdk, client }, options) =>
        client.send(new sdk.GetObjectCommand({ ...at(key), Range }), options).catch(noneIfMissing),
      );
      return found && opened(found, failed);
    },
    async remove(key) {
      await order(ORDER, async ({ sdk, client }, options) =>
        client.send(new sdk.DeleteObjectCommand(at(key)), options),
      );
    },
    async *list(after, before) {
      const all = listAll(await store(), Bucket, prefix);
      for await (const { Key = '', LastModified: stored } of all) {
        const key = Key.slice(prefix.length);
        if (isKey(key) && stored !== undefined && stored >= after && stored < before) yield key;
      }
    },
  };
}

function noneIfMissing(error: unknown): undefined {
  if ((error as Error).name !== 'NoSuchKey') throw error;
}

/** Tells whoever watches, and gives what callers are told. */
function failureOf(error: unknown, peer: string): Error {
  const isLate = error instanceof StoreTimeout || (error as Error).name === 'TimeoutError';
  tellFault({ call: 'storage', peer, reason: isLate ? 'timeout' : 'unreachable' });
  return storageFailure(error);
}

/** All objects, page by page: a store that answers slowly has its time for each. */
async function* listAll({ sdk, client }: Store, Bucket: string, Prefix: string) {
  let ContinuationToken: string | undefined;
  do {
    const command = new sdk.ListObjectsV2Command({ Bucket, Prefix, ContinuationToken });
    const page: ListObjectsV2CommandOutput = await inTime(ORDER, async (abortSignal) =>
      client.send(command, { abortSignal }),
    );
    yield* page.Contents ?? [];
    ContinuationToken = page.NextContinuationToken;
  } while (ContinuationToken !== undefined);
}

async function connect({
  endpoint,
  region,
  accessKeyId,
  secretAccessKey,
}: Address): Promise<Store> {
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
