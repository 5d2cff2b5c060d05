/** A conversation as the server keeps it for its visitor. */
export interface Said {
  id: number;
  conversation_id: number;
  content: string;
  message_type: number;
  content_attributes: Record<string, unknown>;
  created_at: number;
  echo_id: string | null;
}

interface Told {
  event: string;
  data: Record<string, unknown>;
}

const PAGE = 20;
const BATCH = 100;
const OUTGOING = 1;

/** A model of the server, as far as a visitor sees it: commands change it and are told with it as it was then. */
export function openDesk() {
  const said: Said[] = [];
  let conversation: { id: number; status: string } | undefined;
  const log: Told[] = [];
  /** What was sent by the visitor, as it came. */
  const posted: string[] = [];
  let ids = 0;
  const tell = (event: string, data: object): void => void log.push({ event, data: structuredClone({ ...data }) }); // prettier-ignore
  const setStatus = (status: string): void => {
    if (conversation === undefined || conversation.status === status) return;
    conversation.status = status;
    tell('conversation.status_changed', conversation);
  };
  const begin = (): { id: number; status: string } => (conversation = { id: (ids += 1), status: 'open' }); // prettier-ignore
  const say = (message: {
    message_type: number;
    content?: string;
    echo_id?: string | null;
  }): Said => {
    const { id: conversation_id } = conversation ?? begin();
    const id = (ids += 1);
    const made = { content: `said ${id}`, echo_id: null, ...message, id, conversation_id, content_attributes: {}, created_at: id }; // prettier-ignore
    said.push(made);
    tell('message.created', made);
    return made;
  };
  return {
    log,
    posted,
    said: () => said.filter((each) => each.conversation_id === conversation?.id && each.content_attributes['deleted'] !== true), // prettier-ignore
    conversation: () => conversation,
    answer: () => say({ message_type: OUTGOING }),
    setStatus,
    /** The team begins another conversation with them. */
    beginAnew(): void {
      begin();
      say({ message_type: OUTGOING });
    },
    change(n: number, changes: Record<string, unknown>): void {
      const one = said.at(-1 - (n % Math.max(1, said.length)));
      if (one === undefined) return;
      one.content_attributes = { ...one.content_attributes, ...changes };
      tell('message.updated', one);
    },
    /** The same of the same name is the same. */
    post(content: string, echo_id: string): Said {
      const before = said.find((each) => each.echo_id === echo_id);
      if (before !== undefined) return before;
      posted.push(content);
      const made = say({ message_type: 0, content, echo_id });
      setStatus('open');
      return made;
    },
    /** What a request reads. */
    get: (url: URL): unknown => answerOf(url, said, conversation),
    /** Messages of an earlier time, which nobody is told of any more. */
    furnish(count: number): void {
      for (let each = 0; each < count; each += 1) say({ message_type: OUTGOING });
      log.length = 0;
    },
  };
}

function answerOf(url: URL, said: readonly Said[], conversation: { id: number } | undefined) {
  const what = url.pathname.split('/').at(-1);
  if (what === 'contact') return { id: 1, has_email: false, has_name: true, has_phone_number: false }; // prettier-ignore
  if (what === 'conversations') return conversation ?? {};
  if (what === 'inbox_members') return { payload: [] };
  const [before, after] = ['before', 'after'].map((name) => url.searchParams.get(name));
  const all = said.filter((each) => each.conversation_id === conversation?.id);
  const payload = after != null ? all.filter(({ id }) => id > Number(after)).slice(0, BATCH) : all.filter(({ id }) => before == null || id < Number(before)).slice(-PAGE); // prettier-ignore
  return { payload, meta: { contact_last_seen_at: 0 } };
}

export type Desk = ReturnType<typeof openDesk>;
