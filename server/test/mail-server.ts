import type { AddressInfo } from 'node:net';
import { after } from 'node:test';
import { simpleParser, type ParsedMail } from 'mailparser';
import { SMTPServer } from 'smtp-server';

export interface ReceivedMail {
  /** Of the envelope, as the server was told. */
  from: string;
  to: string[];
  raw: string;
  parsed: Promise<ParsedMail>;
}

export interface MailServer {
  url: string;
  received: ReceivedMail[];
  /** How many connections were made to it. */
  connections: number;
  /** Answers to the next mails: a code and text refuse the recipient, or the content; then it accepts. */
  refuseRecipients: string[];
  refuseContents: string[];
}

/** A real mail server that keeps what it gets; taken down after the file's tests. */
export async function startMailServer(): Promise<MailServer> {
  const state: MailServer = {
    url: '',
    received: [],
    connections: 0,
    refuseRecipients: [],
    refuseContents: [],
  };
  const server = new SMTPServer({
    authOptional: true,
    closeTimeout: 100,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onConnect(_session, done) {
      state.connections += 1;
      done();
    },
    onRcptTo(_address, _session, done) {
      done(refusal(state.refuseRecipients.shift()));
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const error = refusal(state.refuseContents.shift());
        if (error != null) return done(error);
        const raw = Buffer.concat(chunks).toString('utf8');
        const { mailFrom, rcptTo } = session.envelope;
        const envelope = {
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map((each) => each.address),
        };
        state.received.push({ ...envelope, raw, parsed: simpleParser(raw) });
        done();
      });
    },
  });
  server.on('error', () => {}); // clients that hang up are what some tests are about
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  after(() => new Promise<void>((resolve) => server.close(resolve)));
  state.url = `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
  return state;
}

/** `550 No such user` as the error that makes the server say so. */
function refusal(answer: string | undefined): Error | null {
  if (answer === undefined) return null;
  const [code, ...words] = answer.split(' ');
  return Object.assign(new Error(words.join(' ')), { responseCode: Number(code) });
}

/** A mail server that takes nobody's mail but theirs who sign in as this person; gives its port. */
export async function startMailServerFor(known: {
  user: string;
  password: string;
}): Promise<number> {
  const server = new SMTPServer({
    closeTimeout: 100,
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    onAuth: ({ username, password }, _session, done) =>
      username === known.user && password === known.password
        ? done(null, { user: username })
        : done(new Error('who?')),
  });
  server.on('error', () => {});
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  after(() => server.close());
  return (server.server.address() as AddressInfo).port;
}
