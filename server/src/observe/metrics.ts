import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Fellows } from '../cluster/fellows.ts';
import type { Pool } from '../db/pool.ts';
import { routeOf } from '../http/access-log.ts';
import type { Logger } from 'pino';
import { countJobs, type QueueCount } from '../jobs/counts.ts';
import { countWebhooks } from '../webhooks/counts.ts';
import { watchFaults } from './faults.ts';
import { within } from './readiness.ts';

// The process has one event loop, heap and garbage collector, whatever number of applications a test makes.
let processMetrics: Registry | undefined;

function ofProcess(): Registry {
  if (processMetrics === undefined) {
    processMetrics = new Registry();
    collectDefaultMetrics({ register: processMetrics });
  }
  return processMetrics;
}

/**
 * Measures every request from now on. Returns the text that Prometheus reads. Of several processes any
 * may be asked: what each has of its own carries its number as `worker`, what they share is there once.
 */
export function measure(
  app: FastifyInstance,
  pool: Pool,
  fellows?: Fellows,
): () => Promise<string> {
  const process = ofProcess();
  const registry = new Registry();
  measureRequests(app, registry);
  const stopWatching = watchFaults(registry, app.log as Logger);
  app.addHook('onClose', async () => stopWatching());
  showPool(pool, registry);
  const shared = new Registry();
  showJobs(pool, shared);
  showWebhooks(pool, shared);
  if (fellows === undefined)
    return async () => Registry.merge([process, registry, shared]).metrics();

  const worker = String(fellows.slot);
  for (const each of [process, registry]) each.setDefaultLabels({ worker });
  const ours = async (): Promise<string> =>
    `${await process.metrics()}\n${await registry.metrics()}`;
  fellows.onCollect(ours);
  return async () => {
    const theirs = await fellows.collect();
    return joinTexts([await ours(), ...theirs, await shared.metrics()]);
  };
}

/** The samples of several texts, those of one metric under one heading, as the format wants it. */
function joinTexts(texts: readonly string[]): string {
  const families = new Map<string, string[]>();
  for (const text of texts) {
    for (const family of text.split(/\n(?=# HELP )/)) {
      const [help = '', type = '', ...samples] = family.trim().split('\n');
      const heading = `${help}\n${type}`;
      families.set(heading, [...(families.get(heading) ?? []), ...samples.filter(Boolean)]);
    }
  }
  return [...families].map(([heading, samples]) => [heading, ...samples, ''].join('\n')).join('\n');
}

function measureRequests(app: FastifyInstance, registry: Registry): void {
  const duration = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time to answer a request',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers: [registry],
  });
  app.addHook('onResponse', async (request, reply) => {
    const labels = { method: request.method, route: routeOf(request), status: reply.statusCode };
    duration.observe(labels, reply.elapsedTime / 1000);
  });
}

function showPool(pool: Pool, registry: Registry): void {
  gauge(registry, 'confab_database_connections', 'Connections to PostgreSQL', ['state'], (show) => {
    show({ state: 'used' }, pool.totalCount - pool.idleCount);
    show({ state: 'idle' }, pool.idleCount);
  });
  gauge(registry, 'confab_database_waiting', 'Requests that wait for a connection', [], (show) => {
    show({}, pool.waitingCount);
  });
}

function showJobs(pool: Pool, registry: Registry): void {
  // Without a database there are no counts, and the other gauge says why.
  const counts = oncePerCollection<QueueCount[]>(async () => countJobs(pool));
  const help = 'Whether PostgreSQL answered when this was collected';
  gauge(registry, 'confab_database_up', help, [], async (show) => {
    show({}, (await counts()) === undefined ? 0 : 1);
  });
  const name = 'confab_jobs';
  gauge(registry, name, 'Jobs by queue and state', ['queue', 'state'], async (show) => {
    for (const { queue, ...states } of (await counts()) ?? []) {
      for (const [state, count] of Object.entries(states)) show({ queue, state }, count);
    }
  });
}

function showWebhooks(pool: Pool, registry: Registry): void {
  const counts = oncePerCollection(async () => countWebhooks(pool));
  const name = 'confab_webhook_deliveries';
  gauge(registry, name, 'Deliveries of webhooks that are open', ['state'], async (show) => {
    const { pending, dead } = (await counts()) ?? {};
    if (pending !== undefined) show({ state: 'pending' }, pending);
    if (dead !== undefined) show({ state: 'dead' }, dead);
  });
  const endpoints = 'confab_webhook_endpoints';
  gauge(registry, endpoints, 'Webhook addresses in trouble', ['state'], async (show) => {
    const found = await counts();
    if (found === undefined) return;
    show({ state: 'paused' }, found.paused_endpoints);
    show({ state: 'failing' }, found.failing_endpoints);
  });
  const help = 'How long the oldest webhook that could be sent has waited';
  gauge(registry, 'confab_webhook_lag_seconds', help, [], async (show) => {
    const found = await counts();
    if (found !== undefined) show({}, found.lag);
  });
}

/** Asks once for all gauges of one collection; undefined without an answer in time. */
function oncePerCollection<T>(ask: () => Promise<T>): () => Promise<T | undefined> {
  let asked: Promise<T | undefined> | undefined;
  return async () => {
    asked ??= within(2000, ask())
      .catch(() => undefined)
      .finally(() => (asked = undefined));
    return asked;
  };
}

type Show = (labels: Record<string, string>, value: number) => void;

function gauge(
  registry: Registry,
  name: string,
  ...[help, labelNames, collect]: [string, string[], (show: Show) => void | Promise<void>]
): void {
  const made = new Gauge({
    name,
    help,
    labelNames,
    registers: [],
    async collect() {
      this.reset();
      await collect((labels, value) => this.set(labels, value));
    },
  });
  registry.registerMetric(made);
}
