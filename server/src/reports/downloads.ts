import sql from 'sql-template-tag';
import type { Db } from '../db/pool.ts';
import { adhoc } from '../db/query.ts';
import { csvOf } from '../http/spreadsheet.ts';
import { shares, type Dimension, type Share } from './groups.ts';
import { humanDuration } from './human-duration.ts';
import { zoneName, type Span } from './span.ts';
import { totals } from './totals.ts';

type Cell = string | number | null;

export interface Period {
  account_id: number;
  span: Span;
  zone: string;
  business_hours: boolean;
}

interface Table {
  dimension: Dimension;
  header: string[];
  line(share: Share & { name: string; channel: string | null }): Cell[];
}

const times = ({ first_response, resolution }: Share): Cell[] => [
  humanDuration(first_response),
  humanDuration(resolution),
];
const three = (share: Share): Cell[] => [
  ...times(share),
  humanDuration(share.reply),
  share.resolutions,
];

// The words of the original, which programs look for (contract: platform §9).
const tables = {
  agents: {
    dimension: 'agent',
    header: [
      'Agent name',
      'Assigned conversations',
      'Avg first response time',
      'Avg resolution time',
      'Avg customer waiting time',
      'Resolution Count',
    ],
    line: (share) => [share.name, share.conversations, ...three(share)],
  },
  inboxes: {
    dimension: 'inbox',
    header: [
      'Inbox name',
      'Inbox type',
      'No. of conversations',
      'Avg first response time',
      'Avg resolution time',
    ],
    line: (share) => [share.name, channelName(share.channel), share.conversations, ...times(share)],
  },
  labels: {
    dimension: 'label',
    header: [
      'Label',
      'No. of conversations',
      'Avg first response time',
      'Avg resolution time',
      'Avg reply time',
      'Resolution Count',
    ],
    line: (share) => [share.name, share.conversations, ...three(share)],
  },
  teams: {
    dimension: 'team',
    header: [
      'Team name',
      'Conversations count',
      'Avg first response time',
      'Avg resolution time',
      'Avg customer waiting time',
      'Resolution Count',
    ],
    line: (share) => [share.name, share.conversations, ...three(share)],
  },
} satisfies Record<string, Table>;

export type TableName = keyof typeof tables;

const channelNames: Record<string, string> = {
  'Channel::Api': 'API',
  'Channel::WebWidget': 'Website',
  'Channel::Email': 'Email',
};
const channelName = (type: string | null): string => channelNames[type ?? ''] ?? type ?? '';

/** The numbers of all agents, inboxes, labels or teams of the account as a table to download. */
export async function downloadTable(db: Db, name: TableName, period: Period): Promise<string> {
  const { dimension, header, line }: Table = tables[name];
  const list = await shares(db, { ...period, dimension });
  return csvOf([[await periodLine(db, period)], header, ...list.map(line)]);
}

/** The numbers of the account as a table of one line. */
export async function downloadSummary(db: Db, period: Period): Promise<string> {
  const { account_id, span, business_hours } = period;
  const scope = { account_id, type: 'account' } as const;
  const { current } = await totals(db, { scope, span, business_hours });
  const header = [
    'Conversations',
    'Messages received',
    'Messages sent',
    'Avg first response time',
    'Avg resolution time',
    'Resolution count',
    'Avg customer waiting time',
  ];
  const line = [
    current.conversations_count,
    current.incoming_messages_count,
    current.outgoing_messages_count,
    humanDuration(current.avg_first_response_time),
    humanDuration(current.avg_resolution_time),
    current.resolutions_count,
    humanDuration(current.reply_time),
  ];
  return csvOf([[await periodLine(db, period)], header, line]);
}

async function periodLine(db: Db, { span: { since, until }, zone }: Period): Promise<string> {
  const day = (at: number) =>
    sql`to_char(to_timestamp(${at}::float8) at time zone ${zone}::text, 'YYYY-MM-DD')`;
  const [days] = await adhoc<{ since: string; until: string }>(
    db,
    sql`select ${day(since)} as since, ${day(until)} as until`,
  );
  return `Reporting period ${days?.since} to ${days?.until}`;
}

/**
 * How many conversations began in each hour of today and the days before, on the clock of the zone:
 * hours downwards, days across. Hours that are still to come are empty.
 */
export async function downloadTraffic(
  db: Db,
  { account_id, zone, days_before }: { account_id: number; zone: string; days_before: number },
): Promise<string> {
  const today = sql`date_trunc('day', now() at time zone ${zone}::text)`;
  const cells = await adhoc<{ day: string; hour: number; count: number; ahead: boolean }>(
    db,
    sql`with counted as (
        select date_trunc('hour', f.created_at at time zone ${zone}::text) as hour, count(*) as count
        from report_conversations f where f.account_id = ${account_id}
          and f.created_at >= (${today} - make_interval(days => ${days_before})) at time zone ${zone}::text
          and f.created_at <= now() group by 1
      )
      select to_char(slot, 'YYYY-MM-DD') as day, extract(hour from slot)::int as hour,
        coalesce(counted.count, 0) as count, slot > now() at time zone ${zone}::text as ahead
      from generate_series(${today} - make_interval(days => ${days_before}),
        ${today} + interval '23 hours', interval '1 hour') slot
      left join counted on counted.hour = slot
      order by slot`,
  );
  const days = Map.groupBy(cells, ({ day }) => day);
  const hours = Array.from({ length: 24 }, (_, hour) => [
    `${String(hour).padStart(2, '0')}:00`,
    ...[...days.values()].map((slots) => {
      const slot = slots[hour];
      return slot === undefined || slot.ahead ? null : slot.count;
    }),
  ]);
  return csvOf([['Timezone', zoneName(zone)], ['Start of the hour', ...days.keys()], ...hours]);
}
