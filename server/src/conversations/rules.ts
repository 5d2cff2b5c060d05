import { invalidRecord, unprocessable } from '../errors.ts';
import { PRIORITIES, STATUSES, type Priority, type Status } from './enums.ts';

/** A status by name or stored number; undefined when blank. Throws 422 for anything else (contract §2.1). */
export function parseStatus(value: unknown): Status | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  const name = typeof value === 'number' ? STATUSES[value] : value;
  if (STATUSES.includes(name as Status)) return name as Status;
  throw unprocessable(`'${shown(value)}' is not a valid status`);
}

/** A priority by name or stored number; blank, "none" and "null" clear it (appendix B row 13). */
export function parsePriority(value: unknown): Priority | null {
  if (value === undefined || value === null || ['', 'none', 'null'].includes(value as string))
    return null;
  const name = typeof value === 'number' ? PRIORITIES[value] : value;
  if (PRIORITIES.includes(name as Priority)) return name as Priority;
  throw unprocessable(`'${shown(value)}' is not a valid priority`);
}

/** A value of any type as an error message may show it. */
function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}

// The furthest instant that both PostgreSQL and JavaScript can hold comfortably.
const LATEST = Date.UTC(9999, 11, 31);

/**
 * When a snooze ends: unix seconds, a numeric string, or ISO 8601 (appendix B row 16); null when
 * blank, which means "until the next customer message". Throws 422 for anything else.
 */
export function parseSnoozedUntil(value: unknown): Date | null {
  if (value === undefined || value === null || value === '' || value === false) return null;
  const text = String(value).trim();
  const milliseconds = /^-?\d{1,15}(\.\d+)?$/.test(text)
    ? Math.trunc(Number(text)) * 1000
    : /^\d{4}-\d\d-\d\d/.test(text)
      ? Date.parse(text)
      : Number.NaN;
  if (typeof value !== 'object' && milliseconds >= 0 && milliseconds <= LATEST) {
    return new Date(milliseconds);
  }
  throw unprocessable(`'${shown(value)}' is not a valid snoozed_until`);
}

const LIMIT = 9_999_999_999;

/** The limits on custom attribute values (contract §4.15). Throws 422. */
export function checkAttributes(attributes: Record<string, unknown>, name: string): void {
  const label = `${name.charAt(0).toUpperCase()}${name.slice(1).replaceAll('_', ' ')}`;
  const problems: string[] = [];
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === 'string' && value.length > 1500) {
      problems.push(`${label} ${key} length should be < 1500`);
    }
    if (typeof value === 'number' && Number.isInteger(value) && value > LIMIT) {
      problems.push(`${label} ${key} value should be < ${LIMIT}`);
    }
  }
  if (problems.length > 0) throw invalidRecord(problems.join(', '), [name]);
}

/** What is kept of additional_attributes: an object, and a referer only when it is a web address (contract §8.10). */
export function cleanAdditionalAttributes(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {};
  const attributes = { ...(value as Record<string, unknown>) };
  if ('referer' in attributes) attributes['referer'] = webAddress(attributes['referer']);
  return attributes;
}

function webAddress(value: unknown): string | null {
  if (typeof value !== 'string' || !URL.canParse(value)) return null;
  return ['http:', 'https:'].includes(new URL(value).protocol) ? value : null;
}

/** The status after an incoming message (contract §8.2). */
export function statusAfterIncoming(conversation: {
  status: Status;
  muted: boolean;
  bot_active: boolean;
}): Status {
  const { status, muted, bot_active } = conversation;
  if (muted) return status;
  if (status === 'snoozed') return 'open';
  if (status === 'resolved') return bot_active ? 'pending' : 'open';
  return status;
}

/** The status of a new conversation: a block beats a bot, a bot beats the request (contract §4.5). */
export function statusAtCreation(
  { muted, bot_active }: { muted: boolean; bot_active: boolean },
  requested: Status | undefined,
): Status {
  if (muted) return 'resolved';
  if (bot_active) return 'pending';
  return requested ?? 'open';
}

/**
 * Labels as they are kept: split at commas, trimmed, blanks dropped, and of two spellings the first
 * (contract §7.1). Throws 422 when one is longer than 255 characters.
 */
export function parseLabels(value: unknown): string[] {
  const given = Array.isArray(value) ? value : [];
  const byFolded = new Map<string, string>();
  for (const part of given.flatMap((each) => labelText(each).split(','))) {
    const label = part
      .trim()
      .replace(/^"(.*)"$/, '$1')
      .trim();
    if (label.length > 255)
      throw invalidRecord("Tag must exist, Tag can't be blank", ['tag', 'tag_id']);
    const folded = label.toLowerCase();
    if (label !== '' && !byFolded.has(folded)) byFolded.set(folded, label);
  }
  if (byFolded.size > 500) throw unprocessable('labels has too many entries (maximum is 500)');
  return [...byFolded.values()];
}

const labelText = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : '';
