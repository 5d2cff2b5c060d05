import { tellAdministrators } from '../agents/tell-administrators.ts';
import { transaction } from '../db/pool.ts';
import { row } from '../db/query.ts';
import type { Queues } from '../jobs/queues.ts';
import type { Platform } from '../platform.ts';

type Warning = Queues['warn_of_endpoint'];

// One mail a day about events that were given up; that an endpoint was paused is always said.
const note = `
  update webhook_endpoints set warned_at = now()
  where account_id = $1 and id = $2 and removed_at is null
    and ($3 or warned_at is null or warned_at < now() - interval '1 day')
  returning kind, url, (select name from accounts where id = $1) as account`;

/** Tells the administrators of the account by mail that an endpoint needs them. */
export async function warnOfEndpoint(
  { pool, config }: Pick<Platform, 'pool' | 'config'>,
  { account_id, endpoint_id, because }: Warning,
): Promise<void> {
  await transaction(pool, async (tx) => {
    const values = [account_id, endpoint_id, because !== 'undelivered'];
    const endpoint = await row<{ kind: string; url: string; account: string }>(tx, note, values);
    if (endpoint === undefined) return;
    await tellAdministrators(tx, account_id, words(because, endpoint, config.baseUrl));
  });
}

const facts = {
  undelivered: 'was not told of an event: every attempt of three days failed.',
  gone: 'answered that it is gone for good (410). Nothing is sent there any more.',
  failing: 'has failed for days. Nothing is sent there any more.',
} as const;

function words(
  because: Warning['because'],
  { kind, url, account }: { kind: string; url: string; account: string },
  baseUrl: string,
) {
  const host = URL.canParse(url) ? new URL(url).host : 'an address that is none';
  const what = kind === 'agent_bot' ? 'The bot at' : 'The webhook at';
  const subject = because === 'undelivered' ? 'A webhook fails' : 'A webhook was paused';
  return {
    subject: `${subject} (${account})`,
    paragraphs: [
      `${what} ${host} ${facts[because]}`,
      because === 'undelivered'
        ? 'The log of its deliveries says why, and can send them again.'
        : 'What happens meanwhile is kept: it is sent when an administrator resumes the webhook.',
      `Account: ${account}, ${baseUrl}`,
    ],
  };
}
