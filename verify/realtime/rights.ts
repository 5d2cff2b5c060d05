/**
 * Milliseconds after the answer to a change of rights in which it may not have taken effect everywhere:
 * what is promised is a second.
 */
export const TOLERANCE = 1000;

interface Change {
  member: boolean;
  /** From when on it may be so, and from when on it surely is. */
  from: number;
  to: number;
}

/** Who was a member of which inbox when, as the one who changes it knows. */
export interface Rights {
  isMember(user: number, inbox: number): boolean;
  /** A change that was asked for at one instant and answered at another. */
  note(
    user: number,
    inbox: number,
    change: { member: boolean; invoked: number; answered: number },
  ): void;
  /** A member all the time. */
  surely(user: number, inbox: number, from: number, to: number): boolean;
  /** Maybe a member at some instant of it. */
  possibly(user: number, inbox: number, from: number, to: number): boolean;
}

export function createRights(): Rights {
  const changes = new Map<string, Change[]>();
  const of = (user: number, inbox: number): Change[] => changes.get(`${user}/${inbox}`) ?? [];
  const memberAt = (list: readonly Change[], instant: number): boolean =>
    list.findLast(({ from }) => from <= instant)?.member ?? false;
  const changesIn = (list: readonly Change[], from: number, to: number): boolean =>
    list.some((change) => change.from <= to && change.to >= from);
  return {
    isMember: (user, inbox) => of(user, inbox).at(-1)?.member ?? false,
    note(user, inbox, { member, invoked, answered }) {
      const change = { member, from: invoked, to: answered + TOLERANCE };
      changes.set(`${user}/${inbox}`, [...of(user, inbox), change]);
    },
    surely(user, inbox, from, to) {
      const list = of(user, inbox);
      return memberAt(list, from) && !changesIn(list, from, to);
    },
    possibly(user, inbox, from, to) {
      const list = of(user, inbox);
      return memberAt(list, from) || changesIn(list, from, to);
    },
  };
}
