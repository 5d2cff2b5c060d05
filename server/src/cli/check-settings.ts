import { resolveMx } from 'node:dns/promises';
import { join } from 'node:path';
import type { Config } from '../config.ts';
import { type Finding, good, note } from './finding.ts';

/** What the settings open to others: whom we call, who may sign up, where mail is forwarded to. */
export async function checkSettings(config: Config): Promise<Finding[]> {
  return [
    checkOutbound(config),
    checkSignUp(config),
    ...checkFiles(config),
    ...(await checkMailDomain(config)),
  ];
}

function checkOutbound({ outboundAllow }: Config): Finding {
  const subject = 'Calls';
  if (outboundAllow.length === 0) return good(subject, 'go to the public internet only');
  const targets = outboundAllow.join(', ');
  return note(subject, `may go to ${targets} as well: everybody who sets up webhooks reaches it`);
}

function checkSignUp({ accountSignup, smtpUrl, baseUrl }: Config): Finding {
  const subject = 'Sign-up';
  if (accountSignup === 'false') return good(subject, 'closed: administrators invite people');
  const where = accountSignup === 'true' ? '' : ' through the API';
  const open = `everybody who reaches ${baseUrl} may make an account${where}`;
  if (smtpUrl !== undefined) return note(subject, open);
  return note(subject, `${open}, but nobody can confirm an address: set SMTP_URL`);
}

/** Only who has a database of its own can have a second machine on it. */
function checkFiles({ databaseUrl, storageUrl, dataDir }: Config): Finding[] {
  if (databaseUrl === undefined || storageUrl !== undefined) return [];
  const text = `are kept in ${join(dataDir, 'files')}: with more than one machine set STORAGE_URL on all of them`;
  return [note('Files', text)];
}

async function checkMailDomain({ inboundEmailDomain: domain }: Config): Promise<Finding[]> {
  if (domain === undefined) return [];
  const subject = 'Mail domain';
  try {
    const [server] = await resolveMx(domain);
    return [good(subject, `${domain} is taken by ${server?.exchange ?? domain}`)];
  } catch {
    const text = `no mail server is named for ${domain}: forwarded mail gets lost; add an MX record`;
    return [note(subject, text)];
  }
}
