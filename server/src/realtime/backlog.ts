/** Bytes that may wait for all clients of a process together. */
const MOST = 16 * 1024 * 1024;
/** Milliseconds between looks at those who are behind. */
const LOOK = 200;

/** A client, as far as it is behind. */
export interface Debtor {
  /** Bytes that it has not read yet. */
  readonly unsent: number;
  cut(): void;
}

/** Keeps what waits for slow clients within bounds, however many are slow at once. */
export interface Backlog {
  /** This one is behind; whether it still is, is looked at from now on. */
  note(client: Debtor): void;
  close(): void;
}

/** Who has left the most unread goes first, until the others have room: they come back and resume. */
export function createBacklog(most = MOST): Backlog {
  const behind = new Set<Debtor>();
  let timer: NodeJS.Timeout | undefined;
  const close = (): void => {
    clearInterval(timer);
    timer = undefined;
  };
  const look = (): void => {
    for (const client of behind) if (client.unsent === 0) behind.delete(client);
    if (behind.size === 0) return close();
    let waiting = [...behind].reduce((sum, { unsent }) => sum + unsent, 0);
    if (waiting <= most) return;
    for (const client of [...behind].toSorted((a, b) => b.unsent - a.unsent)) {
      if (waiting <= most) return;
      waiting -= client.unsent;
      behind.delete(client);
      client.cut();
    }
  };
  return {
    note(client) {
      behind.add(client);
      timer ??= setInterval(look, LOOK).unref();
    },
    close,
  };
}
