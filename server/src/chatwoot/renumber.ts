import type { Conversion } from './conversion.ts';
import type { Reference } from './kind.ts';
import { jsonText, parse, type Value } from './rules.ts';

/** What settings name by number inside of their JSON. */
const ACTIONS: Record<string, string> = { assign_agent: 'users', assign_team: 'teams' };
const ATTRIBUTES: Record<string, string> = {
  assignee_id: 'users',
  inbox_id: 'inboxes',
  team_id: 'teams',
};

interface Where {
  on: Conversion;
  account_id: number;
}

interface Renumbering {
  /** What the JSON names. */
  references(json: Value): Reference[];
  /** The JSON with the numbers that these have here. */
  rewrite(json: string, where: Where): string;
}

/** `[{action_name, action_params: [id]}]` of macros. */
export const renumberActions: Renumbering = renumbering('list', (list, visit) => {
  if (!Array.isArray(list)) return list;
  return list.map((each: unknown): unknown => {
    const kind = isObject(each) ? ACTIONS[String(each['action_name'])] : undefined;
    if (!isObject(each) || kind === undefined || !Array.isArray(each['action_params'])) return each;
    const ids: unknown[] = each['action_params'];
    return { ...each, action_params: ids.map((id) => visit(kind, id)) };
  });
});

/** `[{attribute_key, values: [id]}]` of automation rules. */
export const renumberConditions: Renumbering = renumbering('list', eachCondition);

/** `{payload: [{attribute_key, values: [id]}]}` of saved filters. */
export const renumberQuery: Renumbering = renumbering('object', (query, visit) =>
  isObject(query) ? { ...query, payload: eachCondition(query['payload'], visit) } : query,
);

function eachCondition(list: unknown, visit: Visit): unknown {
  if (!Array.isArray(list)) return list;
  return list.map((each: unknown): unknown => {
    const kind = isObject(each) ? ATTRIBUTES[String(each['attribute_key'])] : undefined;
    if (!isObject(each) || kind === undefined) return each;
    const values = each['values'];
    const renumbered: unknown = Array.isArray(values)
      ? values.map((value: unknown) => renumberValue(value, (id) => visit(kind, id)))
      : renumberValue(values, (id) => visit(kind, id));
    return { ...each, values: renumbered };
  });
}

/** Some clients write `{id, name}` for an id. */
const renumberValue = (value: unknown, visit: (id: unknown) => unknown): unknown =>
  isObject(value) ? { ...value, id: visit(value['id']) } : visit(value);

type Visit = (kind: string, id: unknown) => unknown;

function renumbering(
  kind: 'object' | 'list',
  walk: (value: unknown, visit: Visit) => unknown,
): Renumbering {
  return {
    references(json) {
      const found: Reference[] = [];
      walk(parse(jsonText(json, kind) ?? ''), (of, id) => {
        if (isNumber(id)) found.push([of, Number(id)]);
        return id;
      });
      return found;
    },
    rewrite(json, { on, account_id }) {
      let changed = false;
      const rewritten = walk(parse(json), (of, id) => {
        if (!isNumber(id)) return id;
        const known = on.find(of, Number(id));
        // What does not exist any more stays as it is and matches nothing; a number of another account must not.
        if (known === undefined || (known.account_id ?? account_id) !== account_id) return id;
        if (known.id === Number(id)) return id;
        changed = true;
        return typeof id === 'string' ? String(known.id) : known.id;
      });
      return changed ? JSON.stringify(rewritten) : json;
    },
  };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isNumber = (id: unknown): boolean =>
  (typeof id === 'number' && Number.isSafeInteger(id)) ||
  (typeof id === 'string' && /^\d{1,15}$/.test(id));

const MENTION = /mention:\/\/(user|team)\/(\d+)/g;

/** Whom a private note mentions, by the links that it has. */
export const mentioned = (content: Value): Reference[] =>
  typeof content === 'string' && content.includes('mention://')
    ? [...content.matchAll(MENTION)].map(([, kind, id]) => [`${kind}s`, Number(id)] as Reference)
    : [];

/** The content with the numbers that those it mentions have here. */
export const renumberMentions = (content: string, on: Conversion): string =>
  content.includes('mention://')
    ? content.replaceAll(MENTION, (link, kind: string, id: string) => {
        const known = on.find(`${kind}s`, Number(id));
        return known === undefined ? link : `mention://${kind}/${known.id}`;
      })
    : content;
