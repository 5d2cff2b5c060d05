import { randomUUID } from 'node:crypto';
import Fastify, {
  LogController,
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import multipart from '@fastify/multipart';
import type { Logger } from 'pino';
import { mountFiles } from './attachments/serve.ts';
import { mountCable } from './cable/cable.ts';
import type { Fellows } from './cluster/fellows.ts';
import { mountConsoleFiles } from './console/files.ts';
import { mountConsolePage } from './console/page.ts';
import { mountFramePage } from './dashboard-apps/frame-page.ts';
import { mountSurveyPage } from './csat/page.ts';
import { mountUnsubscribePage } from './notifications/unsubscribe-page.ts';
import { docsRoutes } from './docs/routes.ts';
import { frameworkError, fromDatabaseError, HttpError } from './errors.ts';
import { without } from './failpoint.ts';
import { openDoorbell, type Doorbell } from './events/doorbell.ts';
import { createPublisher, type Publisher } from './events/publish.ts';
import { logAccess, routeOf } from './http/access-log.ts';
import { parseJson, parseQuery } from './http/bag.ts';
import { openToOrigins } from './http/cross-origin.ts';
import { drainable, type Drain } from './http/drain.ts';
import { mountRoute } from './http/mount.ts';
import { multipartOptions } from './http/multipart.ts';
import { limitRate } from './http/rate-limit.ts';
import { bodyText, sendBody } from './http/send.ts';
import { takingTurns } from './http/turns.ts';
import { observeRoutes } from './observe/routes.ts';
import { buildDocument } from './openapi/document.ts';
import { openApiRoutes } from './openapi/routes.ts';
import type { Platform } from './platform.ts';
import { routes } from './routes.ts';
import { mountWidgetFiles } from './widget/files.ts';
import { mountWidgetPage } from './widget/page.ts';

const MAX_BODY_BYTES = 4 * 1024 * 1024;
/** Of a run in which nobody is kept from sending more. */
const ANY_BODY_BYTES = 1024 ** 3;

declare module 'fastify' {
  interface FastifyInstance {
    drain: Drain;
    publisher: Publisher;
    doorbell: Doorbell;
  }
}

/** The HTTP server, complete but not yet listening. */
export async function buildApp(
  platform: Platform,
  log: Logger,
  fellows?: Fellows,
): Promise<FastifyInstance> {
  const app = Fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: (_address, hop) => hop < platform.config.trustedProxies,
    bodyLimit: without('bodies-are-bounded') ? ANY_BODY_BYTES : MAX_BODY_BYTES,
    // Who sends a header or a body drop by drop is cut off; what is in flight at a stop is finished.
    requestTimeout: 300_000,
    http: { headersTimeout: longestHeader(), connectionsCheckingInterval: 2000 },
    return503OnClosing: false,
    // An address that cannot be decoded never gets as far as our hooks and our own error handler.
    frameworkErrors: (_error: unknown, request: FastifyRequest, reply: FastifyReply) => {
      label(request, reply);
      void sendBody(reply, 400, bodyText({ status: 400, error: 'Bad Request' }));
    },
    genReqId: requestId,
    rewriteUrl: (request) => canonicalUrl(request.url ?? '/'),
    routerOptions: {
      ignoreTrailingSlash: true,
      ignoreDuplicateSlashes: true,
      maxParamLength: 2000,
      querystringParser: parseQuery,
    },
  }) as unknown as FastifyInstance;

  app.addHook('onRequest', async (request, reply) => label(request, reply));
  app.decorate('drain', drainable(app));
  const publisher = createPublisher({ pool: platform.pool, log });
  app.decorate('publisher', publisher);
  const doorbell = openDoorbell({ pool: platform.pool, publisher });
  app.decorate('doorbell', doorbell);
  app.drain.onLeave(async () => doorbell.close());
  app.addHook('preClose', async () => doorbell.close());
  app.addHook('onListen', async () => publisher.start());
  app.addHook('onClose', async () => publisher.stop());
  logAccess(app);
  limitRate(app, platform.config, fellows);
  openToOrigins(app, platform.config);
  readBodies(app);
  await app.register(multipart, multipartOptions);
  answerErrors(app);
  observeRoutes(app, platform, { drain: app.drain, fellows });
  const turns = takingTurns(platform.pool.options.max);
  for (const route of routes) mountRoute(app, { platform, turns }, route);
  mountFiles(app, platform);
  mountSurveyPage(app);
  mountWidgetPage(app, platform);
  mountWidgetFiles(app);
  mountConsolePage(app, platform);
  mountConsoleFiles(app);
  mountFramePage(app, platform);
  mountUnsubscribePage(app);
  mountCable(app, platform);
  const describe = () => buildDocument(routes, platform.config);
  openApiRoutes(app, describe);
  docsRoutes(app, describe);
  return app;
}

