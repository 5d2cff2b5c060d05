// A receiver that nobody knows yet gets a few calls; with each that succeeds it gets one more.
const FIRST = 4;
const MOST = 32;

interface Room {
  limit: number;
  busy: number;
}

/**
 * How many calls each endpoint bears at the same time. One that does not answer is soon called once at a
 * time, so that it takes nothing from the others. Kept by each process for itself.
 */
export function createRooms() {
  const rooms = new Map<number, Room>();
  return {
    usual: FIRST,
    free: (): Map<number, number> =>
      new Map([...rooms].map(([id, { limit, busy }]) => [id, Math.max(0, limit - busy)])),
    enter(endpointId: number): void {
      const room = rooms.get(endpointId) ?? { limit: FIRST, busy: 0 };
      rooms.set(endpointId, { ...room, busy: room.busy + 1 });
    },
    leave(endpointId: number, answer: { status: number | null; failed: boolean }): void {
      const room = rooms.get(endpointId);
      if (room === undefined) return;
      rooms.set(endpointId, { limit: limitAfter(room.limit, answer), busy: room.busy - 1 });
    },
  };
}

function limitAfter(limit: number, { status, failed }: { status: number | null; failed: boolean }) {
  if (!failed) return Math.min(MOST, limit + 1);
  if (status === 429) return 1;
  // What refuses quickly is not overloaded.
  const isBusy = status === null || status >= 500;
  return isBusy ? Math.max(1, limit - 1) : limit;
}
