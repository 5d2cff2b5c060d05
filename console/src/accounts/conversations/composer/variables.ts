import type { Conversation } from '../conversation-data.ts';

/** What a prepared text may name, as the server fills it in (contact.first_name, agent.name …). */
interface Sources {
  conversation: Pick<Conversation, 'id' | 'custom_attributes' | 'meta'>;
  agent: { name: string; available_name: string; email: string } | undefined;
  inbox: { id: number; name: string } | undefined;
  account: string | undefined;
}

const capitalised = (name: string): string =>
  name
    .split(' ')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(' ');

function named(name: string | null | undefined) {
  const full = capitalised(name ?? '');
  const words = full.split(' ').filter((word) => word !== '');
  return {
    name: full,
    first_name: words[0] ?? '',
    last_name: words.length > 1 ? words.at(-1) : '',
  };
}

function valuesOf({ conversation, agent, inbox, account }: Sources): Record<string, unknown> {
  const { sender } = conversation.meta;
  return {
    contact: {
      ...named(sender.name),
      id: sender.id,
      email: sender.email,
      phone_number: sender.phone_number,
      phone: sender.phone_number,
      custom_attribute: sender.custom_attributes,
    },
    agent: {
      ...named(agent?.name),
      available_name: capitalised(agent?.available_name ?? ''),
      email: agent?.email,
    },
    conversation: {
      id: conversation.id,
      display_id: conversation.id,
      contact_name: named(sender.name).name,
      custom_attribute: conversation.custom_attributes,
    },
    inbox: { id: inbox?.id, name: inbox?.name },
    account: { name: account },
  };
}

const VARIABLE = /\{\{\s*([\w.]+)\s*\}\}/g;

function at(values: unknown, path: string): unknown {
  let value = values;
  for (const part of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part))
      return undefined;
    value = (value as Record<string, unknown>)[part];
  }
  return value;
}

/** The text with what is known filled in. What is not known stays as it is, to be seen and mended. */
export function fillIn(text: string, sources: Sources): string {
  const values = valuesOf(sources);
  return text.replace(VARIABLE, (whole, path: string) => {
    const value = at(values, path);
    return (typeof value === 'string' && value !== '') || typeof value === 'number' ? String(value) : whole; // prettier-ignore
  });
}

/** Where the first variable stands that nothing is known for. */
export function firstUnfilled(text: string): { start: number; end: number } | undefined {
  const found = /\{\{\s*[\w.]+\s*\}\}/.exec(text);
  return found === null ? undefined : { start: found.index, end: found.index + found[0].length };
}
