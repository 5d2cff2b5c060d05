import { Liquid } from 'liquidjs';
import type { Actor } from '../auth/actor.ts';
import type { Conversation } from '../conversations/queries.ts';
import type { Db } from '../db/pool.ts';
import { row } from '../db/query.ts';

// Text that a team member wrote is untrusted too: no files, no includes, bounded work (contract §6.2).
const engine = new Liquid({
  ownPropertyOnly: true,
  relativeReference: false,
  templates: {},
  parseLimit: 200_000,
  renderLimit: 50,
  memoryLimit: 2_000_000,
});

interface Facts {
  contact_email: string | null;
  contact_phone: string | null;
  contact_attributes: Record<string, unknown>;
  agent_name: string | null;
  agent_available_name: string | null;
  inbox_name: string;
  account_name: string;
}

const findFacts = `
  select k.email as contact_email, k.phone_number as contact_phone, k.custom_attributes as contact_attributes,
         u.name as agent_name, coalesce(nullif(u.display_name, ''), u.name) as agent_available_name,
         i.name as inbox_name, a.name as account_name
  from conversations c
  join contacts k on k.account_id = c.account_id and k.id = c.contact_id
  join inboxes i on i.account_id = c.account_id and i.id = c.inbox_id
  join accounts a on a.id = c.account_id
  left join users u on u.id = $3
  where c.account_id = $1 and c.id = $2`;

/** Fills in {{ contact.name }} and the like. Text with a mistake in it, or inside backticks, stays as it is. */
export async function renderLiquid(
  db: Db,
  {
    conversation,
    actor,
    content,
  }: { conversation: Conversation; actor: Actor | null; content: string },
): Promise<string> {
  if (!content.includes('{{') && !content.includes('{%')) return content;
  const agent = actor?.type === 'User' ? actor.id : null;
  const facts = await row<Facts>(db, findFacts, [conversation.account_id, conversation.id, agent]);
  if (facts === undefined) return content;
  return renderTemplate(content, variables(conversation, facts));
}

function variables(conversation: Conversation, facts: Facts): Record<string, unknown> {
  const name = capitalised(conversation.contact_name);
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

/** Renders a template over plain data; the text itself when it does not parse or takes too much work. */
export function renderTemplate(text: string, data: Record<string, unknown>): string {
  try {
    const kept: string[] = [];
    const keep = (code: string): string => `\u0001${kept.push(code) - 1}\u0001`;
    const marked = text.replaceAll('\u0001', '').replace(/```[\s\S]*?```|`[^`]*`/g, keep);
    const rendered = String(engine.parseAndRenderSync(marked, data));
    return rendered.replace(
      /\u0001(\d+)\u0001/g,
      (_match, index: string) => kept[Number(index)] ?? '',
    );
  } catch {
    return text;
  }
}
