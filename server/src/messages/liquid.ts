import { Liquid } from 'liquidjs';
import { ownWord } from '../contacts/present.ts';
import type { Conversation } from '../conversations/queries.ts';
import type { Db } from '../db/pool.ts';
import { row } from '../db/query.ts';
import { isObject } from '../http/bag.ts';
import type { Sender } from './insert.ts';

// Text that a team member wrote is untrusted too: no files, no includes, bounded work (contract §6.2).
const engine = new Liquid({
  ownPropertyOnly: true,
  relativeReference: false,
  templates: {},
  parseLimit: 200_000,
  memoryLimit: 2_000_000,
});

/** Milliseconds for all texts of one message together. */
const TIME_LIMIT = 50;
/** Characters inside tags, which is what parsing costs; the text between them is free. */
const MARKUP_LIMIT = 20_000;
const RESULT_LIMIT = 1_000_000;

interface Facts {
  contact_name: string;
  contact_email: string | null;
  contact_phone: string | null;
  contact_attributes: Record<string, unknown>;
  agent_name: string | null;
  agent_available_name: string | null;
  inbox_name: string;
  account_name: string;
}

// Whoever is the contact by their word alone is told their own words.
const findFacts = `
  select ${ownWord('name', 'k', 'ci')} as contact_name, ${ownWord('email', 'k', 'ci')} as contact_email,
         ${ownWord('phone_number', 'k', 'ci')} as contact_phone,
         case when ci.claims is null then k.custom_attributes
           else coalesce(ci.claims -> 'custom_attributes', '{}') end as contact_attributes,
         coalesce(u.name, b.name) as agent_name,
         coalesce(nullif(u.display_name, ''), u.name, b.name) as agent_available_name,
         i.name as inbox_name, a.name as account_name
  from conversations c
  join contacts k on k.account_id = c.account_id and k.id = c.contact_id
  join contact_inboxes ci on ci.account_id = c.account_id and ci.id = c.contact_inbox_id
  join inboxes i on i.account_id = c.account_id and i.id = c.inbox_id
  join accounts a on a.id = c.account_id
  left join users u on u.id = $3
  left join agent_bots b on b.id = $4
  where c.account_id = $1 and c.id = $2`;

/**
 * Fills {{ contact.name }} and the like into every text of the value, however nested. A text with a
 * mistake in it, or inside backticks, stays as it is.
 */
export async function renderLiquid<T>(
  db: Db,
  { conversation, sender, value }: { conversation: Conversation; sender: Sender; value: T },
): Promise<T> {
  if (!hasMarkup(value)) return value;
  const { account_id, id } = conversation;
  const facts = await row<Facts>(db, findFacts, [
    account_id,
    id,
    sender?.type === 'User' ? sender.id : null,
    sender?.type === 'AgentBot' ? sender.id : null,
  ]);
  return facts === undefined ? value : renderTexts(value, variables(conversation, facts));
}

function hasMarkup(value: unknown): boolean {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.includes('{{') || text.includes('{%');
}

function variables(conversation: Conversation, facts: Facts): Record<string, unknown> {
  const name = capitalised(facts.contact_name);
  return {
    contact: {
      ...nameParts(name),
      email: facts.contact_email,
      phone_number: facts.contact_phone,
      custom_attribute: facts.contact_attributes,
    },
    agent: {
      ...nameParts(capitalised(facts.agent_name ?? '')),
      available_name: capitalised(facts.agent_available_name ?? ''),
    },
    conversation: {
      display_id: conversation.display_id,
      contact_name: name,
      custom_attribute: conversation.custom_attributes,
    },
    inbox: { name: facts.inbox_name },
    account: { name: facts.account_name },
  };
}

const capitalised = (name: string): string =>
  name
    .split(' ')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(' ');

function nameParts(name: string) {
  const words = name.split(' ').filter((word) => word !== '');
  return { name, first_name: words[0] ?? '', last_name: words.length > 1 ? words.at(-1) : '' };
}

/** The value with its texts rendered over plain data. */
export function renderTexts<T>(value: T, data: Record<string, unknown>): T {
  const deadline = performance.now() + TIME_LIMIT;
  const render = (each: unknown): unknown => {
    if (typeof each === 'string') return renderText(each, data, deadline - performance.now());
    if (Array.isArray(each)) return each.map(render);
    if (!isObject(each)) return each;
    return Object.fromEntries(Object.entries(each).map(([key, inner]) => [key, render(inner)]));
  };
  return render(value) as T;
}

/** The text itself when it does not parse, takes too much work or becomes too long. */
function renderText(text: string, data: Record<string, unknown>, renderLimit: number): string {
  if (renderLimit <= 0 || !hasMarkup(text) || markupLength(text) > MARKUP_LIMIT) return text;
  try {
    const kept: string[] = [];
    const keep = (code: string): string => `\u0001${kept.push(code) - 1}\u0001`;
    const marked = text.replaceAll('\u0001', '').replace(/```[\s\S]*?```|`[^`]*`/g, keep);
    const rendered = String(engine.parseAndRenderSync(marked, data, { renderLimit }));
    let room = RESULT_LIMIT - rendered.length;
    if (room < 0) return text;
    return rendered.replace(/\u0001(\d+)\u0001/g, (_match, index: string) => {
      const code = kept[Number(index)] ?? '';
      room -= code.length;
      if (room < 0) throw new RangeError('the rendered text is too long');
      return code;
    });
  } catch {
    return text;
  }
}

function markupLength(text: string): number {
  const PER_TAG = 10;
  const tags = text.split(/\{[{%]/).slice(1);
  return tags.reduce((sum, tag) => {
    const end = tag.search(/[%}]\}/);
    return sum + PER_TAG + (end === -1 ? tag.length : end);
  }, 0);
}
