import nodemailer from 'nodemailer';
import { SignInError, type MailServerAccess, type SignInProblem } from './sign-in.ts';

export interface SmtpAccess extends MailServerAccess {
  /** Changes to TLS when the server offers it. */
  upgrades: boolean;
  /** Whether its certificate must be one that everybody trusts. */
  verifies: boolean;
  /** The name we greet it with; empty for the usual one. */
  domain: string;
  /** login, plain or cram_md5. */
  method: string;
}

// A server says a few lines; who says more is none.
const MAX_BYTES = 64 * 1024;

const problems: Record<string, SignInProblem> = {
  EAUTH: 'credentials',
  ENOAUTH: 'credentials',
  EOAUTH2: 'credentials',
  ETIMEDOUT: 'timeout',
  ECONNECTION: 'closed',
  EPROTOCOL: 'closed',
};

/** Signs in to an SMTP server and out again, to find out whether that works. Throws SignInError. */
export async function trySmtp(access: SmtpAccess): Promise<void> {
  const { hostname, address, port, login, password, secure, timeoutMs } = access;
  const transport = nodemailer.createTransport({
    host: address,
    port,
    secure,
    ignoreTLS: !access.upgrades,
    ...(access.domain === '' ? {} : { name: access.domain }),
    ...(login === ''
      ? {}
      : {
          auth: { user: login, pass: password },
          authMethod: access.method.toUpperCase().replace('_', '-'),
        }),
    tls: {
      ...(/^[\d.]+$|:/.test(hostname) ? {} : { servername: hostname }),
      rejectUnauthorized: access.verifies,
    },
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    maxResponseSize: MAX_BYTES,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new SignInError('timeout')), timeoutMs);
  });
  try {
    await Promise.race([transport.verify(), late]);
  } catch (error) {
    if (error instanceof SignInError) throw error;
    const { code = '' } = error as { code?: string };
    throw new SignInError(problems[code] ?? 'unreachable', { cause: error });
  } finally {
    clearTimeout(timer);
    transport.close();
  }
}
