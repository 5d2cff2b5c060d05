import { pino, stdSerializers, type DestinationStream, type Logger } from 'pino';
import type { Config } from './config.ts';

/** Whatever could let a reader of the log act as somebody else: in a line, or in an object of it. */
const secrets = [
  'api_access_token',
  'access-token',
  'authorization',
  'cookie',
  'password',
  'secret',
  'token',
].flatMap((name) => [`["${name}"]`, `*["${name}"]`]);

/** The process's log: JSON lines on standard output unless said otherwise, ids and not bodies. */
export function createLog(config: Pick<Config, 'logLevel'>, to?: DestinationStream): Logger {
  const options = {
    level: config.logLevel,
    base: null,
    redact: { paths: secrets, censor: '[redacted]' },
    serializers: { err: presentError },
  };
  return to === undefined ? pino(options) : pino(options, to);
}

/**
 * An error as it may be logged. PostgreSQL's errors carry the values of the row they are about in
 * `detail` and `where`; of what it adds, only names and codes are kept.
 */
function presentError(error: Error): Record<string, unknown> {
  const { type, message, stack } = stdSerializers.err(error);
  const { code, table, constraint, responseCode } = error as unknown as Record<string, unknown>;
  const cause = error.cause instanceof Error ? presentError(error.cause) : undefined;
  return { type, message, stack, code, table, constraint, responseCode, cause };
}
