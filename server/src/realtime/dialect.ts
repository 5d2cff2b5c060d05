import type { Line } from './channel.ts';
import {
  confirmation,
  delivery,
  extendedWelcome,
  placedDelivery,
  rejection,
  revoked,
  streamOf,
  welcome,
} from './protocol.ts';
import { newSid, type Sessions } from './sessions.ts';
import type { Wire } from './wire.ts';

const POLICY_VIOLATION = 1008;

/** How one client is spoken to: plainly, as the original does, or in the extended form. */
export interface Dialect {
  knowsPlaces: boolean;
  welcome(restored: readonly string[]): string;
  lineTo(wire: Wire, identifier: string): Line;
  /** Undefined when nothing is said. */
  answer(identifier: string, isAccepted: boolean): string | undefined;
  /** The same when the client asks again. */
  answerAgain(identifier: string, isAccepted: boolean): string | undefined;
  /** What the client had subscribed to before its connection broke. It is live once it asks for its history. */
  returning(): readonly string[];
  left(identifiers: readonly string[]): void;
}

export const plain: Dialect = {
  knowsPlaces: false,
  welcome: () => welcome,
  lineTo(wire, identifier) {
    const quoted = JSON.stringify(identifier);
    return {
      push: (message) => wire.send(delivery(quoted, message)),
      drained: wire.drained,
      cut: () => wire.close(POLICY_VIOLATION, 'not allowed any more'),
    };
  },
  // To be refused is to hear nothing (contract: platform §6.2).
  answer: (identifier, isAccepted) => (isAccepted ? confirmation(identifier) : undefined),
  answerAgain: () => undefined,
  returning: () => [],
  left: () => {},
};

/** `sid` is what the client was called by its last connection, if it says so. */
export function extended(sessions: Sessions, sid: string | undefined): Dialect {
  const ownSid = newSid();
  const answer = (identifier: string, isAccepted: boolean): string =>
    isAccepted ? confirmation(identifier) : rejection(identifier);
  return {
    knowsPlaces: true,
    welcome: (restored) => extendedWelcome(ownSid, restored),
    lineTo(wire, identifier) {
      const head = { quoted: JSON.stringify(identifier), stream: streamOf(identifier) };
      return {
        push: (message, place) => wire.send(placedDelivery(head, message, place)),
        drained: wire.drained,
        cut: () => wire.close(POLICY_VIOLATION, 'not allowed any more', revoked),
      };
    },
    answer,
    // The client did not hear it in time.
    answerAgain: answer,
    returning: () => (sid === undefined ? [] : sessions.take(sid)),
    left: (identifiers) => sessions.keep(ownSid, identifiers),
  };
}
