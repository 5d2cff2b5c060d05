import { createECDH } from 'node:crypto';
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { removeGuards } from './failpoint.ts';
import { readHosts } from './db/hosts.ts';
import { StartError } from './start-error.ts';

/** Every setting the operator has, read from the environment once. Durations are in milliseconds. */
export interface Config {
  readonly production: boolean;
  readonly host: string;
  readonly port: number;
  /** Absolute path. Holds the embedded database, uploaded files, the secret key and first-run.json. */
  readonly dataDir: string;
  /** `undefined` means: run the embedded PostgreSQL in `dataDir`. */
  readonly databaseUrl: string | undefined;
  /** Connections of each process. */
  readonly databasePoolSize: number;
  /** Processes that serve; with more than one, another process leads them. */
  readonly workers: number;
  /** Public address of this server without a trailing slash; file and page URLs start with it. */
  readonly baseUrl: string;
  /** 32 bytes or more as text. `undefined` means: made once and kept in `dataDir/secret.key`. */
  readonly secretKey: string | undefined;
  readonly smtpUrl: string | undefined;
  readonly mailFrom: string;
  /** With what pushes to browsers are signed; `undefined` means: with keys that follow from the secret key. */
  readonly vapid: { readonly publicKey: string; readonly privateKey: string } | undefined;
  /** `undefined` means: files live in `dataDir/files`. Otherwise `s3://key:secret@host/bucket?…`. */
  readonly storageUrl: string | undefined;
  /**
   * Targets of our own calls (pictures, uploads by URL, webhooks, mail servers) that are allowed
   * although they are not on the public internet: `host` or `host:port`, in lower case.
   */
  readonly outboundAllow: readonly string[];
  /** For one call of a webhook, from the name to the last byte of the answer. */
  readonly webhookTimeoutMs: number;
  /** How many webhooks this process calls at the same time. */
  readonly webhookConcurrency: number;
  /** For tests: the waits between the attempts of webhooks are so many times shorter. */
  readonly webhookTimeScale: number;
  /** Where mail for e-mail inboxes may be forwarded to; `undefined` means: nowhere. */
  readonly inboundEmailDomain: string | undefined;
  /** Seconds that a background job may take; it is tried again after that. */
  readonly jobSeconds: number;
  /** For how many hours what happened can be read again: so long a client of the change feed may stay away. */
  readonly eventRetentionHours: number;
  /** Requests per minute and client address; 0 switches the limit off. */
  readonly rateLimit: number;
  /** Report requests per minute, of one person in an account and of the whole account. */
  readonly reportsPerUser: number;
  readonly reportsPerAccount: number;
  /** Searches of contacts per minute and account. */
  readonly contactSearches: number;
  /** Whether visitors of websites have limits of their own, per address. */
  readonly widgetLimits: boolean;
  /** Addresses (or networks such as 10.0.0.0/8) that are never limited, and may read /metrics. */
  readonly rateLimitExempt: readonly string[];
  /** How many proxies stand in front: X-Forwarded-For is believed for so many hops. */
  readonly trustedProxies: number;
  /**
   * When set, GET /metrics wants it as `Authorization: Bearer …`, from everybody. `undefined` means:
   * the addresses of `rateLimitExempt` may read it, others may not.
   */
  readonly metricsToken: string | undefined;
  /** Whether strangers may make accounts; `api_only` allows it and hides it from the sign-in page. */
  readonly accountSignup: 'true' | 'false' | 'api_only';
  /** Whether pages of any origin may call all of the API, not only the customers' part. */
  readonly apiCors: boolean;
  readonly logLevel: string;
}

/**
 * Reads and checks the environment; this is the only place that reads process.env.
 * @throws StartError with every mistake at once, so that an operator mends them in one go.
 */
export function loadConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const mistakes: string[] = [];
  const integer = integersFrom(env, mistakes);
  const word = wordsFrom(env, mistakes);
  const url = (name: string, protocols: string[]): string | undefined => {
    const text = env[name];
    if (text === undefined || text === '') return undefined;
    if (URL.canParse(text) && protocols.includes(new URL(text).protocol)) return text;
    mistakes.push(
      `${name} must be a URL that starts with ${protocols.map((p) => `${p}//`).join(' or ')}`,
    );
    return undefined;
  };

  const port = integer('PORT', 3000, 0, 65_535);
  const secretKey = env['SECRET_KEY'] || undefined;
  if (secretKey !== undefined && secretKey.length < 32) {
    mistakes.push('SECRET_KEY must have at least 32 characters');
  }
  const baseUrl = url('BASE_URL', ['http:', 'https:']) ?? `http://localhost:${port}`;
  const config: Config = {
    production: env['NODE_ENV'] === 'production',
    host: env['HOST'] || '0.0.0.0',
    port,
    dataDir: resolve(env['DATA_DIR'] || 'data'),
    databaseUrl: readDatabaseUrl(env['DATABASE_URL'], mistakes),
    databasePoolSize: integer('DATABASE_POOL_SIZE', 16, 2, 500),
    workers: integer('WORKERS', 1, 1, 64),
    baseUrl: baseUrl.replace(/\/+$/, ''),
    secretKey,
    smtpUrl: url('SMTP_URL', ['smtp:', 'smtps:']),
    mailFrom: env['MAIL_FROM'] || 'Confab <confab@localhost>',
    vapid: readVapid(env, mistakes),
    storageUrl: url('STORAGE_URL', ['s3:', 's3+http:']),
    outboundAllow: readOutboundAllow(env['OUTBOUND_ALLOW'] ?? '', mistakes),
    ...readWebhookSettings(integer),
    inboundEmailDomain: readDomain(env['MAILER_INBOUND_EMAIL_DOMAIN'] ?? '', mistakes),
    jobSeconds: integer('JOB_TIMEOUT', 300, 1, 600),
    eventRetentionHours: integer('EVENT_RETENTION_HOURS', 168, 24, 87_600),
    rateLimit: integer('RATE_LIMIT', 3000, 0, 1_000_000_000),
    reportsPerUser: integer('RATE_LIMIT_REPORTS_API_USER_LEVEL', 100, 1, 1_000_000),
    reportsPerAccount: integer('RATE_LIMIT_REPORTS_API_ACCOUNT_LEVEL', 1000, 1, 1_000_000),
    contactSearches: integer('RATE_LIMIT_CONTACT_SEARCH', 100, 1, 1_000_000),
    widgetLimits: env['ENABLE_RACK_ATTACK_WIDGET_API'] !== 'false',
    rateLimitExempt: (env['RATE_LIMIT_EXEMPT'] ?? '127.0.0.1,::1').split(',').map((a) => a.trim()),
    trustedProxies: integer('TRUSTED_PROXIES', 0, 0, 10),
    accountSignup: word('ENABLE_ACCOUNT_SIGNUP', ['false', 'true', 'api_only']),
    apiCors: word('ENABLE_API_CORS', ['false', 'true']) === 'true',
    metricsToken: env['METRICS_TOKEN'] || undefined,
    logLevel: word('LOG_LEVEL', ['info', 'fatal', 'error', 'warn', 'debug', 'trace', 'silent']),
  };
  const refusal = removeGuards(env['FAILPOINT'] ?? '', config.production);
  if (refusal !== undefined) mistakes.push(refusal);
  if (mistakes.length > 0) throw new StartError(`Wrong settings: ${mistakes.join('; ')}`);
  return Object.freeze(config);
}

