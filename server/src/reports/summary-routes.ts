import { lenientId } from '../conversations/queries.ts';
import type { Db } from '../db/pool.ts';
import { unprocessable } from '../errors.ts';
import type { Context, Route } from '../http/route.ts';
import type { FastifyReply } from 'fastify';
import type { Static } from 'typebox';
import { channelSummary } from './channels.ts';
import {
  downloadSummary,
  downloadTable,
  downloadTraffic,
  type Period,
  type TableName,
} from './downloads.ts';
import { shares, type Dimension } from './groups.ts';
import { groupedCounts, isGrouping, liveCounts } from './live.ts';
import { report } from './report-route.ts';
import { BotInput, GroupedInput, LiveInput, PeriodInput, TrafficInput } from './schema.ts';
import { ChannelSummary, GroupedCounts, LabelShares, LiveCounts, Shares } from './shapes.ts';
import { spanOf, zoneOf } from './span.ts';

type Asked = Context<Static<typeof PeriodInput>> & { db: Db };

const periodOf = ({ actor, input }: Asked): Period => ({
  account_id: actor.account_id,
  span: spanOf(input),
  zone: zoneOf(input),
  business_hours: input.business_hours ?? false,
});

/** Sends a table as a file for spreadsheets. */
const sendFile = (reply: FastifyReply, name: string, text: string): FastifyReply =>
  reply
    .type('text/csv; charset=utf-8')
    .header('content-disposition', `attachment; filename=${name}.csv`)
    .send(text);

const csv = 'Agent name,Assigned conversations\nAda,12\n';

const table = (name: TableName, operation: string): Route =>
  report({
    path: `/reports/${name}`,
    operation,
    summary: `Download the numbers of all ${name}`,
    description: 'Also with `.csv` at the end of the path.',
    input: PeriodInput,
    csv,
    handle: async (context) =>
      sendFile(
        context.reply,
        `${name}_report`,
        await downloadTable(context.db, name, periodOf(context)),
      ),
  });

const sharesOf = async (dimension: Dimension, { db, actor, input }: Asked) => {
  const { business_hours = false } = input;
  const asked = { account_id: actor.account_id, dimension, span: spanOf(input), business_hours };
  return (await shares(db, asked)).map(({ id, name, ...share }) => ({
    id,
    name,
    conversations_count: share.conversations,
    resolved_conversations_count: share.resolutions,
    avg_resolution_time: share.resolution,
    avg_first_response_time: share.first_response,
    avg_reply_time: share.reply,
  }));
};

const summaryBy = (dimension: 'agent' | 'team' | 'inbox', operation: string): Route =>
  report({
    path: `/summary_reports/${dimension}`,
    operation,
    summary: `Compare the ${dimension === 'inbox' ? 'inboxes' : `${dimension}s`}`,
    input: PeriodInput,
    output: Shares,
    handle: async (context) =>
      (await sharesOf(dimension, context)).map(({ name: _name, ...share }) => share),
  });

export const summaryRoutes: Route[] = [
  table('agents', 'downloadAgentReport'),
  table('inboxes', 'downloadInboxReport'),
  table('labels', 'downloadLabelReport'),
  table('teams', 'downloadTeamReport'),
  report({
    path: '/reports/conversations_summary',
    operation: 'downloadSummaryReport',
    summary: 'Download the numbers of the account',
    description: 'Also with `.csv` at the end of the path.',
    input: PeriodInput,
    csv,
    handle: async (context) => {
      const text = await downloadSummary(context.db, periodOf(context));
      return sendFile(context.reply, 'conversations_summary_report', text);
    },
  }),
  report({
    path: '/reports/conversation_traffic',
    operation: 'downloadTrafficReport',
    summary: 'Download when conversations begin',
    description: 'Hours downwards, days across. Also with `.csv` at the end of the path.',
    input: TrafficInput,
    csv,
    handle: async ({ db, actor, input, reply }) => {
      const { days_before = 6 } = input;
      if (days_before < 0 || days_before > 366) throw unprocessable('days_before is out of range');
      const asked = { account_id: actor.account_id, zone: zoneOf(input), days_before };
      return sendFile(reply, 'conversation_traffic_reports', await downloadTraffic(db, asked));
    },
  }),
  report({
    path: '/live_reports/conversation_metrics',
    operation: 'getLiveCounts',
    summary: 'Count what there is to do now',
    input: LiveInput,
    output: LiveCounts,
    handle: async ({ db, actor, input: { team_id } }) =>
      team_id === undefined || team_id === null || team_id === ''
        ? liveCounts(db, actor.account_id)
        : liveCounts(db, actor.account_id, lenientId(team_id)),
  }),
  report({
    path: '/live_reports/grouped_conversation_metrics',
    operation: 'getGroupedLiveCounts',
    summary: 'Count what there is to do now by team or agent',
    input: GroupedInput,
    output: GroupedCounts,
    examples: { request: { group_by: 'team_id' } },
    errors: { 422: 'invalid group_by' },
    handle: async ({ db, actor, input: { group_by } }) => {
      if (!isGrouping(group_by)) throw unprocessable('invalid group_by');
      return groupedCounts(db, actor.account_id, group_by);
    },
  }),
  summaryBy('agent', 'listAgentShares'),
  summaryBy('team', 'listTeamShares'),
  summaryBy('inbox', 'listInboxShares'),
  report({
    path: '/summary_reports/label',
    operation: 'listLabelShares',
    summary: 'Compare the labels',
    input: PeriodInput,
    output: LabelShares,
    handle: async (context) =>
      (await sharesOf('label', context)).map((share) => ({
        ...share,
        avg_resolution_time: share.avg_resolution_time ?? 0,
        avg_first_response_time: share.avg_first_response_time ?? 0,
        avg_reply_time: share.avg_reply_time ?? 0,
      })),
  }),
  report({
    path: '/summary_reports/channel',
    operation: 'getChannelSummary',
    summary: 'Compare the channels',
    description: 'Of at most six months.',
    input: BotInput,
    output: ChannelSummary,
    handle: async ({ db, actor, input }) => channelSummary(db, actor.account_id, spanOf(input)),
  }),
];
