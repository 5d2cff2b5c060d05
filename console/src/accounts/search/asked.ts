import { dayIn, startOf } from '../../time/days.ts';

export const sections = ['conversations', 'messages', 'contacts'] as const;
export type Section = (typeof sections)[number];

/** What is looked for and where. All of it stands in the address; what is usual is left out. */
export interface Asked {
  q?: string;
  in?: Section;
  inbox?: number;
  /** Messages that this person of the team wrote. */
  agent?: number;
  /** Days as 2026-11-26, both included. */
  since?: string;
  until?: string;
}

// As long as the server takes.
const LONGEST = 1000;

const idOf = (value: unknown): number | undefined =>
  Number.isSafeInteger(Number(value)) && Number(value) > 0 ? Number(value) : undefined;

/** Reads an address as somebody may have written it: a number looked for is one as a text too. */
export function readAsked(search: Record<string, unknown>): Asked {
  const { q } = search;
  const text = typeof q === 'string' || typeof q === 'number' ? String(q).slice(0, LONGEST) : '';
  const asked: Asked = {
    q: text.trim() === '' ? undefined : text,
    in: sections.find((each) => each === search['in']),
    inbox: idOf(search['inbox']),
    agent: idOf(search['agent']),
    since: dayIn(search['since']),
    until: dayIn(search['until']),
  };
  return Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined));
}

/** Which of the limits say something in a section: people are in no inbox, and only messages are written. */
export const limitsOf = (section: Section | undefined) => ({
  inbox: section !== 'contacts',
  agent: section === undefined || section === 'messages',
});

/** The question as the API takes it; what says nothing in the section is not sent. */
export function queryOf({ q = '', in: section, inbox, agent, since, until }: Asked) {
  const says = limitsOf(section);
  return {
    q: q.trim(),
    ...(inbox === undefined || !says.inbox ? {} : { inbox_id: inbox }),
    ...(agent === undefined || !says.agent ? {} : { from: `agent:${agent}` }),
    ...(since === undefined ? {} : { since: startOf(since).getTime() / 1000 }),
    ...(until === undefined ? {} : { until: startOf(until, 1).getTime() / 1000 }),
  };
}

/** Whether something besides the words limits what is found. */
export const isLimited = (asked: Asked): boolean =>
  Object.keys(queryOf(asked)).some((key) => key !== 'q');
