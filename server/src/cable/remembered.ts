import type { Audience } from './audience.ts';
import { keyOf, type Listener } from './listeners.ts';

const answers = new Map<string, boolean>();

/** What was found of somebody the first time, for ever: the mistake that the verification has to notice. */
export function remembered(audience: Audience): Audience {
  const once =
    (question: 'mayListen' | 'works' | 'opens') =>
    (listener: Listener, conversationId = 0): boolean => {
      const key = `${question} ${keyOf(listener)} ${listener.proof} ${conversationId}`;
      const answer = answers.get(key) ?? audience[question](listener, conversationId);
      answers.set(key, answer);
      return answer;
    };
  return { ...audience, mayListen: once('mayListen'), works: once('works'), opens: once('opens') };
}