const integersFrom =
  (env: NodeJS.ProcessEnv, mistakes: string[]) =>
  (...[name, fallback, min, max]: [string, number, number, number]): number => {
    const text = env[name];
    if (text === undefined || text === '') return fallback;
    const value = Number(text);
    if (Number.isInteger(value) && value >= min && value <= max) return value;
    mistakes.push(`${name} must be a whole number from ${min} to ${max}, not "${text}"`);
    return fallback;
  };

const readWebhookSettings = (integer: ReturnType<typeof integersFrom>) => ({
  webhookTimeoutMs: 1000 * integer('WEBHOOK_TIMEOUT', 15, 1, 60),
  webhookConcurrency: integer('WEBHOOK_CONCURRENCY', 256, 1, 10_000),
  webhookTimeScale: integer('WEBHOOK_TIME_SCALE', 1, 1, 1_000_000),
});

const list = (text: string): string[] =>
  text
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');

/** Reads one of the words; the first is meant when nothing is said. */
const wordsFrom =
  (env: NodeJS.ProcessEnv, mistakes: string[]) =>
  <W extends string>(name: string, words: readonly [W, ...W[]]): W => {
    const text = env[name] || words[0];
    const found = words.find((each) => each === text);
    if (found !== undefined) return found;
    mistakes.push(`${name} must be one of ${words.join(', ')}, not "${text}"`);
    return words[0];
  };

const HOST = /^(\[[\da-f:.]+\]|[\da-z_]([\w.-]*[\da-z_])?)(:\d{1,5})?$/;

function readDatabaseUrl(url: string | undefined, mistakes: string[]): string | undefined {
  if (url === undefined || url === '') return undefined;
  try {
    // What stands before the hosts and after them is a URL like any other.
    if (URL.canParse(readHosts(url).single)) return url;
    mistakes.push('DATABASE_URL must be a URL that starts with postgres://');
  } catch (error) {
    mistakes.push(`DATABASE_URL ${(error as Error).message}`);
  }
  return undefined;
}

function readOutboundAllow(text: string, mistakes: string[]): string[] {
  const targets = list(text).map((each) => each.toLowerCase());
  for (const each of targets.filter((target) => !HOST.test(target) && isIP(target) === 0)) {
    mistakes.push(
      `OUTBOUND_ALLOW must list hosts as host or host:port, without scheme, path or mask, not "${each}"`,
    );
  }
  return targets;
}

function publicKeyOf(privateKey: string): string | undefined {
  const curve = createECDH('prime256v1');
  try {
    curve.setPrivateKey(privateKey, 'base64url');
    return curve.getPublicKey('base64url');
  } catch {
    return undefined;
  }
}

/** The pair of an installation that browsers have subscribed to before. */
function readVapid(env: NodeJS.ProcessEnv, mistakes: string[]): Config['vapid'] {
  const publicKey = (env['VAPID_PUBLIC_KEY'] ?? '').trim().replace(/=+$/, '');
  const privateKey = (env['VAPID_PRIVATE_KEY'] ?? '').trim().replace(/=+$/, '');
  if (publicKey === '' && privateKey === '') return undefined;
  if (publicKeyOf(privateKey) === publicKey) return { publicKey, privateKey };
  mistakes.push('VAPID_PUBLIC_KEY and VAPID_PRIVATE_KEY must be a pair, each in base64url');
  return undefined;
}

function readDomain(text: string, mistakes: string[]): string | undefined {
  const domain = text.trim().toLowerCase();
  if (domain === '') return undefined;
  if (/^[\da-z]([\da-z-]*[\da-z])?(\.[\da-z]([\da-z-]*[\da-z])?)*$/.test(domain)) return domain;
  mistakes.push(
    `MAILER_INBOUND_EMAIL_DOMAIN must be a domain such as in.example.com, not "${text}"`,
  );
  return undefined;
}
