import nodemailer from 'nodemailer';
import type { Config } from '../config.ts';
import { lockHolder } from '../lock.ts';
import { within } from '../observe/readiness.ts';
import { serverLock } from './database.ts';
import { bad, type Finding, good, note } from './finding.ts';

const PATIENCE = 5000;

/** Whether the mail server of SMTP_URL greets us and takes our credentials. No mail is sent. */
export async function checkMail(config: Config): Promise<Finding[]> {
  if (config.smtpUrl === undefined) {
    return [
      note(
        'Mail',
        'not set: invitations, new passwords and transcripts cannot be sent; set SMTP_URL=smtp://user:password@host',
      ),
    ];
  }
  const { host } = new URL(config.smtpUrl);
  const transport = nodemailer.createTransport({
    url: config.smtpUrl,
    connectionTimeout: PATIENCE,
    greetingTimeout: PATIENCE,
    socketTimeout: PATIENCE,
  });
  try {
    // What it says a letter at a time ends, too.
    await within(3 * PATIENCE, transport.verify());
    return [good('Mail', `${host} takes our mail`)];
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return [bad('Mail', `${host} does not take our mail (${why}): correct SMTP_URL`)];
  } finally {
    transport.close();
  }
}

/** Whether the server answers under its public address. */
export async function checkUrl(config: Config): Promise<Finding[]> {
  const url = `${config.baseUrl}/health`;
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(PATIENCE) });
    await answer.body?.cancel();
    if (answer.ok) return [good('URL', `${url} answers`)];
    return [bad('URL', `${url} answers ${answer.status}: does BASE_URL lead to this server?`)];
  } catch (error) {
    if (lockHolder(serverLock(config)) === undefined && config.databaseUrl === undefined) {
      return [note('URL', `the server is not running: start it with npm start`)];
    }
    return [
      bad(
        'URL',
        `${url} does not answer (${reason(error)}): start the server, or correct BASE_URL`,
      ),
    ];
  }
}

/** fetch hides why it failed one level below. */
function reason(error: unknown): string {
  const { cause, message } = error as Error;
  return cause instanceof Error ? cause.message || cause.name : message;
}
