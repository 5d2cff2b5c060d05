import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { SignInError, type MailServerAccess } from './sign-in.ts';

// A server says a few lines until here; who says more is none.
const MAX_BYTES = 64 * 1024;

/** What is said on one connection, line by line. */
interface Dialog {
  say(text: string): void;
  /** The next line; rejected with a SignInError when there is none. */
  hear(): Promise<string>;
  /** Ends the listening; the connection stays. */
  leave(): void;
}

/**
 * Signs in to an IMAP server and out again, to find out whether that works. The connection is
 * encrypted from the start, or as soon as the server offers it. Throws SignInError.
 */
export async function tryImap(access: MailServerAccess): Promise<void> {
  const { address: host, port, hostname, secure } = access;
  const servername = /^[\d.]+$|:/.test(hostname) ? undefined : hostname;
  const plain = secure ? connectTls({ host, port, servername }) : connect({ host, port });
  const timer = setTimeout(() => plain.destroy(new SignInError('timeout')), access.timeoutMs);
  try {
    const dialog = openDialog(plain);
    if (!/^\* (OK|PREAUTH)/i.test(await dialog.hear())) throw new SignInError('closed');
    const encrypted = secure ? undefined : await upgrade(plain, dialog, servername);
    await signIn(encrypted ?? dialog, access);
  } finally {
    clearTimeout(timer);
    plain.destroy();
  }
}

/** The dialog over TLS, if the server offers that. */
async function upgrade(
  socket: Socket,
  dialog: Dialog,
  servername: string | undefined,
): Promise<Dialog | undefined> {
  const { lines } = await command(dialog, 'a1', 'CAPABILITY');
  if (!lines.some((line) => /\bSTARTTLS\b/i.test(line))) return undefined;
  const { status } = await command(dialog, 'a2', 'STARTTLS');
  if (status !== 'OK') throw new SignInError('closed');
  dialog.leave();
  return openDialog(connectTls({ socket, servername }));
}

/** Name and password as literals, which can hold every character but do not end anything. */
async function signIn(dialog: Dialog, { login, password }: MailServerAccess): Promise<void> {
  const literal = (text: string): string => `{${Buffer.byteLength(text)}}`;
  dialog.say(`a3 LOGIN ${literal(login)}`);
  if (!(await continues(dialog))) throw new SignInError('credentials');
  dialog.say(`${login} ${literal(password)}`);
  if (!(await continues(dialog))) throw new SignInError('credentials');
  const { status } = await command(dialog, '', password, 'a3');
  if (status !== 'OK') throw new SignInError('credentials');
  dialog.say('a4 LOGOUT');
}

async function continues(dialog: Dialog): Promise<boolean> {
  for (;;) {
    const line = await dialog.hear();
    if (!line.startsWith('*')) return line.startsWith('+');
  }
}

/** Says it, and hears what is said until the line that answers it. */
async function command(
  dialog: Dialog,
  ...[tag, text, answers = tag]: [tag: string, text: string, answers?: string]
): Promise<{ status: string; lines: string[] }> {
  dialog.say(tag === '' ? text : `${tag} ${text}`);
  const lines: string[] = [];
  for (;;) {
    const line = await dialog.hear();
    if (line.startsWith(`${answers} `)) {
      return { status: (line.split(' ')[1] ?? '').toUpperCase(), lines };
    }
    lines.push(line);
  }
}

function openDialog(socket: Socket): Dialog {
  const lines: string[] = [];
  let rest = '';
  let heard = 0;
  let failure: SignInError | undefined;
  let wake = (): void => {};
  const onData = (chunk: Buffer): void => {
    heard += chunk.length;
    if (heard > MAX_BYTES) socket.destroy(new SignInError('closed'));
    const parts = (rest + chunk.toString('latin1')).split('\r\n');
    rest = parts.pop() ?? '';
    lines.push(...parts);
    wake();
  };
  const fail = (error?: Error): void => {
    failure ??= error instanceof SignInError ? error : problemOf(socket, error);
    wake();
  };
  socket.on('data', onData).on('error', fail).on('close', fail).on('end', fail);
  return {
    say: (text) => void socket.write(`${text}\r\n`),
    async hear() {
      while (lines.length === 0 && failure === undefined) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      const line = lines.shift();
      if (line === undefined) throw failure ?? new SignInError('closed');
      return line;
    },
    leave: () => void socket.off('data', onData),
  };
}

const problemOf = (socket: Socket, error: Error | undefined): SignInError =>
  new SignInError(socket.bytesRead === 0 ? 'unreachable' : 'closed', { cause: error });
