import { becomePage, clock, draw, forgetDrawing, network, settle, wait } from './page.ts';

becomePage();
const { queries } = await import('../api/queries.ts');
const { hearing } = await import('../live/hear.ts');
const { outbox } = await import('../accounts/conversations/outbox.ts');
await import('../accounts/conversations/live.ts');
await import('../accounts/live.ts');
await import('../accounts/notifications/live.ts');
const { differences, openSights } = await import('./sights.ts');
const { changeAtOnce } = await import('../accounts/conversations/changing.ts');
const { commands, open, say, setPriority } = await import('./commands.ts');
const { openDesk } = await import('./desk.ts');

/** What happens, to what, and how. */
export type Step = readonly [name: string, n: number, m: number];

/** What a twin does without. */
export type Guard = 'newest' | 'again' | undefined;

const ME = 1;
let accounts = 0;

/** As the desk is before anybody looks: more than a page of conversations, and of messages in one. */
function furnish(account: number) {
  const desk = openDesk(account, ME);
  for (const id of [1, 2, 3]) desk.rows.people.set(id, { id, name: `Mia ${id}`, city: 'Here', blocked: false }); // prettier-ignore
  for (let n = 0; n < 7; n += 1) {
    const row = open(desk, n, n);
    row.assignee = [null, ME, 2][n % 3] as number | null;
    if (n === 1) for (let each = 0; each < 24; each += 1) say(desk, row, {});
  }
  desk.publish();
  return desk;
}

/** Nothing is asked for when it has been told of a change while it was asked: as if answers were always new. */
function withoutReplay<T>(make: () => T): T {
  const cache = queries.getQueryCache();
  const { subscribe } = cache;
  cache.subscribe = () => () => {};
  try {
    return make();
  } finally {
    cache.subscribe = subscribe;
  }
}

function connect(desk: ReturnType<typeof furnish>, guard: Guard) {
  const context = { queries, account: desk.account, me: ME };
  const ear = guard === 'again' ? withoutReplay(() => hearing(context, clock)) : hearing(context, clock); // prettier-ignore
  const begin = desk.log.length;
  let place = begin;
  let isCut = false;
  const hear = (most: number): void => {
    for (let left = isCut ? 0 : most; left > 0 && place < desk.log.length; left -= 1) {
      const event = structuredClone(desk.log[place] as (typeof desk.log)[number]);
      if (guard === 'newest' && event.event.startsWith('conversation.')) event.data['updated_at'] = 1e12; // prettier-ignore
      ear.hear(event);
      place += 1;
    }
  };
  const back = (): void => {
    isCut = false;
    ear.back();
    outbox.flush();
  };
  return {
    hear,
    back,
    cut: () => (isCut = true),
    /** Comes back where it was, or a little before. */
    resume(again: number): void {
      place = Math.max(begin, place - again);
      back();
    },
    /** Comes back where nobody can tell any more what was missed. */
    gap(): void {
      place = desk.log.length;
      back();
      ear.miss();
    },
    end: ear.end,
  };
}

const WAITS = [50, 250, 1100, 2500];

type Acts = Record<string, (n: number, m: number) => unknown>;

/** Lets all that was begun come to its end. */
async function rest(desk: ReturnType<typeof furnish>, line: ReturnType<typeof connect>) {
  desk.publish();
  for (let calm = 0, round = 0; calm < 3; round += 1) {
    if (round > 200) throw new Error('the page does not come to rest');
    line.hear(Infinity);
    draw();
    await settle();
    calm = network.count() === 0 ? calm + 1 : 0;
    while (network.count() > 0) {
      network.arrive(0);
      await settle();
    }
    await wait(6000);
  }
}

/**
 * Plays a history to a page, with a network that answers in its own time, and says in what the page differs
 * afterwards from what the server has.
 */
export async function play(steps: readonly Step[], guard?: Guard): Promise<string[]> {
  accounts += 1;
  const desk = furnish(accounts);
  network.lead(desk);
  const line = connect(desk, guard);
  const sights = openSights(desk, queries);
  const sent: { id: number; content: string }[] = [];
  let isDoubtful = false;
  const acts: Acts = {
    ...Object.fromEntries(Object.entries(commands).map(([name, act]) => [name, (n: number, m: number) => act(desk, n, m)])), // prettier-ignore
    hear: (n) => line.hear(1 + (n % 6)),
    draw,
    read: (n) => network.read(n),
    arrive: (n) => network.arrive(n),
    fail(n) {
      network.fail(n);
      isDoubtful = true;
    },
    wait: async (n) => wait(WAITS[n % WAITS.length] as number),
    cut: line.cut,
    resume: (n) => line.resume(n % 5),
    gap: line.gap,
    look: (n) => sights.look(n),
    leave: (n) => sights.leave(n),
    more: (n) => sights.more(n),
    act(n, m) {
      const id = [...desk.rows.conversations.keys()][n % Math.max(1, desk.rows.conversations.size)] ?? 0; // prettier-ignore
      const priority = [null, 'low', 'urgent'][m % 3] as null;
      const send = async () => network.ask(() => setPriority(desk, id, priority));
      void changeAtOnce({ queries, account: desk.account, me: ME }, id, { shown: { priority }, send }).catch(() => {}); // prettier-ignore
    },
    send(n, m) {
      const ids = [...desk.rows.conversations.keys()];
      const id = ids[n % Math.max(1, ids.length)] ?? 0;
      const content = `sent ${sent.length}`;
      sent.push({ id, content });
      void outbox.add({ account: desk.account, conversation: id, content, private: m % 2 === 0, files: [] }); // prettier-ignore
    },
  };
  for (const [name, n, m] of steps) {
    await acts[name]?.(n, m);
    await settle();
  }
  // Where requests are lost the connection is, too, and comes back.
  if (isDoubtful) line.cut();
  line.resume(0);
  await rest(desk, line);
  const found = await differences({ desk, sights, sent, rest: async () => rest(desk, line) });
  line.end();
  sights.close();
  forgetDrawing();
  queries.clear();
  network.lead(undefined);
  return found;
}
