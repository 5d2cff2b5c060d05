import type { Message } from '../protocol.ts';
import { patch, post, Refusal, remove } from './api.ts';
import { say } from './host.ts';
import { loadConversation, start } from './load.ts';
import { watchNetwork } from './outbox.ts';
import { asVisitor } from './session.ts';
import { canPreview, conversation, darkMode, isMobile, isOpen, locale, pageAddress, session, view, wishes, type Wishes } from './state.ts'; // prettier-ignore

type Fields = Record<string, unknown>;

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

let isStarted = false;
// One after the other: who the visitor is may change on the way.
let turn: Promise<unknown> = Promise.resolve();
const inTurn = (act: () => Promise<unknown>): void => {
  turn = turn.then(act);
};

/** Begins without a website that would say how: in an app, or alone. */
export function begin(token = ''): void {
  isStarted = true;
  inTurn(async () => {
    await start(token);
    watchNetwork();
  });
}

/** What the website wants of the window, and in which session it goes on. */
function configure(given: Fields): void {
  const known = Object.keys(wishes.peek()) as (keyof Wishes)[];
  const wanted = known.filter((name) => given[name] !== undefined && given[name] !== null);
  wishes.value = {
    ...wishes.peek(),
    ...Object.fromEntries(wanted.map((name) => [name, given[name]])),
  };
  if (isText(given['locale'])) locale.value = given['locale'];
  if (given['darkMode'] !== undefined) darkMode.value = given['darkMode'];
  canPreview.value = 'session' in given;
  const token = isText(given['session']) ? given['session'] : '';
  const isOther = token !== '' && session.peek() === undefined;
  if (isStarted && !isOther) return;
  begin(token);
}

interface Identified {
  widget_auth_token?: string;
}

async function setUser({ identifier, user, digest }: Fields): Promise<void> {
  try {
    const said = { ...(user as object), identifier: String(identifier) };
    const answer = await asVisitor(async () => patch<Identified>('contact/set_user', said));
    // Somebody else than the session was: they get one of their own, with what belongs to it.
    if (isText(answer.widget_auth_token)) {
      view.value = 'home';
      await start(answer.widget_auth_token);
    } else await loadConversation();
    say('userSet', { digest });
  } catch (error) {
    const data = error instanceof Refusal ? error.message : 'The request could not be sent';
    say('error', { errorType: 'SET_USER_ERROR', data });
  }
}

/** Calls of the website that wait for nothing; one that cannot be done is told as an error. */
const quietly = (act: () => Promise<unknown>): void =>
  inTurn(async () =>
    asVisitor(act).catch((error: unknown) => {
      const data = error instanceof Refusal ? error.message : 'The request could not be sent';
      say('error', { errorType: 'REQUEST_ERROR', data });
    }),
  );

/** Attributes and labels of a conversation that is not there yet are set when it is. */
const withConversation = (act: () => Promise<unknown>): void =>
  inTurn(async () => {
    waitForConversation(act);
  });

function waitForConversation(act: () => Promise<unknown>): void {
  if (conversation.peek() !== undefined) {
    quietly(act);
    return;
  }
  const stop = conversation.subscribe((one) => {
    if (one === undefined) return;
    quietly(act);
    queueMicrotask(() => stop());
  });
}

const acts: Record<string, (said: Fields) => void> = {
  'config-set': configure,
  'toggle-open': ({ isOpen: now }) => {
    isOpen.value = now === true;
  },
  'toggle-close-button': ({ isMobile: now }) => {
    isMobile.value = now === true;
  },
  'push-event': ({ eventName }) => {
    if (!isText(eventName)) return;
    const event_info = { referer: pageAddress.peek(), initiated_at: { timestamp: String(new Date()) } }; // prettier-ignore
    quietly(async () => post('events', { name: eventName, event_info }));
  },
  'change-url': ({ referrerURL }) => {
    if (isText(referrerURL) && /^https?:/.test(referrerURL)) pageAddress.value = referrerURL;
  },
  'set-user': (said) => {
    if (said['identifier'] !== undefined && typeof said['user'] === 'object') {
      inTurn(async () => setUser(said));
    }
  },
  'set-custom-attributes': ({ customAttributes: custom_attributes }) =>
    quietly(async () => patch('contact', { custom_attributes })),
  'delete-custom-attribute': ({ customAttribute }) =>
    quietly(async () =>
      post('contact/destroy_custom_attributes', { custom_attributes: [customAttribute] }),
    ),
  'set-conversation-custom-attributes': ({ customAttributes: custom_attributes }) =>
    withConversation(async () =>
      post('conversations/set_custom_attributes', { custom_attributes }),
    ),
  'delete-conversation-custom-attribute': ({ customAttribute }) =>
    withConversation(async () =>
      post('conversations/destroy_custom_attributes', { custom_attribute: [customAttribute] }),
    ),
  'set-label': ({ label }) => {
    if (isText(label)) withConversation(async () => post('labels', { label }));
  },
  'remove-label': ({ label }) => {
    if (isText(label)) {
      withConversation(async () => remove(`labels/${encodeURIComponent(label)}`));
    }
  },
  'set-locale': ({ locale: wanted }) => {
    if (isText(wanted)) locale.value = wanted;
  },
  'set-color-scheme': ({ darkMode: wanted }) => {
    darkMode.value = wanted;
  },
  'sdk-set-bubble-visibility': ({ hideMessageBubble }) => {
    wishes.value = { ...wishes.peek(), hideMessageBubble: hideMessageBubble === true };
  },
};

/** Does what the website says. No address and no credential is among it but the session it keeps. */
export function obey(said: Message): void {
  if (Object.hasOwn(acts, said.event)) acts[said.event]?.(said);
}
