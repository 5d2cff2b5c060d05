/** What a response may name, under the names that are filled in when it is used, with what stands for it in the example. */
export const variables = {
  contactName: ['contact.name', 'Mia Fischer'],
  contactFirst: ['contact.first_name', 'Mia'],
  contactLast: ['contact.last_name', 'Fischer'],
  contactEmail: ['contact.email', 'mia@example.com'],
  contactPhone: ['contact.phone_number', '+49 30 1234567'],
  conversation: ['conversation.display_id', '42'],
  agentName: ['agent.name', 'Ada Byron'],
  agentFirst: ['agent.first_name', 'Ada'],
  agentEmail: ['agent.email', 'ada@example.com'],
  inbox: ['inbox.name', 'Website'],
  account: ['account.name', 'Acme'],
} as const satisfies Record<string, readonly [path: string, example: string]>;

/** The same under other names, which responses of other desks have. */
const others: readonly (readonly [path: string, example: string])[] = [
  ['contact.id', '7'],
  ['contact.phone', '+49 30 1234567'],
  ['conversation.id', '42'],
  ['conversation.contact_name', 'Mia Fischer'],
  ['agent.last_name', 'Byron'],
  ['agent.available_name', 'Ada'],
  ['inbox.id', '1'],
];

interface Attribute {
  attribute_model: 'conversation_attribute' | 'contact_attribute';
  attribute_key: string;
  attribute_display_name: string;
}

/** Under which name what is noted of a contact or a conversation is filled in. */
export const pathOf = ({ attribute_model: model, attribute_key: key }: Attribute): string =>
  `${model === 'contact_attribute' ? 'contact' : 'conversation'}.custom_attribute.${key}`;

const VARIABLE = /\{\{\s*([^{}]*?)\s*\}\}/g;

/** The text as a customer would read it, and which of its variables nothing will ever be filled in for. */
export function exampleOf(
  text: string,
  attributes: readonly Attribute[],
): { example: string; unknown: string[] } {
  const known = new Map<string, string>([
    ...Object.values(variables),
    ...others,
    ...attributes.map((each) => [pathOf(each), each.attribute_display_name] as const),
  ]);
  const unknown = new Set<string>();
  const example = text.replace(VARIABLE, (whole, path: string) => {
    const value = known.get(path);
    if (value === undefined) unknown.add(whole);
    return value ?? whole;
  });
  return { example, unknown: [...unknown] };
}
