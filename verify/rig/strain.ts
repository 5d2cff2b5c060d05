/** How much a server is strained, as it says itself at `/metrics`. */
export interface Strain {
  /** The longest that its event loop stood still since this was last asked, in milliseconds. */
  stall: number;
  /** Of the process, in MB. */
  memory: number;
}

export async function strainOf({ url }: { url: string }): Promise<Strain> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const value = (name: string): number =>
    Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1]);
  // The loop is looked at every ten milliseconds, which are part of what is counted.
  const stall = Math.max(0, value('nodejs_eventloop_lag_max_seconds') * 1000 - 10);
  return {
    stall: Number.isNaN(stall) ? 0 : stall,
    memory: value('process_resident_memory_bytes') / 2 ** 20,
  };
}
