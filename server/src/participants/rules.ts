import { unprocessable } from '../errors.ts';

/** Ids of users, as numbers or as text (contract §7.3, REC). Throws 422 when there is no list of ids. */
export function parseUserIds(value: unknown): number[] {
  const list = Array.isArray(value)
    ? value
    : value === undefined || value === null
      ? undefined
      : [value];
  if (list === undefined) throw unprocessable('param is missing or the value is empty: user_ids');
  if (list.length > 1000) throw unprocessable('user_ids has too many entries (maximum is 1000)');
  return list.map((each) => {
    const id: unknown = typeof each === 'string' && /^\d{1,15}$/.test(each) ? Number(each) : each;
    if (typeof id === 'number' && Number.isSafeInteger(id)) return id;
    throw unprocessable('user_ids must be a list of user ids');
  });
}
