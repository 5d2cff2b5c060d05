import type { Desk } from './desk.ts';
import { contactJson, type Row, type Said } from './rows.ts';

/** What may happen at a desk; `n` says to what, `m` how. What is held is published after what follows of others. */
export type Command = (desk: Desk, n: number, m: number) => void;

const INCOMING = 0;
const OUTGOING = 1;
const ACTIVITY = 2;

const pick = <T>(all: readonly T[], n: number): T | undefined => all[n % Math.max(1, all.length)];
const rowOf = ({ rows }: Desk, n: number): Row | undefined =>
  pick(
    [...rows.conversations.values()].filter(({ merged_into }) => merged_into === null),
    n,
  );
const isHeld = (m: number): boolean => m % 4 === 0;

/** Of two clocks: most things happen within the same second. */
const later = (desk: Desk, m: number): number => desk.pass(m % 3 === 0 ? 1.01 : 0.001);

interface Saying {
  message_type?: number;
  isPrivate?: boolean;
  echo_id?: string | null;
  content?: string;
}

export function say(
  desk: Desk,
  row: Row,
  { message_type = INCOMING, isPrivate = false, echo_id = null, content }: Saying,
): Said {
  // prettier-ignore
  const id = desk.next();
  const said = { id, conversation: row.id, content: content ?? `said ${id}`, message_type, isPrivate, status: 'sent', deleted: false, created: desk.pass(0.001), echo_id }; // prettier-ignore
  desk.rows.messages.push(said);
  row.active = said.created;
  row.updated = said.created;
  return said;
}

function change(desk: Desk, row: Row, changes: Partial<Row>): void {
  Object.assign(row, changes, { updated: desk.pass(0.0001) });
}

function line(desk: Desk, row: Row, m: number): void {
  desk.tellMessage(say(desk, row, { message_type: ACTIVITY }), 'message.created', isHeld(m));
}

function changed(desk: Desk, n: number, m: number, changes: (row: Row) => Partial<Row>): void {
  const row = rowOf(desk, n);
  if (row === undefined) return;
  later(desk, m);
  const news = changes(row);
  change(desk, row, news);
  if ('status' in news) desk.tellOf(row, 'conversation.status_changed', isHeld(m));
  if ('assignee' in news) desk.tellOf(row, 'assignee.changed', isHeld(m));
  desk.tellOf(row, 'conversation.updated', isHeld(m));
  line(desk, row, m);
}

function receive(desk: Desk, row: Row, m: number): void {
  // Waiting since the same second would be told apart by digits that no client has.
  if (row.waiting === null) row.waiting = desk.pass(1.01);
  const said = say(desk, row, {});
  if (row.status === 'resolved' || row.status === 'snoozed') {
    row.status = 'open';
    desk.tellOf(row, 'conversation.status_changed', isHeld(m));
  }
  desk.tellMessage(said, 'message.created', isHeld(m));
  desk.tellOf(row, 'conversation.updated', isHeld(m));
  if (row.assignee !== desk.me) return;
  const notice = { id: desk.next(), conversation: row.id, isRead: false };
  desk.notices.push(notice);
  desk.tellNotice(notice, 'notification.created');
}

/** What somebody of the team says; the same of the same name is the same. */
export function reply(desk: Desk, id: number, saying: Saying): Said | undefined {
  const row = desk.rows.conversations.get(id);
  if (row === undefined) return undefined;
  const before = desk.rows.messages.find((each) => saying.echo_id != null && each.echo_id === saying.echo_id); // prettier-ignore
  if (before !== undefined) return before;
  const said = say(desk, row, { message_type: OUTGOING, ...saying });
  if (saying.echo_id != null) desk.posted.push({ id, content: said.content });
  desk.tellMessage(said, 'message.created');
  if (saying.isPrivate !== true) {
    change(desk, row, { waiting: null, replied: row.replied ?? desk.time() });
    desk.tellOf(row, 'conversation.updated');
  }
  return said;
}

export function open(desk: Desk, n: number, m: number): Row {
  const at = desk.pass(1.01);
  const row: Row = { id: desk.next(), contact: 1 + (n % desk.rows.people.size), status: 'open', assignee: null, labels: [], priority: null, plan: '', seen: 0, waiting: null, replied: null, active: at, created: at, updated: at, merged_into: null }; // prettier-ignore
  desk.rows.conversations.set(row.id, row);
  desk.tellOf(row, 'conversation.created', isHeld(m));
  if (m % 5 !== 0) receive(desk, row, m);
  return row;
}

/** As a page asks for it; what it is already changes nothing. */
export function setPriority(desk: Desk, id: number, priority: string | null): void {
  const row = desk.rows.conversations.get(id);
  if (row === undefined || row.priority === priority) return;
  change(desk, row, { priority });
  desk.tellOf(row, 'conversation.updated');
}

