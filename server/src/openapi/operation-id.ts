const verbs: Record<string, string> = {
  GET: 'get',
  POST: 'create',
  PATCH: 'update',
  PUT: 'put',
  DELETE: 'delete',
};

/** A last segment that begins with one of these says itself what is done. */
const actions = new Set(
  'toggle mute unmute update retry translate search filter sign validate'.split(' '),
);

/** Last segments of a record's path for which the method is not the word that people use. */
const named: Record<string, [verb: string, noun: string]> = {
  'GET meta': ['count', ''],
  'POST unread': ['mark', 'Unread'],
  'POST transcript': ['send', 'Transcript'],
  'POST assignments': ['assign', ''],
  'POST labels': ['set', 'Labels'],
  'POST custom_attributes': ['set', 'CustomAttributes'],
  'POST participants': ['add', 'Participants'],
  'DELETE participants': ['remove', 'Participants'],
  'POST viewing': ['show', 'Viewing'],
  'GET viewing': ['list', 'Viewers'],
  'GET draft_messages': ['get', 'Draft'],
  'PATCH draft_messages': ['save', 'Draft'],
  'PUT draft_messages': ['put', 'Draft'],
  'DELETE draft_messages': ['delete', 'Draft'],
};

const singletons = new Set(['profile']);

const pascal = (word: string): string =>
  word
    .split('_')
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('');

const singular = (word: string): string => word.replace(/s$/, '');

const isParameter = (segment: string | undefined): boolean => segment?.startsWith(':') === true;

/** The name of an operation, from method and URL alone, so that it stays when words are polished. */
export function operationIdOf(method: string, url: string): string {
  const segments = url
    .replace(/^\/(api\/v1\/accounts\/:account_id|api\/v1|auth)/, '')
    .split('/')
    .filter((segment) => segment !== '');
  const last = segments.at(-1) ?? '';
  const before = isParameter(last) ? segments : segments.slice(0, -1);
  const context = contextOf(before);
  const verb = verbs[method] as string;
  if (isParameter(last)) return verb + context;
  if (before.length > 0) {
    const [word, noun] = named[`${method} ${last}`] ?? [];
    if (word !== undefined) return word + context + (noun ?? '');
  }
  const [first = '', ...rest] = last.split('_');
  if (actions.has(first)) return first + context + pascal(rest.join('_'));
  if (singletons.has(last)) return verb + context + pascal(last);
  if (method === 'GET') return `list${context}${pascal(last)}`;
  return verb + context + pascal(method === 'POST' ? singular(last) : last);
}

/** The records that the URL stands in: `Conversation` within one, `Conversations` beside them. */
function contextOf(segments: string[]): string {
  return segments
    .filter((segment) => !isParameter(segment))
    .map((segment, index, all) => {
      const within = isParameter(segments[segments.indexOf(segment) + 1]);
      return pascal(within || index < all.length - 1 ? singular(segment) : segment);
    })
    .join('');
}
