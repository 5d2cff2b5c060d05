import type { Random } from '../random.ts';

/** In every text that would end the SQL it was put into. */
export const MARK = 'zq7x';
/** Seconds that the database would sleep, if it did as it is told. */
export const SLEEP = 3;

const attacks: readonly unknown[] = [
  `AND 1=1) OR (1=1 --${MARK}`,
  `'; select pg_sleep(${SLEEP}); --${MARK}`,
  `' or pg_sleep(${SLEEP}) is null or '${MARK}'='`,
  `") or 1=1 -- ${MARK}`,
  `2024-01-01'::date or pg_sleep(${SLEEP}) is null --${MARK}`,
  `1) or exists (select pg_sleep(${SLEEP})) --${MARK}`,
  `$1${MARK}`,
  `$$${MARK}$$`,
  `/*${MARK}*/ 1 or 1=1`,
  `\u02BC or 1=1 --${MARK}`,
  `%${MARK}%' escape '`,
  `{${MARK},NULL}`,
  `E'\\x27' --${MARK}`,
  `\0${MARK}`,
  `${MARK}\uD800`,
  MARK.repeat(16_384),
];
// prettier-ignore
const odd: readonly unknown[] = [
  '', ' ', '%', '_', '\\', "'", '"', 'NaN', 'Infinity', '-0', '1e400', '9'.repeat(400), '2024-02-31', null, true, 0, -1,
  1.5, 1e308, [], {}, [[]], [{}], { length: 3 }, { $ne: null }, [null], { 0: 'open' },
];
const sound: readonly unknown[] = ['gold', '5', 5, '2024-05-01', 'true', 'open', '+14155550101'];

/** The types that an attribute can be declared with. */
const TYPES = ['text', 'number', 'currency', 'percent', 'link', 'date', 'list', 'checkbox'];
/** Keys of attributes that would end the SQL they were put into. */
const HOSTILE_KEYS = [
  `a'--${MARK}`, `a" or 1=1 --${MARK}`, `a') or (1=1 --${MARK}`, `a'::text,pg_sleep(${SLEEP})--`, `$1`, `a\\' ${MARK}`,
  `{a,b}`, `a?b`,
]; // prettier-ignore
/** Of every type, under a plain key and under one of those. */
export const attributes: readonly [key: string, type: string][] = TYPES.flatMap((type, index) => [
  [`plain_${type}`, type] as [string, string],
  [HOSTILE_KEYS[index] as string, type] as [string, string],
]);

const OPERATORS = [
  'equal_to', 'not_equal_to', 'contains', 'does_not_contain', 'is_present', 'is_not_present', 'is_greater_than',
  'is_less_than', 'days_before', 'starts_with',
]; // prettier-ignore

const keys = {
  conversations: [
    'status', 'priority', 'assignee_id', 'inbox_id', 'team_id', 'campaign_id', 'display_id', 'labels', 'referer',
    'browser_language', 'conversation_language', 'mail_subject', 'created_at', 'last_activity_at',
  ],
  contacts: [
    'name', 'email', 'phone_number', 'identifier', 'country_code', 'city', 'company', 'labels', 'blocked',
    'created_at', 'last_activity_at',
  ],
}; // prettier-ignore

/** What can be filtered. */
export type Kind = keyof typeof keys;

export interface Request {
  payload: unknown;
  [name: string]: unknown;
}

/** A filter: most of its parts are sound, so that it gets far, and some are not. */
export function filterOver(kind: Kind, random: Random): Request {
  const mostly = (usual: readonly unknown[]): unknown => {
    const chance = random.next();
    return random.pick(chance < 0.86 ? usual : chance < 0.93 ? attacks : odd);
  };
  const names = [...keys[kind], ...attributes.map(([key]) => key), ...attributes.map(([key]) => key)]; // prettier-ignore
  const value = (): unknown => random.pick(random.chance(0.45) ? sound : random.chance(0.7) ? attacks : odd); // prettier-ignore
  const line = (): Record<string, unknown> => ({
    attribute_key: mostly(names),
    filter_operator: mostly(OPERATORS),
    values: random.chance(0.7) ? [value(), ...(random.chance(0.3) ? [value()] : [])] : value(),
    ...(random.chance(0.8) ? { query_operator: mostly(['and', 'or', 'AND', null]) } : {}),
    ...(random.chance(0.2) ? { custom_attribute_type: mostly(['', 'contact_attribute']) } : {}),
    ...(random.chance(0.2) ? { attribute_model: mostly(['standard', 'custom']) } : {}),
  });
  const payload = random.chance(0.97) ? Array.from({ length: random.between(1, 3) }, line) : mostly([[]]); // prettier-ignore
  return {
    payload,
    ...(random.chance(0.15) ? { sort_by: mostly(['last_activity_at_asc', 'priority_desc']) } : {}),
    ...(random.chance(0.1) ? { sort: mostly(['name', '-email']), order_by: random.pick(attacks) } : {}),
    ...(random.chance(0.1) ? { page: mostly([1, '1', 2]) } : {}),
    per_page: 100,
  };
} // prettier-ignore

/** One condition for every attribute, operator and value that would end its SQL. */
export function everyAttribute(): Request[] {
  return attributes.flatMap(([attribute_key]) =>
    OPERATORS.flatMap((filter_operator) =>
      [...attacks.slice(0, 6), ...sound].map((value) => ({
        payload: [{ attribute_key, filter_operator, values: [value], query_operator: null }],
        per_page: 100,
      })),
    ),
  );
}
