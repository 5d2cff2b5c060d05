import type { Mail } from '../src/mail/mailer.ts';
import { sendAccessMail, type AccessMail } from '../src/auth/mail.ts';
import { sql } from './inside.ts';
import type { World } from './world.ts';

/** Sends the mails about access that wait, as the worker would, and gives them. */
export async function accessMails(world: World): Promise<Mail[]> {
  const jobs = await sql<{ id: string; data: AccessMail }>(
    world,
    `select id, data from jobs.job where name = 'send_access_mail' order by created_on`,
  );
  const sent: Mail[] = [];
  const mailer = {
    send: async (mail: Mail) => void sent.push(mail),
    close: () => {},
  };
  for (const { id, data } of jobs) {
    await sendAccessMail({ platform: world.platform, mailer }, data, id);
  }
  await sql(world, `delete from jobs.job where name = 'send_access_mail'`);
  return sent;
}

/** The token in the link of a mail, and where the link goes. */
export function linkIn({ text }: Pick<Mail, 'text'>): { page: string; token: string } {
  const address = /https?:\/\/\S+/.exec(text)?.[0] ?? 'http://none/';
  const url = new URL(address);
  const [token = ''] = [...url.searchParams.values()];
  return { page: `${url.origin}${url.pathname}?${[...url.searchParams.keys()].join('&')}`, token };
}
