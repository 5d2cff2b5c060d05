import { onLive, type LiveContext } from '../live/registry.ts';

type CacheKeys = Record<string, string>;

/** Of each account, the keys as they were last told. */
const told = new Map<number, CacheKeys>();

/** What is another when one of these has changed: its own list, and what may not be seen any more or again. */
const concerned: Record<string, readonly string[]> = {
  label: ['labels'],
  team: ['teams', 'team-members', 'lists', 'counts', 'conversation'],
  inbox: ['inboxes', 'agents', 'lists', 'counts', 'conversation', 'messages'],
};

onLive<{ cache_keys: CacheKeys }>(['account.cache_invalidated'], (context, { cache_keys }) => {
  const before = told.get(context.account) ?? {};
  told.set(context.account, cache_keys);
  const changed = Object.keys(concerned).filter((name) => before[name] !== cache_keys[name]);
  refetchSoon(
    context,
    changed.flatMap((name) => concerned[name] ?? []),
  );
});

/** The same for what has no keys. */
const settings: Record<string, readonly string[]> = {
  account: ['account'],
  agents: ['agents', 'team-members'],
  canned_responses: ['canned'],
  custom_attributes: ['attributes'],
  custom_roles: ['roles', 'agents'],
  dashboard_apps: ['apps'],
};

onLive<{ kind: string; id: number }>(['settings.changed'], (context, { kind, id }) => {
  refetchSoon(context, settings[kind] ?? []);
  // What somebody is called and may do stands in their profile, and the name of the account.
  const isMine = kind === 'account' || kind === 'custom_roles' || (kind === 'agents' && id === context.me); // prettier-ignore
  if (isMine) void context.queries.invalidateQueries({ queryKey: ['profile'] });
});

/** Milliseconds within which changes are one: whoever sets up an inbox makes a dozen. */
const TOGETHER = 150;

const waiting = new Set<string>();
let timer: ReturnType<typeof setTimeout> | undefined;

function refetchSoon({ queries, account }: LiveContext, names: readonly string[]): void {
  for (const name of names) waiting.add(name);
  timer ??= setTimeout(() => {
    timer = undefined;
    const all = [...waiting];
    waiting.clear();
    for (const name of all) void queries.invalidateQueries({ queryKey: [name, account] });
  }, TOGETHER);
}
