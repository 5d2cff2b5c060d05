import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Pool } from '../db/pool.ts';
import { routeOf } from '../http/access-log.ts';
import { countJobs, type QueueCount } from '../jobs/counts.ts';
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

/** Measures every request from now on. Returns the text that Prometheus reads. */
export function measure(app: FastifyInstance, pool: Pool): () => Promise<string> {
  const process = ofProcess();
  const registry = new Registry();
  measureRequests(app, registry);
  showPool(pool, registry);
  showJobs(pool, registry);
  return async () => Registry.merge([process, registry]).metrics();
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
  let asked: Promise<QueueCount[] | undefined> | undefined;
  // Asked once per collection, for both gauges. Without a database there are no counts, and the other says why.
  const counts = async (): Promise<QueueCount[] | undefined> => {
    asked ??= within(2000, countJobs(pool))
      .catch(() => undefined)
      .finally(() => (asked = undefined));
    return asked;
  };
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
