import type { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { withFormulas } from '../http/spreadsheet.ts';
import { normalise, type Attributes, type ContactValues } from './rules.ts';

/** Thrown when a file is no CSV with a header. */
export class NotCsvError extends Error {}

const MAX_RECORD = 256 * 1024; // characters

/** A row of the file by the names of its columns, and where it stands, from 1. */
export interface ImportRow {
  position: number;
  header: string[];
  cells: Map<string, string>;
}

/**
 * The rows of a CSV with a header, one after the other: only a few are in memory at a time. Bytes that
 * are no UTF-8 are left out. Throws NotCsvError.
 */
export async function* readRows(bytes: Readable): AsyncGenerator<ImportRow> {
  const pieces = decoded(bytes);
  const first = await pieces.next();
  const beginning = first.done === true ? '' : first.value;
  const parser = parse({
    bom: true,
    delimiter: delimiterIn(beginning),
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: MAX_RECORD,
  });
  const feeding = feed(after(beginning, pieces), parser);
  let header: string[] | undefined;
  let position = 0;
  try {
    for await (const record of parser as AsyncIterable<string[]>) {
      if (header === undefined) {
        header = record.map((name) => name.trim());
        continue;
      }
      if (record.every((cell) => cell.trim() === '')) continue;
      position += 1;
      yield { position, header, cells: cellsOf(header, record) };
    }
    await feeding;
  } catch (error) {
    if (error instanceof CsvError) throw new NotCsvError(error.message, { cause: error });
    throw error;
  } finally {
    parser.destroy();
    bytes.destroy();
  }
  if (header === undefined) throw new NotCsvError('The file has no header');
}

async function* after(first: string, rest: AsyncIterable<string>): AsyncGenerator<string> {
  yield first;
  yield* rest;
}

/** Spreadsheets of many countries write semicolons or tabs: what the header has most of. */
function delimiterIn(beginning: string): string {
  const [header = ''] = beginning.split(/[\r\n]/, 1);
  const times = (character: string): number => header.split(character).length;
  return [',', ';', '\t'].toSorted((a, b) => times(b) - times(a))[0] ?? ',';
}

async function feed(text: AsyncIterable<string>, parser: ReturnType<typeof parse>): Promise<void> {
  try {
    for await (const piece of text) {
      if (parser.destroyed) return;
      if (!parser.write(piece)) await drained(parser);
    }
    parser.end();
  } catch (error) {
    parser.destroy(error as Error);
  }
}

const drained = async (parser: ReturnType<typeof parse>): Promise<void> =>
  new Promise((resolve) => {
    parser.once('drain', resolve);
    parser.once('close', resolve);
  });

async function* decoded(bytes: Readable): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8');
  for await (const chunk of bytes as AsyncIterable<Buffer>) {
    yield clean(decoder.decode(chunk, { stream: true }));
  }
  yield clean(decoder.decode());
}

const clean = (text: string): string => text.replace(/[\uFFFD\0]/g, '');

// Such a name on an object would lead to what all objects share.
const unsafe = new Set(['', '__proto__', 'constructor', 'prototype']);

function cellsOf(header: readonly string[], record: readonly string[]): Map<string, string> {
  const cells = new Map<string, string>();
  // Our own files have apostrophes before what a spreadsheet would calculate.
  for (const [index, name] of header.entries()) {
    const cell = record[index]?.trim() ?? '';
    if (!unsafe.has(name) && cell !== '') cells.set(name, withFormulas(cell));
  }
  return cells;
}

/** What a row says of a contact. Blank cells say nothing (contract: customer §1.8). */
export interface Imported {
  given: Partial<ContactValues>;
  additional: Attributes;
  custom: Attributes;
}

const own = new Set(['identifier', 'email', 'name', 'phone_number']);

export function importedOf(cells: ReadonlyMap<string, string>): Imported {
  const phone = cells.get('phone_number');
  const phone_number = phone === undefined || phone.startsWith('+') ? phone : `+${phone}`;
  const [name, identifier, email] = ['name', 'identifier', 'email'].map((each) => cells.get(each));
  const some = (names: readonly string[]): Attributes =>
    Object.fromEntries([...cells].filter(([key]) => names.includes(key)));
  return {
    given: normalise({ name, identifier, email, phone_number }),
    additional: some(['company', 'city']),
    custom: some([...cells.keys()].filter((key) => !own.has(key))),
  };
}
