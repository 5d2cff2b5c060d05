/** The headers by which the server knows who is signed in. */
export interface Session {
  'access-token': string;
  client: string;
  uid: string;
}

const KEY = 'confab.session';
const names = ['access-token', 'client', 'uid'] as const;
const watchers = new Set<() => void>();

let current = read();

function read(): Session | undefined {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? 'null');
    return isSession(stored) ? stored : undefined;
  } catch {
    return undefined;
  }
}

function isSession(value: unknown): value is Session {
  return names.every(
    (name) => typeof (value as Record<string, unknown> | null)?.[name] === 'string',
  );
}

export const session = {
  get: (): Session | undefined => current,
  /** Keeps what an answer has in its headers; an answer without them changes nothing. */
  take(headers: Headers): void {
    const [token, client, uid] = names.map((name) => headers.get(name) ?? '');
    if (!token || !client || !uid) return;
    set({ 'access-token': token, client, uid });
  },
  forget: (): void => set(undefined),
  /** Calls back when somebody signs in or out, in this tab or another. */
  watch(changed: () => void): () => void {
    watchers.add(changed);
    return () => watchers.delete(changed);
  },
};

function set(next: Session | undefined): void {
  if (next?.['access-token'] === current?.['access-token']) return;
  current = next;
  if (next === undefined) localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, JSON.stringify(next));
  tell();
}

function tell(): void {
  for (const changed of watchers) changed();
}

addEventListener('storage', ({ key }) => {
  if (key !== KEY && key !== null) return;
  current = read();
  tell();
});
