import type { Shape } from '@confab/client';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, server, unwrap } from '../../api/api.ts';
import { timezone, type Grouping, type Span } from './span.ts';

export const metrics = [
  'conversations_count',
  'incoming_messages_count',
  'outgoing_messages_count',
  'avg_first_response_time',
  'reply_time',
  'avg_resolution_time',
  'resolutions_count',
] as const;

export type Metric = (typeof metrics)[number];
export type Summary = Shape<'ReportSummary'>;
export type Subject = 'agent' | 'inbox' | 'team' | 'label';

/** Whether a metric is a time, in seconds, and not a number of things. */
export const isTime = (metric: string): boolean => metric.endsWith('_time');

/** What the numbers are about: the whole account, or one agent, inbox, team or label. */
export interface Question extends Span {
  account: number;
  type: 'account' | Subject;
  id?: number | undefined;
  business: boolean;
}

const queryOf = ({ since, until, type, id, business }: Question) => ({
  since,
  until,
  type,
  ...(id === undefined ? {} : { id }),
  business_hours: business,
  timezone: timezone(),
});

const STALE = { staleTime: 60_000 };

export const summaryQuery = (question: Question) =>
  queryOptions({
    ...STALE,
    queryKey: ['reports', question.account, 'summary', question],
    queryFn: async ({ signal }): Promise<Summary> =>
      unwrap(
        server().GET('/api/v2/accounts/{account_id}/reports/summary', {
          params: { path: { account_id: question.account }, query: queryOf(question) },
          signal,
        }),
      ),
    placeholderData: (before) => before,
  });

/** One piece of time: when it begins, in unix seconds. */
export interface Point {
  timestamp: number;
  value: number;
  count: number;
}

export const seriesQuery = (question: Question, metric: string, group_by: Grouping) =>
  queryOptions({
    ...STALE,
    queryKey: ['reports', question.account, 'series', question, metric, group_by],
    queryFn: async ({ signal }): Promise<Point[]> => {
      const query = { ...queryOf(question), metric, group_by };
      const params = { path: { account_id: question.account }, query };
      const points = await unwrap(
        server().GET('/api/v2/accounts/{account_id}/reports', { params, signal }),
      );
      return (points as Partial<Point>[]).map(({ timestamp = 0, value = 0, count = 0 }) => ({
        timestamp,
        value,
        count,
      }));
    },
    placeholderData: (before) => before,
  });

export type Drilldown = Shape<'ReportDrilldown'>;

/** The conversations behind a number: of all of the time, or of the piece that begins at `bucket`. */
export const drilldownQuery = (
  question: Question,
  { metric, group_by, bucket }: { metric: string; group_by: Grouping; bucket: number | undefined },
) =>
  infiniteQueryOptions({
    ...STALE,
    queryKey: ['reports', question.account, 'drilldown', question, metric, group_by, bucket],
    initialPageParam: null as string | null,
    queryFn: async ({ pageParam, signal }): Promise<Drilldown> => {
      const query = {
        ...queryOf(question),
        metric,
        group_by,
        ...(bucket === undefined ? {} : { bucket_timestamp: bucket }),
        ...(pageParam === null ? {} : { cursor: pageParam }),
      };
      const params = { path: { account_id: question.account }, query };
      return unwrap(
        server().GET('/api/v2/accounts/{account_id}/reports/drilldown', { params, signal }),
      );
    },
    getNextPageParam: ({ meta }) => meta.next_cursor,
  });

/** What one agent, inbox, team or label has to do with all of it. Times in seconds. */
export interface Share {
  id: number;
  conversations_count: number;
  resolved_conversations_count: number;
  avg_first_response_time: number | null;
  avg_reply_time: number | null;
  avg_resolution_time: number | null;
}

export const sharesQuery = (
  subject: Subject,
  { account, since, until, business }: Omit<Question, 'type' | 'id'>,
) =>
  queryOptions({
    ...STALE,
    queryKey: ['reports', account, 'shares', subject, since, until, business],
    queryFn: async ({ signal }): Promise<Share[]> => {
      const query = { since, until, business_hours: business, timezone: timezone() };
      const options = { params: { path: { account_id: account }, query }, signal };
      const root = '/api/v2/accounts/{account_id}/summary_reports' as const;
      switch (subject) {
        case 'agent':
          return unwrap(server().GET(`${root}/agent`, options));
        case 'inbox':
          return unwrap(server().GET(`${root}/inbox`, options));
        case 'team':
          return unwrap(server().GET(`${root}/team`, options));
        case 'label':
          return unwrap(server().GET(`${root}/label`, options));
      }
    },
    placeholderData: (before) => before,
  });

export const liveQuery = (account: number) =>
  queryOptions({
    queryKey: ['reports', account, 'live'],
    staleTime: 10_000,
    refetchInterval: 30_000,
    queryFn: async ({ signal }) => {
      const params = { path: { account_id: account } };
      const root = '/api/v2/accounts/{account_id}' as const;
      const [counts, agents, teams] = await Promise.all([
        unwrap(server().GET(`${root}/live_reports/conversation_metrics`, { params, signal })),
        unwrap(server().GET(`${root}/reports/conversations`, { params: { ...params, query: { type: 'agent' } }, signal })),
        unwrap(server().GET(`${root}/live_reports/grouped_conversation_metrics`, { params: { ...params, query: { group_by: 'team_id' } }, signal })),
      ]); // prettier-ignore
      return { counts, agents: agents as LiveAgent[], teams };
    },
  });

export interface LiveAgent {
  id: number;
  name: string;
  email: string;
  thumbnail: string;
  availability: 'online' | 'offline' | 'busy';
  metric: { open: number; unattended: number };
}

export const ratingsQuery = (account: number, { since, until }: Span) =>
  infiniteQueryOptions({
    ...STALE,
    queryKey: ['reports', account, 'ratings', since, until],
    initialPageParam: 1,
    queryFn: async ({ pageParam, signal }) =>
      unwrap(
        api(account).GET('/csat_survey_responses', {
          params: { query: { since, until, page: pageParam } },
          signal,
        }),
      ),
    getNextPageParam: (last, _all, page) => (last.length === 25 ? page + 1 : undefined),
  });

export const ratingMetricsQuery = (account: number, { since, until }: Span) =>
  queryOptions({
    ...STALE,
    queryKey: ['reports', account, 'rating-metrics', since, until],
    queryFn: async ({ signal }) =>
      unwrap(
        api(account).GET('/csat_survey_responses/metrics', {
          params: { query: { since, until } },
          signal,
        }),
      ),
    placeholderData: (before) => before,
  });

export const botQuery = (account: number, { since, until }: Span) =>
  queryOptions({
    ...STALE,
    queryKey: ['reports', account, 'bots', since, until],
    queryFn: async ({ signal }) =>
      unwrap(
        server().GET('/api/v2/accounts/{account_id}/reports/bot_metrics', {
          params: { path: { account_id: account }, query: { since, until } },
          signal,
        }),
      ),
    placeholderData: (before) => before,
  });
