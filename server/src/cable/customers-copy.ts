type Json = Record<string, unknown>;

/**
 * What a customer hears, with no more in it than the client API shows them (`client-api/present.ts`).
 * Labels, priority and team are notes that the team makes for itself; whom else a mail went to, why
 * something was not delivered, and whether somebody is there just now is the team's, too. `self` stands
 * for the contact where all that is known is that the session says it is that contact.
 */
export function customersCopy(data: Json, self: Json | null): Json {
  const person = (who: unknown): unknown => {
    const { type } = (who ?? {}) as Json;
    if (type === 'contact') return self ?? who;
    return type === 'user' ? { ...(who as Json), availability_status: null } : who;
  };
  const message = (said: Json): Json => ({
    ...said,
    ...changed(said, 'content_attributes', withoutSecrets),
    ...changed(said, 'previous_changes', (changes) => mapped(changes as Json, bothWithoutSecrets)),
    ...changed(said, 'sender', person),
  });
  const conversation = (about: Json): Json => {
    const meta = about['meta'] as Json;
    return {
      ...about,
      labels: [],
      priority: null,
      meta: {
        ...meta,
        sender: person(meta['sender']),
        assignee: person(meta['assignee']),
        team: null,
      },
      messages: (about['messages'] as Json[]).map(message),
    };
  };
  const copy = isConversation(data) ? conversation(data) : message(data);
  return {
    ...copy,
    ...changed(copy, 'conversation', (inner) =>
      isConversation(inner as Json) ? conversation(inner as Json) : inner,
    ),
    ...changed(copy, 'user', person),
    ...changed(copy, 'performer', person),
  };
}

const isConversation = (data: Json): boolean => 'labels' in data && 'meta' in data;

const changed = (data: Json, key: string, change: (value: unknown) => unknown): Json =>
  key in data ? { [key]: change(data[key]) } : {};

const mapped = (data: Json, change: (value: unknown) => unknown): Json =>
  Object.fromEntries(
    Object.entries(data)
      .filter(([key]) => !isSecret(key))
      .map(([key, value]) => [key, change(value)]),
  );

const isSecret = (key: string): boolean => key === 'bcc_emails' || key === 'external_error';

const withoutSecrets = (attributes: unknown): unknown =>
  typeof attributes === 'object' && attributes !== null && !Array.isArray(attributes)
    ? Object.fromEntries(Object.entries(attributes).filter(([key]) => !isSecret(key)))
    : attributes;

const bothWithoutSecrets = (change: unknown): unknown =>
  Array.isArray(change) ? change.map(withoutSecrets) : change;
