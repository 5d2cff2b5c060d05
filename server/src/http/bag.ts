import qs from 'qs';
import { HttpError, unprocessable } from '../errors.ts';
import { holdsTooMany } from './values.ts';

/** All parameters of a request, wherever they stood: query, JSON, form or multipart (contract §0). */
export type Bag = Record<string, unknown>;

const MAX_DEPTH = 60;

// The first three lead to what all objects share; an object with one of the others is no text any more.
const unsafeKeys = new Set(['__proto__', 'constructor', 'prototype', 'toString', 'valueOf']);

/** Parses `a[b]=1&c[]=2` as the contract's clients write it. Limits keep a hostile query cheap. */
export function parseQuery(text: string): Bag {
  try {
    return qs.parse(text, {
      depth: 10,
      arrayLimit: 1000,
      parameterLimit: 1000,
      allowPrototypes: false,
      plainObjects: false,
      strictNullHandling: false,
    });
  } catch {
    return {};
  }
}

export function parseJson(text: string): Bag {
  if (text.trim() === '') return {};
  if (holdsTooMany(text)) throw new HttpError(413, { error: 'The request is too large' });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new HttpError(400, { status: 400, error: 'Bad Request' });
  }
  return isObject(value) ? value : { _json: value };
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Makes every value one that PostgreSQL can hold: nulls inside arrays are dropped (contract §0), lone
 * surrogates replaced, keys that reach an object's prototype removed. NUL bytes and nesting beyond
 * any sensible use are refused with the field's name.
 */
export function cleanBag(bag: Bag): Bag {
  return cleanObject(bag, '', 0);
}

function cleanObject(value: Record<string, unknown>, path: string, depth: number): Bag {
  const clean: Bag = {};
  for (const [key, each] of Object.entries(value)) {
    if (unsafeKeys.has(key)) continue;
    const name = path === '' ? key : `${path}.${key}`;
    clean[cleanString(key, name)] = cleanValue(each, name, depth + 1);
  }
  return clean;
}

function cleanValue(value: unknown, path: string, depth: number): unknown {
  if (depth > MAX_DEPTH) throw unprocessable(`${path.split('.')[0]} is nested too deeply`);
  if (typeof value === 'string') return cleanString(value, path);
  if (Array.isArray(value)) {
    return value.filter((each) => each !== null).map((each) => cleanValue(each, path, depth + 1));
  }
  // Uploaded files are objects of ours with a prototype; only plain data is walked.
  if (isObject(value) && isPlain(value)) return cleanObject(value, path, depth);
  return value;
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function cleanString(text: string, path: string): string {
  if (text.includes('\0')) throw unprocessable(`${path.replaceAll('\0', '')} contains a null byte`);
  return text.isWellFormed() ? text : text.toWellFormed();
}
