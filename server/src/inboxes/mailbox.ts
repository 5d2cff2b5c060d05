import type { Vault } from '../auth/vault.ts';
import { HttpError } from '../errors.ts';
import { tellFault } from '../http/faults.ts';
import { OutboundError, publicAddresses, type Reach } from '../http/outbound-address.ts';
import { callPeer } from '../http/peers.ts';
import { tryImap } from '../mail/imap-sign-in.ts';
import { SignInError, type MailServerAccess, type SignInProblem } from '../mail/sign-in.ts';
import { trySmtp } from '../mail/smtp-sign-in.ts';
import { fullChannel } from './channels.ts';
import type { Inbox } from './queries.ts';
import type { ChannelInput } from './schema.ts';
import { openSecrets } from './secrets.ts';

const TIMEOUT = 10_000;

interface Checking {
  vault: Vault;
  reach: Reach;
}

/**
 * Tries the mail servers that a request switches on, or sets up while they are on. Throws 422 with
 * the contract's words (customer §4): whether an address inside our network is closed, filtered or
 * forbidden is not told.
 */
export async function checkMailbox(
  { vault, reach }: Checking,
  inbox: Pick<Inbox, 'channel_type' | 'channel' | 'secrets'>,
  given: ChannelInput,
): Promise<void> {
  if (inbox.channel_type !== 'Channel::Email') return;
  const channel = fullChannel(inbox.channel_type, inbox.channel);
  const secrets = openSecrets(vault, inbox.secrets);
  const concerns = (kind: 'imap' | 'smtp'): boolean =>
    channel[`${kind}_enabled`] === true &&
    Object.entries(given).some(
      ([name, value]) => name.startsWith(`${kind}_`) && value !== undefined,
    );
  const text = (name: string): string => String(channel[name] ?? '');
  if (concerns('imap')) {
    const password = secrets.imap_password ?? '';
    const secure = channel['imap_enable_ssl'] === true;
    await attempt('IMAP', { ...place(channel, 'imap'), reach }, async (place) =>
      tryImap({ ...place, login: text('imap_login'), password, secure }),
    );
  }
  if (concerns('smtp')) {
    await attempt('SMTP', { ...place(channel, 'smtp'), reach }, async (place) =>
      trySmtp({
        ...place,
        login: text('smtp_login'),
        password: secrets.smtp_password ?? '',
        secure: channel['smtp_enable_ssl_tls'] === true,
        upgrades: channel['smtp_enable_starttls_auto'] === true,
        verifies: channel['smtp_openssl_verify_mode'] !== 'none',
        domain: text('smtp_domain'),
        method: text('smtp_authentication'),
      }),
    );
  }
}

const place = (channel: Record<string, unknown>, kind: string) => ({
  hostname: String(channel[`${kind}_address`] ?? '').replace(/^\[|\]$/g, ''),
  port: Number(channel[`${kind}_port`]),
});

type Place = Pick<MailServerAccess, 'hostname' | 'address' | 'port' | 'timeoutMs'>;

async function attempt(
  protocol: 'IMAP' | 'SMTP',
  { hostname, port, reach }: { hostname: string; port: number; reach: Reach },
  work: (place: Place) => Promise<void>,
): Promise<void> {
  const began = performance.now();
  const elapsed = (): number => Math.round(performance.now() - began);
  const peer = `${hostname}:${port}`;
  try {
    if (hostname === '' || port === 0) throw new SignInError('unreachable');
    const signal = AbortSignal.timeout(TIMEOUT);
    const found = await publicAddresses({ hostname, port }, { ...reach, signal });
    // One connection is tried: many hosts have no way out by IPv6, so the other kind goes first.
    const address = (found.find(({ family }) => family === 4) ?? found[0])?.address ?? hostname;
    // What finding its address took is gone.
    const timeoutMs = Math.max(1, TIMEOUT - elapsed());
    await callPeer(peer, async () => work({ hostname, address, port, timeoutMs }));
  } catch (error) {
    if (error instanceof OutboundError && error.reason === 'unresolvable') {
      const text = `Please check the network connection, ${protocol} address and try again.`;
      throw new HttpError(422, { message: text });
    }
    if (!(error instanceof SignInError || error instanceof OutboundError)) throw error;
    const reason = error instanceof SignInError ? error.problem : error.reason;
    if (reason !== 'credentials') tellFault({ call: 'mailbox', peer, reason, took: elapsed() });
    const problem: SignInProblem =
      error instanceof SignInError
        ? error.problem
        : error.reason === 'timeout'
          ? 'timeout'
          : 'unreachable';
    throw new HttpError(422, { message: said(protocol, problem, `${hostname}:${port}`) });
  }
}

function said(protocol: string, problem: SignInProblem, target: string): string {
  switch (problem) {
    case 'credentials':
      return `Please check the ${protocol} credentials and try again.`;
    case 'timeout':
      return `Connection timed out for ${target}`;
    case 'unreachable':
      return `Host unreachable, Please check the ${protocol} address, ${protocol} port and try again.`;
    case 'closed':
      return 'Connection closed.';
  }
}
