import { isDeepStrictEqual } from 'node:util';
import { becomePage, network, settle, wait } from './page.ts';
import { openDesk, type Desk, type Said } from './desk.ts';

becomePage();
const { hearEvent } = await import('../hear-event.ts');
const { comeBack, loadConversation, loadEarlier } = await import('../load.ts');
const { outbox, put, retryOutbox } = await import('../outbox.ts');
const { forgetSession } = await import('../session.ts');
const { repeatBy } = await import('../heard.ts');
const { conversation, hasEarlier, messages, session } = await import('../state.ts');

/** What happens, to what, and how. */
export type Step = readonly [name: string, n: number];

/** What a twin does without. */
export type Guard = 'repeat' | undefined;

/** The realtime connection of the page: what it told in order, and nothing of what happens while it is away. */
function connect({ log }: Desk) {
  let place = log.length;
  let isCut = false;
  return {
    hear(most: number): void {
      for (let left = isCut ? 0 : most; left > 0 && place < log.length; left -= 1) {
        const told = log[place] as (typeof log)[number];
        place += 1;
        hearEvent(structuredClone(told));
      }
    },
    cut: (): void => void (isCut = true),
    /** What happened meanwhile is told nobody. */
    mend(): void {
      if (!isCut) return;
      isCut = false;
      place = log.length;
      comeBack();
      retryOutbox();
    },
  };
}

const rowOf = ({ id, content, content_attributes }: Said | (typeof messages.value)[number]) => ({ id, content, content_attributes }); // prettier-ignore

async function rest(line: ReturnType<typeof connect>): Promise<void> {
  for (let calm = 0, round = 0; calm < 3; round += 1) {
    if (round > 200) throw new Error('the page does not come to rest');
    line.hear(Infinity);
    await settle();
    calm = network.count() === 0 ? calm + 1 : 0;
    while (network.count() > 0) {
      network.arrive(0);
      await settle();
    }
    await wait(31_000);
  }
}

/** In what the page differs from what a fresh page would show, when all that was said is read. */
async function differences(desk: Desk, line: ReturnType<typeof connect>, sent: readonly string[]) {
  while (hasEarlier.peek()) {
    const before = messages.peek().length;
    void loadEarlier();
    await rest(line);
    if (messages.peek().length === before) break;
  }
  const [shown, there] = [messages.peek().map(rowOf), desk.said().map(rowOf)];
  const now = conversation.peek();
  return [
    ...(isDeepStrictEqual(shown, there) ? [] : [`shows ${JSON.stringify(shown)} instead of ${JSON.stringify(there)}`]), // prettier-ignore
    ...(now?.status === desk.conversation()?.status ? [] : [`is ${now?.status} instead of ${desk.conversation()?.status}`]), // prettier-ignore
    ...(isDeepStrictEqual(desk.posted, sent) ? [] : [`sent ${sent.join()}, and ${desk.posted.join()} arrived`]), // prettier-ignore
    ...(outbox.peek().length === 0 ? [] : ['there is still something to be sent']),
  ];
}

/** Plays a history to the chat, with a network that answers in its own time; says in what it differs afterwards. */
export async function play(steps: readonly Step[], guard?: Guard): Promise<string[]> {
  forgetSession();
  outbox.value = [];
  hasEarlier.value = false;
  session.value = { token: 'visitor', pubsub_token: 'visitor' };
  if (guard === 'repeat') repeatBy(() => {});
  const desk = openDesk();
  desk.furnish((steps.length * 7) % 45);
  network.lead(desk);
  const line = connect(desk);
  const sent: string[] = [];
  void loadConversation().catch(() => line.cut());
  const acts: Record<string, (n: number) => unknown> = {
    answer: desk.answer,
    beginAnew: (n) => n % 3 === 0 && desk.beginAnew(),
    resolve: (n) => desk.setStatus(['open', 'resolved'][n % 2] as string),
    remove: (n) => desk.change(n, { deleted: true }),
    fill: (n) => desk.change(n, { submitted_email: `mia${n}@example.com` }),
    send() {
      sent.push(`sent ${sent.length}`);
      put({ content: sent.at(-1) as string });
    },
    hear: (n) => line.hear(1 + (n % 6)),
    read: network.read,
    arrive: network.arrive,
    fail(n) {
      network.fail(n);
      line.cut();
    },
    cut: line.cut,
    mend: line.mend,
    earlier: () => void loadEarlier().catch(() => {}),
    wait: async (n) => wait([100, 1200, 5000][n % 3] as number),
  };
  for (const [name, n] of steps) {
    await acts[name]?.(n);
    await settle();
  }
  line.mend();
  await rest(line);
  const found = await differences(desk, line, sent);
  network.lead(undefined);
  return found;
}