function edit(desk: Desk, n: number, m: number): void {
  const said = desk.rows.messages.filter(({ message_type }) => message_type !== ACTIVITY).at(-1 - (n % 4)); // prettier-ignore
  const row = said && desk.rows.conversations.get(said.conversation);
  if (said === undefined || row === undefined) return;
  later(desk, m);
  if (m % 3 === 0) Object.assign(said, { deleted: true, content: 'deleted' });
  else said.status = ['delivered', 'read', 'failed'][n % 3] as string;
  change(desk, row, {});
  desk.tellMessage(said, 'message.updated', isHeld(m));
}

function renameContact(desk: Desk, n: number, m: number): void {
  const person = pick([...desk.rows.people.values()], n);
  if (person === undefined) return;
  if (m % 3 === 0) person.blocked = !person.blocked;
  else Object.assign(person, { name: `Mia ${m}`, city: `city ${m}` });
  desk.tell(`contact ${person.id}`, 'contact.updated', contactJson(desk.rows, person.id), isHeld(m)); // prettier-ignore
}

function merge(desk: Desk, n: number, m: number): void {
  const [source, target] = [rowOf(desk, n), rowOf(desk, n + 1)];
  if (source === undefined || target === undefined || source === target) return;
  // One transaction: what it tells of both is told together.
  desk.publish();
  for (const said of desk.rows.messages) if (said.conversation === source.id) said.conversation = target.id; // prettier-ignore
  change(desk, source, { status: 'resolved', merged_into: target.id });
  line(desk, source, m);
  desk.tellOf(source, 'conversation.status_changed', isHeld(m));
  desk.tellOf(source, 'conversation.updated', isHeld(m));
  line(desk, target, m);
  desk.tell(`conversation ${target.id}`, 'conversation.merged', { id: target.id, source_ids: [source.id] }, isHeld(m)); // prettier-ignore
}

function remove(desk: Desk, n: number, m: number): void {
  const row = rowOf(desk, n);
  if (row === undefined) return;
  desk.rows.conversations.delete(row.id);
  desk.rows.messages = desk.rows.messages.filter(({ conversation }) => conversation !== row.id);
  const gone = desk.notices.filter(({ conversation }) => conversation === row.id);
  for (const notice of gone) {
    desk.notices.splice(desk.notices.indexOf(notice), 1);
    desk.tellNotice(notice, 'notification.deleted');
  }
  desk.tell(`conversation ${row.id}`, 'conversation.deleted', { id: row.id, inbox_id: 1 }, isHeld(m)); // prettier-ignore
}

function addLabel(desk: Desk, n: number): void {
  desk.labels.add(`label ${n}`);
  desk.tell('account', 'account.cache_invalidated', { cache_keys: { label: String(desk.next()) } });
}

function readNotice(desk: Desk, n: number): void {
  const notice = pick(desk.notices, n);
  if (notice === undefined) return;
  notice.isRead = !notice.isRead;
  desk.tellNotice(notice, 'notification.updated');
}

const statuses = ['open', 'resolved', 'pending', 'snoozed'] as const;
const priorities = [null, 'low', 'urgent'];

export const commands: Record<string, Command> = {
  open: (desk, n, m) => void open(desk, n, m),
  receive: (desk, n, m) => {
    const row = rowOf(desk, n);
    if (row !== undefined) receive(desk, row, m);
  },
  reply: (desk, n, m) => void reply(desk, rowOf(desk, n)?.id ?? 0, { isPrivate: m % 3 === 0 }),
  status: (desk, n, m) => changed(desk, n, m, () => ({ status: statuses[m % 4] ?? 'open' })),
  assign: (desk, n, m) => changed(desk, n, m, () => ({ assignee: [null, desk.me, 2][m % 3] ?? null })), // prettier-ignore
  label: (desk, n, m) => changed(desk, n, m, () => ({ labels: [[], ['vip'], ['vip', 'late']][m % 3] ?? [] })), // prettier-ignore
  rank: (desk, n, m) => changed(desk, n, m, () => ({ priority: priorities[m % 3] ?? null })),
  plan: (desk, n, m) => {
    const row = rowOf(desk, n);
    if (row === undefined) return;
    change(desk, row, { plan: `plan ${m}` });
    desk.tellOf(row, 'conversation.updated', isHeld(m));
  },
  edit,
  renameContact,
  merge,
  remove,
  addLabel: (desk, n) => addLabel(desk, n),
  readNotice: (desk, n) => readNotice(desk, n),
  publish: (desk) => desk.publish(),
};
