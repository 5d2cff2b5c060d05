import { unprocessable } from '../errors.ts';
import type { Changes } from '../events/events.ts';
import { isObject } from '../http/bag.ts';
import { changingKeys } from './keys.ts';

/** That something changed, from one of these to one of these; an empty list is anything. */
export interface WantedChange {
  /** The name under which events have it. */
  name: string;
  /** Of this custom attribute. */
  attribute?: string;
  from: string[];
  to: string[];
}

/** Reads `values` of the operator attribute_changed. Throws 422. */
export function readChange(
  name: string,
  values: unknown,
  attributes: ReadonlyMap<string, unknown>,
): WantedChange {
  const known = changingKeys.get(name);
  if (known === undefined && !attributes.has(name)) {
    throw unprocessable(`Invalid operator. attribute_changed is not allowed for ${name}.`);
  }
  const wanted = isObject(values) ? values : {};
  const sides = { from: listOf(name, wanted['from']), to: listOf(name, wanted['to']) };
  return known === undefined
    ? { name: 'custom_attributes', attribute: name, ...sides }
    : { name: known, ...sides };
}

function listOf(name: string, given: unknown): string[] {
  const list = Array.isArray(given) ? given : given === undefined || given === null ? [] : [given];
  if (list.length > 1000 || list.some((each) => typeof each === 'object')) {
    throw unprocessable(`Invalid value. The values provided for ${name} are invalid`);
  }
  return list.map(String);
}

/** Whether the event changed it like this. */
export function hasChanged(changes: Changes, { name, attribute, from, to }: WantedChange): boolean {
  const change = changes[name];
  if (change === undefined) return false;
  if (name === 'label_list') return labelsChanged(change, { from, to });
  const [before, after] = change.map((side) => textOf(valueIn(side, attribute)));
  if (before === undefined || after === undefined || before === after) return false;
  return fits(from, before) && fits(to, after);
}

const valueIn = (side: unknown, attribute: string | undefined): unknown =>
  attribute === undefined ? side : isObject(side) ? side[attribute] : undefined;

// Nothing is called `nil`, in conditions as in actions.
const textOf = (value: unknown): string =>
  value === undefined || value === null
    ? 'nil'
    : typeof value === 'object'
      ? JSON.stringify(value)
      : String(value);

const fits = (wanted: readonly string[], value: string): boolean =>
  wanted.length === 0 || wanted.includes(value);

/** Of labels: one of `from` was taken away, one of `to` was added. */
function labelsChanged(
  [before, after]: Changes[string],
  { from, to }: Pick<WantedChange, 'from' | 'to'>,
): boolean {
  const [had, has] = [before, after].map((side) => (Array.isArray(side) ? side.map(String) : []));
  const gone = had?.filter((label) => has?.includes(label) === false) ?? [];
  const come = has?.filter((label) => had?.includes(label) === false) ?? [];
  const isOne = (wanted: readonly string[], labels: readonly string[]): boolean =>
    wanted.length === 0 || wanted.some((label) => labels.includes(label));
  return isOne(from, gone) && isOne(to, come);
}
