import nodemailer, { type SendMailOptions } from 'nodemailer';
import addressparser from 'nodemailer/lib/addressparser';
import { without } from '../failpoint.ts';
import { tellFault } from '../http/faults.ts';

export interface Address {
  name: string;
  address: string;
}

export interface Mail {
  /** Who it is from, as its reader sees it. It leaves in the name of MAIL_FROM in any case. */
  from: Address;
  /** One bare address; whatever else stands in the text makes it unusable, not two recipients. */
  to: string;
  subject: string;
  html: string;
  text: string;
  /** Names the mail on every try, so that a mail sent twice is shown once. */
  id: string;
  /** Names what it is about: mails with the same one are shown together. */
  thread?: string;
  /** Where one can have no more of them: a POST there is enough (RFC 8058). */
  unsubscribe?: string;
}

export interface Mailer {
  /** Hands the mail to the mail server. Throws MailRefusedError when there is no use in trying again. */
  send(mail: Mail): Promise<void>;
  close(): void;
}

/** The mail server, or common sense, says that this mail can never be delivered. */
export class MailRefusedError extends Error {}

/** There is no mail server to send with: SMTP_URL is not set. */
export class MailNotConfiguredError extends Error {
  override readonly message = 'SMTP_URL is not set: no mail can leave';
}

interface MailSettings {
  smtpUrl: string | undefined;
  mailFrom: string;
  /** Milliseconds for the whole of one delivery, whatever the peer does: one that trickles is cut off too. */
  deadline?: number;
}

/** Opens the way to the mail server of SMTP_URL; without one every mail fails with MailNotConfiguredError. */
export function openMailer({ smtpUrl, mailFrom, deadline = 30_000 }: MailSettings): Mailer {
  if (smtpUrl === undefined) {
    return {
      send: async () => Promise.reject(new MailNotConfiguredError()),
      close: () => {},
    };
  }
  const transport = nodemailer.createTransport({
    url: smtpUrl,
    pool: true,
    maxConnections: 2,
    idleTimeout: 20_000,
    // A lost connection is our job's to try again: the pool would do so after an unclear end as well.
    maxRequeues: 0,
    connectionTimeout: 8000,
    greetingTimeout: 8000,
    socketTimeout: 12_000,
    dnsTimeout: 5000,
    // Of one answer; who says more is no mail server.
    maxResponseSize: 64 * 1024,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const sender = senderOf(mailFrom);
  return {
    async send(mail) {
      const message = compose(mail, sender);
      const began = performance.now();
      try {
        await transport.sendMail({ ...message, ...endingAfter(deadline) });
      } catch (error) {
        if (!isAnswer(error)) {
          const took = Math.round(performance.now() - began);
          tellFault({ call: 'mail', peer: new URL(smtpUrl).host, reason: reasonOf(error), took });
        }
        throw isFinal(error) ? new MailRefusedError((error as Error).message) : error;
      }
    },
    close: () => transport.close({ force: true }),
  };
}

/** MAIL_FROM, such as `Confab <confab@example.com>`, in its parts. */
export function senderOf(mailFrom: string): Address {
  const [first] = addressparser(mailFrom, { flatten: true });
  return { name: first?.name ?? '', address: first?.address || mailFrom };
}

// Deliberately narrow: what two parsers could read differently is not an address to us.
const plainAddress = /^[^\s<>()[\],;:"\\@\p{Cc}]+@[^\s<>()[\],;:"\\@\p{Cc}]+$/u;

function compose(mail: Mail, sender: Address): SendMailOptions {
  if (!plainAddress.test(mail.to)) throw new MailRefusedError('the recipient is not an address');
  const to = { name: '', address: mail.to };
  const address = plainAddress.test(mail.from.address) ? mail.from.address : sender.address;
  return {
    from: { name: withoutControls(mail.from.name), address },
    // Says who really sends when the account writes under an address of its own (RFC 5322 §3.6.2).
    ...(address === sender.address ? {} : { sender: sender.address }),
    to,
    envelope: { from: sender.address, to: [to] },
    subject: withoutControls(mail.subject),
    messageId: identified(mail.id, sender),
    ...(mail.thread === undefined ? {} : { references: [identified(mail.thread, sender)] }),
    html: mail.html,
    text: mail.text,
    // Vacation notices answer people, not machines.
    headers: {
      'Auto-Submitted': 'auto-generated',
      ...(mail.unsubscribe === undefined ? {} : unsubscribing(mail.unsubscribe)),
    },
  };
}

const unsubscribing = (url: string): Record<string, string> => ({
  'List-Unsubscribe': `<${url}>`,
  'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
});

const identified = (id: string, { address }: Address): string =>
  `<${id}@${address.split('@')[1] ?? 'localhost'}>`;

/** Header values are one line; nodemailer quotes and encodes the rest. */
const withoutControls = (text: string): string => text.replace(/\p{Cc}+/gu, ' ').trim();

const endingAfter = (deadline: number): { signal?: AbortSignal } =>
  without('calls-have-a-deadline') ? {} : { signal: AbortSignal.timeout(deadline) };

/** Whether the server has said something; otherwise it was not there, or silent. */
const isAnswer = (error: unknown): boolean =>
  (error as { responseCode?: number }).responseCode !== undefined;

const reasonOf = (error: unknown): string => {
  const { name, code } = error as { name: string; code?: string };
  return name === 'TimeoutError' || code === 'ETIMEDOUT' || code === 'EABORT'
    ? 'timeout'
    : 'unreachable';
};

/** A 5xx about this mail. One about our login or connection is for the operator to mend, and passes. */
function isFinal(error: unknown): boolean {
  const { code, responseCode = 0 } = error as { code?: string; responseCode?: number };
  return responseCode >= 500 && (code === 'EENVELOPE' || code === 'EMESSAGE');
}
