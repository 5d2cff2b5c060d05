import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { until } from '../rig/clock.ts';
import { createReceiver, healthy } from '../rig/receiver.ts';
import { atMost, none, percentile, type Context, type Row } from '../scenario.ts';
import type { Stage } from './stage.ts';

const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const CALLS = 10;

/** Calls to peers that do well, while others are waited for. */
export async function healthyBesides(
  context: Context,
  stage: Stage,
): Promise<() => Promise<Row[]>> {
  const { admin, desk } = stage;
  const receiver = await createReceiver(healthy, context.random);
  context.after(async () => receiver.close());
  await admin.insist('webhooks', { url: receiver.url, subscriptions: ['message_created'] });
  const pictures = await servePictures(context);
  const given = { contact_id: desk.contact_id, inbox_id: desk.inboxes[0] };
  const conversation = String((await admin.insist('conversations', given))['id']);
  return async () => {
    const took = { webhook: [] as number[], file: [] as number[], picture: [] as number[] };
    const failures: string[] = [];
    for (let index = 0; index < CALLS; index += 1) {
      const path = `conversations/${conversation}/messages`;
      const { id } = await admin.insist(path, { content: 'Hello' });
      const began = Date.now();
      const arrived = () => receiver.receipts.some(({ subject }) => subject === id);
      if (!(await until(arrived, 10_000))) failures.push('webhook');
      took.webhook.push(Date.now() - began);
      const asked = Date.now();
      const { status } = await admin.call('POST', 'upload', {
        external_url: `${pictures}${index}.png`,
      });
      if (status !== 200) failures.push(`file: ${status}`);
      took.file.push(Date.now() - asked);
    }
    const began = Date.now();
    const made = await admin.insist('contacts', { name: 'Mia', avatar_url: `${pictures}mia.png` });
    const { id } = (made['payload'] as { contact: { id: number } }).contact;
    const hasPicture = async (): Promise<boolean> => {
      const { body } = await admin.call('GET', `contacts/${id}`);
      return (body['payload'] as { thumbnail: string }).thumbnail !== '';
    };
    if (!(await until(hasPicture, 30_000))) failures.push('picture');
    took.picture.push(Date.now() - began);
    return [
      atMost('meanwhile: a webhook that works', 2000, percentile(took.webhook, 1), 'ms'),
      atMost('meanwhile: a file that comes', 2000, percentile(took.file, 1), 'ms'),
      // A batch of pictures is taken when the one before has ended.
      atMost('meanwhile: a contact’s picture', 20_000, percentile(took.picture, 1), 'ms'),
      none('meanwhile: healthy calls that failed', failures),
    ];
  };
}

async function servePictures(context: Context): Promise<string> {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'image/png' }).end(PICTURE);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  context.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}