/** Milliseconds. */
const longestHeader = (): number => (without('headers-come-in-time') ? 0 : 12_000);

/** Every answer names its request, and is of no other type than it says. */
function label(request: FastifyRequest, reply: FastifyReply): void {
  void reply.header('x-request-id', request.id).header('x-content-type-options', 'nosniff');
}

/** A caller's own id is kept when it is harmless in a header and a log line. */
function requestId(request: { headers: Record<string, unknown> }): string {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && /^[\w.:-]{1,128}$/.test(given) ? given : randomUUID();
}

const download =
  /^(\/+api\/v2\/[^?]*\/reports\/(?:agents|inboxes|labels|teams|conversations_summary|conversation_traffic))\.csv\/?(?=$|\?)/;

/** Every API path also answers with a .json suffix (contract §0), and downloads of reports with .csv. */
function canonicalUrl(url: string): string {
  if (download.test(url)) return url.replace(download, '$1');
  return /^\/+(?:api\.json|(?:api|public|platform|auth|enterprise|installation)\/)/.test(url)
    ? url.replace(/^([^?]*)\.json\/?(?=$|\?)/, '$1')
    : url;
}

/** Milliseconds in which a text has arrived; a file may take as long as a request. */
const TEXT_TIMEOUT = 30_000;

function readBodies(app: FastifyInstance): void {
  app.addHook('preParsing', async ({ raw }, _reply, payload) => {
    if (!/json|urlencoded/.test(raw.headers['content-type'] ?? '')) return payload;
    const timer = setTimeout(() => raw.destroy(), TEXT_TIMEOUT).unref();
    raw.once('close', () => clearTimeout(timer)).once('end', () => clearTimeout(timer));
    return payload;
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    /^application\/(?:[\w.+-]+\+)?json/,
    { parseAs: 'string' },
    async (_request: unknown, body: string | Buffer) => parseJson(body.toString()),
  );
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    async (_request: unknown, body: string | Buffer) => parseQuery(body.toString()),
  );
  // What we cannot read carries no parameters, as in the original; it is read and dropped.
  app.addContentTypeParser('*', { parseAs: 'string' }, async () => ({}));
}

function answerErrors(app: FastifyInstance): void {
  app.setNotFoundHandler((_request, reply) =>
    sendBody(reply, 404, bodyText({ status: 404, error: 'Not Found' })),
  );
  app.setErrorHandler((error: FastifyError | HttpError, request, reply) => {
    const answer = answerTo(error);
    if (answer.status >= 500) {
      const facts = { err: error, status: answer.status, route: routeOf(request) };
      request.log.error(facts, 'request failed');
    }
    void reply.headers(answer.headers);
    if (typeof answer.body === 'string') {
      return reply.code(answer.status).type('text/plain; charset=utf-8').send(answer.body);
    }
    return sendBody(reply, answer.status, bodyText(answer.body));
  });
}

function answerTo(error: FastifyError | HttpError): HttpError {
  if (error instanceof HttpError) return error;
  const fromDatabase = fromDatabaseError(error);
  if (fromDatabase !== undefined) return fromDatabase;
  const status = error.statusCode ?? 500;
  if (status === 413) return new HttpError(413, { error: 'The request is too large' });
  if (status >= 400 && status < 500) return frameworkError(400, 'Bad Request');
  return frameworkError(500, 'Internal Server Error');
}
