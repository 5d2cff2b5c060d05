import { writeFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { join } from 'node:path';
import { HttpError } from '../../server/src/errors.ts';
import { onFault } from '../../server/src/http/faults.ts';
import { s3Storage } from '../../server/src/storage/s3.ts';
import { atMost, none, type Context, type Row } from '../scenario.ts';
import { digPit, drip, longestCall, silent, type Behaviour, type Pit } from './pits.ts';

/** Seconds that are stated: for an order, for the first byte of a file, and for all the waiting for one. */
const ORDER = 30;
const FILE = 40;
const SOCKETS = 32;
const CROWD = 40;

const BY_BYTES = 'a file by bytes';
const OBJECT = 'HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: 100000\r\n\r\n';

const behaviours: [string, Behaviour][] = [
  ['never answers', silent],
  ['a header by bytes', drip('HTTP/1.1 200 OK\r\nX-')],
  [BY_BYTES, drip(OBJECT)],
];

/** The object store, called as the server calls it. */
export async function tryStorage(context: Context): Promise<Row[]> {
  const told = new Set<string>();
  context.after(onFault(({ call, peer }) => void told.add(`${call} ${peer}`)));
  const trials = await Promise.all(
    behaviours.map(async ([name, behave]) => {
      const pit = await digPit(context, name, behave);
      // Where a file begins to come, nobody is to stand in its way.
      const outcomes = await useStore(context, pit, name === BY_BYTES ? 0 : CROWD);
      return { pit, outcomes };
    }),
  );
  const pits = trials.map(({ pit }) => pit);
  const unnamed = trials.flatMap(({ pit: { name }, outcomes }) =>
    outcomes.filter((outcome) => !isNamed(outcome)).map((outcome) => `${name}: ${outcome.status}`),
  );
  return [
    atMost('storage: the longest call', Math.max(ORDER, FILE) + 1, Math.max(...pits.map(longestCall)) / 1000, 's'),
    atMost('storage: calls at a time', SOCKETS, Math.max(...pits.map(({ most }) => most)), ''),
    none('storage: faults without a name', unnamed),
    none('storage: faults that nobody is told', pits.filter(({ port }) => !told.has(`storage 127.0.0.1:${port}`)).map(({ name }) => name)),
  ]; // prettier-ignore
}

/** Removes many files, stores one and reads one, all at the same time. */
async function useStore({ directory }: Context, { port }: Pit, crowd: number) {
  const storage = s3Storage(`s3+http://key:secret@127.0.0.1:${port}/desk`, directory);
  const path = join(directory, `file-${port}`);
  await writeFile(path, 'x');
  const file = { path, byte_size: 1, checksum: 'nd1vyGTR7SSyzHgX9fHAJw==' };
  const read = async (): Promise<void> => {
    const found = await storage.get(keyOf(0));
    if (found !== undefined) await buffer(found.bytes);
  };
  const removing = Array.from({ length: crowd }, async (_, index) => storage.remove(keyOf(index)));
  return Promise.allSettled([read(), storage.put(keyOf(crowd), file), ...removing]);
}

const keyOf = (index: number): string => `${'k'.repeat(24)}${String(index).padStart(4, '0')}`;

/** A 503 that says when to come back; a file whose bytes stop coming is cut off, and said to be. */
function isNamed(outcome: PromiseSettledResult<unknown>): boolean {
  if (outcome.status === 'fulfilled') return false;
  const error: unknown = outcome.reason;
  return error instanceof HttpError ? error.status === 503 : /too slowly/.test(String(error));
}
