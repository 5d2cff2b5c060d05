import type { Channel, Missed, Subscription } from './channel.ts';
import type { Dialect } from './dialect.ts';
import { historyAnswer, type Command } from './protocol.ts';
import type { Wire } from './wire.ts';

const MAX_SUBSCRIPTIONS = 20;
const POLICY_VIOLATION = 1008;

/** What one client listens to. */
export interface Listening {
  obey(command: Command): Promise<void>;
  /** Says hello, after the subscriptions of a session that goes on were opened again. */
  greet(): Promise<void>;
  leave(): void;
}

interface Parts {
  wire: Wire;
  dialect: Dialect;
  channel: Channel;
}

export function createListening({ wire, dialect, channel }: Parts): Listening {
  /** What was asked for; undefined what was refused, which is not looked at again (contract §6.2). */
  const subscriptions = new Map<string, Subscription | undefined>();

  const open = async (identifier: string) => {
    const subscription = await channel.subscribe(identifier, dialect.lineTo(wire, identifier));
    subscriptions.set(identifier, subscription);
    // It may have gone while it was looked at.
    if (!wire.isOpen) subscription?.end();
    return wire.isOpen ? subscription : undefined;
  };
  const listen = async (identifier: string, missed: Missed | undefined): Promise<void> => {
    const subscription = subscriptions.get(identifier);
    const answer = (isComplete: boolean): void => wire.send(historyAnswer(identifier, isComplete));
    if (subscription === undefined) answer(false);
    else if (missed === undefined) await subscription.begin();
    else await subscription.resume(missed, answer);
  };
  const subscribe = async (identifier: string, missed: Missed | undefined): Promise<void> => {
    const subscription = await open(identifier);
    const answer = dialect.answer(identifier, subscription !== undefined);
    if (answer !== undefined) wire.send(answer);
    if (subscription !== undefined)
      await listen(identifier, dialect.knowsPlaces ? missed : undefined);
  };
  const subscribeOnce = async (identifier: string, missed: Missed | undefined): Promise<void> => {
    if (subscriptions.has(identifier)) {
      const again = dialect.answerAgain(identifier, subscriptions.get(identifier) !== undefined);
      if (again !== undefined) wire.send(again);
    } else if (subscriptions.size >= MAX_SUBSCRIPTIONS) {
      wire.close(POLICY_VIOLATION, 'subscriptions');
    } else await subscribe(identifier, missed);
  };
  const end = (identifier: string): void => {
    subscriptions.get(identifier)?.end();
    subscriptions.delete(identifier);
  };

  return {
    async obey(command) {
      const { name, identifier } = command;
      if (name === 'subscribe') await subscribeOnce(identifier, command.missed);
      else if (name === 'unsubscribe') end(identifier);
      else if (name === 'perform') {
        await subscriptions.get(identifier)?.perform(command.action, command.data);
      } else if (dialect.knowsPlaces) await listen(identifier, command.missed);
    },
    async greet() {
      const restored: string[] = [];
      for (const identifier of dialect.returning()) {
        if ((await open(identifier)) === undefined) end(identifier);
        else restored.push(identifier);
      }
      wire.send(dialect.welcome(restored));
    },
    leave() {
      dialect.left(
        [...subscriptions.keys()].filter((each) => subscriptions.get(each) !== undefined),
      );
      for (const subscription of subscriptions.values()) subscription?.end();
    },
  };
}
