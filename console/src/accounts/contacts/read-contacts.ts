export const sorts = [
  '-last_activity_at',
  '-created_at',
  'name',
  'email',
  'company',
  'city',
] as const;
export type Sort = (typeof sorts)[number];

/** Which contacts are listed and how. All of it stands in the address. */
export interface ContactView {
  q?: string;
  label?: string;
  sort?: Sort;
}

const textIn = (value: unknown): string | undefined =>
  (typeof value === 'string' && value !== '') || typeof value === 'number'
    ? String(value)
    : undefined;

/** Reads an address as somebody may have written it. */
export function readContacts(search: Record<string, unknown>): ContactView {
  const read: { [K in keyof ContactView]: ContactView[K] | undefined } = {
    q: textIn(search['q']),
    label: textIn(search['label']),
    sort: sorts.find((each) => each === search['sort']),
  };
  return Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined));
}
