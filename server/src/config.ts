import { resolve } from 'node:path';
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
  readonly databasePoolSize: number;
  /** Public address of this server without a trailing slash; file and page URLs start with it. */
  readonly baseUrl: string;
  /** 32 bytes or more as text. `undefined` means: made once and kept in `dataDir/secret.key`. */
  readonly secretKey: string | undefined;
  readonly smtpUrl: string | undefined;
  readonly mailFrom: string;
  /** `undefined` means: files live in `dataDir/files`. Otherwise `s3://key:secret@host/bucket?…`. */
  readonly storageUrl: string | undefined;
  /** Requests per minute and client address; 0 switches the limit off. */
  readonly rateLimit: number;
  /** Addresses (or networks such as 10.0.0.0/8) that are never limited, and may read /metrics. */
  readonly rateLimitExempt: readonly string[];
  /** How many proxies stand in front: X-Forwarded-For is believed for so many hops. */
  readonly trustedProxies: number;
  /**
   * When set, GET /metrics wants it as `Authorization: Bearer …`, from everybody. `undefined` means:
   * the addresses of `rateLimitExempt` may read it, others may not.
   */
  readonly metricsToken: string | undefined;
  readonly logLevel: string;
}

/**
 * Reads and checks the environment; this is the only place that reads process.env.
 * @throws StartError with every mistake at once, so that an operator mends them in one go.
 */
export function loadConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const mistakes: string[] = [];
  const integer = (name: string, fallback: number, min: number, max: number): number => {
    const text = env[name];
    if (text === undefined || text === '') return fallback;
    const value = Number(text);
    if (Number.isInteger(value) && value >= min && value <= max) return value;
    mistakes.push(`${name} must be a whole number from ${min} to ${max}, not "${text}"`);
    return fallback;
  };
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
  const logLevel = env['LOG_LEVEL'] || 'info';
  if (!['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'].includes(logLevel)) {
    mistakes.push(
      `LOG_LEVEL must be one of fatal, error, warn, info, debug, trace, silent, not "${logLevel}"`,
    );
  }
  const baseUrl = url('BASE_URL', ['http:', 'https:']) ?? `http://localhost:${port}`;
  const config: Config = {
    production: env['NODE_ENV'] === 'production',
    host: env['HOST'] || '0.0.0.0',
    port,
    dataDir: resolve(env['DATA_DIR'] || 'data'),
    databaseUrl: url('DATABASE_URL', ['postgres:', 'postgresql:']),
    databasePoolSize: integer('DATABASE_POOL_SIZE', 16, 2, 500),
    baseUrl: baseUrl.replace(/\/+$/, ''),
    secretKey,
    smtpUrl: url('SMTP_URL', ['smtp:', 'smtps:']),
    mailFrom: env['MAIL_FROM'] || 'Confab <confab@localhost>',
    storageUrl: url('STORAGE_URL', ['s3:', 's3+http:']),
    rateLimit: integer('RATE_LIMIT', 3000, 0, 1_000_000_000),
    rateLimitExempt: (env['RATE_LIMIT_EXEMPT'] ?? '127.0.0.1,::1').split(',').map((a) => a.trim()),
    trustedProxies: integer('TRUSTED_PROXIES', 0, 0, 10),
    metricsToken: env['METRICS_TOKEN'] || undefined,
    logLevel,
  };
  if (mistakes.length > 0) throw new StartError(`Wrong settings: ${mistakes.join('; ')}`);
  return Object.freeze(config);
}
