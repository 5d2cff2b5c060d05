import { Type } from 'typebox';
import { findConversation } from '../conversations/queries.ts';
import { perPage } from '../conversations/list.ts';
import { unprocessable } from '../errors.ts';
import { linkNext } from '../http/link.ts';
import { administrators, members, read, type Route } from '../http/route.ts';
import { pageNumber } from '../http/schema.ts';
import { botMetrics } from './bots.ts';
import { drilldown } from './drilldown.ts';
import { conversationReportingEvents, EVENT_NAMES, listReportingEvents } from './events-list.ts';
import { agentCounts, liveCounts } from './live.ts';
import { metricNamed } from './metrics.ts';
import { report } from './report-route.ts';
import {
  BotInput,
  ConversationsInput,
  DrilldownInput,
  EventsInput,
  SeriesInput,
  SummaryInput,
  YearInput,
} from './schema.ts';
import { findScope } from './scope.ts';
import { bucketEnd, series, unitOf } from './series.ts';
import {
  BotMetrics,
  BotSummary,
  ConversationMetrics,
  Drilldown,
  ReportingEvent,
  ReportingEvents,
  ReportSeries,
  ReportSummary,
  YearInReview,
} from './shapes.ts';
import { checkInstant, spanOf, zoneOf } from './span.ts';
import { averageOf, botSummary, summary } from './totals.ts';
import { yearInReview } from './year.ts';

const thisYear = (): number => new Date().getUTCFullYear();

export const reportRoutes: Route[] = [
  report({
    path: '/reports',
    operation: 'getReport',
    summary: 'Show a metric over time',
    description:
      'Every bucket that the span touches has an entry, whether something happened or not.',
    input: SeriesInput,
    output: ReportSeries,
    handle: async ({ db, actor, input }) => {
      const metric = metricNamed(input.metric);
      if (metric === undefined) return {};
      const { business_hours = false } = input;
      const span = spanOf(input);
      const bucketing = { unit: unitOf(input.group_by), zone: zoneOf(input) };
      const scope = await findScope(db, actor.account_id, input);
      const buckets = await series(db, { scope, metric, span, business_hours }, bucketing);
      return buckets.map((bucket) =>
        metric.kind === 'count'
          ? { value: bucket.count, timestamp: bucket.timestamp }
          : { value: averageOf(bucket) ?? 0, timestamp: bucket.timestamp, count: bucket.count },
      );
    },
  }),
  report({
    path: '/reports/summary',
    operation: 'getReportSummary',
    summary: 'Summarize a span of time',
    input: SummaryInput,
    output: ReportSummary,
    handle: async ({ db, actor, input }) => {
      const { business_hours = false } = input;
      const span = spanOf(input);
      const scope = await findScope(db, actor.account_id, input);
      return summary(db, { scope, span, business_hours });
    },
  }),
  report({
    path: '/reports/bot_summary',
    operation: 'getBotReportSummary',
    summary: 'Summarize what bots did',
    input: SummaryInput,
    output: BotSummary,
    handle: async ({ db, actor, input }) => {
      const span = spanOf(input);
      const scope = await findScope(db, actor.account_id, input);
      return botSummary(db, { scope, span, business_hours: false });
    },
  }),
  report({
    path: '/reports/bot_metrics',
    operation: 'getBotMetrics',
    summary: 'Show how bots do',
    input: BotInput,
    output: BotMetrics,
    handle: async ({ db, actor, input }) => botMetrics(db, actor.account_id, spanOf(input)),
  }),
  report({
    path: '/reports/drilldown',
    operation: 'getReportDrilldown',
    summary: 'List what a number is made of',
    description:
      'Takes the parameters of the report that shows the number. The entries’ count, or the average of their values, is that number.',
    input: DrilldownInput,
    output: Drilldown,
    handle: async ({ db, actor, input, platform, request, reply }) => {
      const metric = metricNamed(input.metric);
      if (metric === undefined) throw unprocessable('metric is not one of a report');
      const { business_hours = false, bucket_timestamp: bucket } = input;
      const span = spanOf(input);
      const bucketing = { unit: unitOf(input.group_by), zone: zoneOf(input) };
      const scope = await findScope(db, actor.account_id, input);
      if (bucket !== undefined) {
        checkInstant('bucket_timestamp', bucket);
        span.since = Math.max(span.since, bucket);
        span.until = Math.min(span.until, await bucketEnd(db, bucket, bucketing));
      }
      const { body, cursor } = await drilldown(db, {
        actor,
        metric: String(input.metric),
        question: { scope, metric, span, business_hours },
        per_page: perPage(input.per_page),
        cursor: input.cursor,
      });
      linkNext(request, reply, { baseUrl: platform.config.baseUrl, cursor });
      return body;
    },
  }),
  report({
    path: '/reports/conversations',
    operation: 'getConversationMetrics',
    summary: 'Count what there is to do',
    description:
      'At this moment: in the account, or for each agent. Without `type`: 422 without a body.',
    input: ConversationsInput,
    output: ConversationMetrics,
    handle: async ({ db, actor, input, reply }) => {
      const { type } = input;
      if (type === undefined || type === null || type === '') {
        return reply.code(422).type('application/json').send(Buffer.alloc(0));
      }
      if (type === 'account') return liveCounts(db, actor.account_id);
      if (type === 'agent') return agentCounts(db, actor.account_id, pageNumber(input.page));
      throw unprocessable('type must be account or agent');
    },
  }),
  read({
    method: 'GET',
    path: '/api/v2/accounts/:account_id/year_in_review',
    operation: 'getYearInReview',
    access: members,
    tag: 'Reports',
    summary: 'Look back at your year',
    input: YearInput,
    output: YearInReview,
    handle: async ({ db, actor: { account_id, id }, input: { year = thisYear() } }) => {
      if (year < 1970 || year > 9998) throw unprocessable('year is out of range');
      return yearInReview(db, { account_id, user_id: id, year });
    },
  }),
  read({
    method: 'GET',
    path: '/reporting_events',
    operation: 'listReportingEvents',
    access: administrators,
    tag: 'Reports',
    summary: 'List what reports count',
    description: 'The newest first, 25 per page.',
    input: EventsInput,
    output: ReportingEvents,
    handle: async ({ db, actor, input }) => {
      const { name, since, until } = input;
      if (name !== undefined && !(EVENT_NAMES as readonly string[]).includes(name)) {
        throw unprocessable(`name must be one of ${EVENT_NAMES.join(', ')}`);
      }
      if (since !== undefined) checkInstant('since', since);
      if (until !== undefined) checkInstant('until', until);
      const page = pageNumber(input.page);
      return listReportingEvents(db, actor.account_id, { ...input, page });
    },
  }),
  read({
    method: 'GET',
    path: '/conversations/:conversation_id/reporting_events',
    operation: 'listConversationReportingEvents',
    access: members,
    tag: 'Reports',
    summary: 'List what reports count of a conversation',
    output: Type.Array(ReportingEvent, { description: 'The oldest first.' }),
    handle: async ({ db, actor, params }) => {
      const { account_id, id } = await findConversation(db, actor, params['conversation_id']);
      return conversationReportingEvents(db, { account_id, id });
    },
  }),
];
