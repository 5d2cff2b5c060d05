import { createClient, Form } from '../rig/client.ts';
import { atConstantRate, type Done, type Kind } from '../rig/pace.ts';
import type { Stage } from './stage.ts';

export const MESSAGES = 'messages';

const picture = Buffer.alloc(40_000, 7);

/** What an account does on a busy day, for so many seconds. Who does it keeps no connection afterwards. */
export async function work(stage: Stage, messages: number, seconds: number): Promise<Done[]> {
  const { server, desk, conversations } = stage;
  const { token } = desk.admin;
  const { ask, close } = createClient({ url: server.url, token, connections: 32 });
  const place = `/api/v1/accounts/${desk.account_id}`;
  let turn = 0;
  const next = (): string => {
    turn += 1;
    return `${place}/conversations/${conversations[turn % conversations.length]}`;
  };
  const say = async (): Promise<number> => {
    const message_type = turn % 2 === 0 ? 'incoming' : 'outgoing';
    return ask('POST', `${next()}/messages`, {
      content: `word ${turn} of a busy day`,
      message_type,
    });
  };
  const attach = async (): Promise<number> => {
    const form = new FormData();
    form.set('content', 'as you can see');
    form.set('attachments[]', new Blob([picture], { type: 'application/pdf' }), 'bill.pdf');
    return ask('POST', `${next()}/messages`, new Form(form));
  };
  const now = Math.floor(Date.now() / 1000);
  const span = `since=${now - 7 * 86_400}&until=${now + 86_400}`;
  const report = `/api/v2/accounts/${desk.account_id}/reports?metric=incoming_messages_count&type=account&${span}`;
  const read = (name: string, perSecond: number, path: () => string): Kind => ({
    name,
    perSecond,
    act: async () => ask('GET', path()),
  });
  const done = await atConstantRate(
    [
      { name: MESSAGES, perSecond: messages, act: say },
      { name: 'attachments', perSecond: 1, act: attach },
      read('lists', messages / 10, () => `${place}/conversations`),
      read('pages', messages / 10, () => `${next()}/messages`),
      read('opened', messages / 10, next),
      read('searches', 1, () => `${place}/search?q=busy`),
      read('reports', 0.5, () => report),
    ],
    seconds,
  );
  close();
  return done;
}
