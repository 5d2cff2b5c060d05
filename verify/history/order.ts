/** In which order somebody saw the things of one lane (a conversation): REST, a socket, a webhook, the database. */
export interface Observation {
  observer: string;
  lane: string;
  keys: readonly string[];
}

/** Every pair that two observers saw the other way round, and what one observer saw twice. */
export function checkOrder(observations: readonly Observation[]): string[] {
  return [...Map.groupBy(observations, ({ lane }) => lane).values()].flatMap((ofLane) => [
    ...ofLane.flatMap(repeated),
    ...ofLane.flatMap((one, index) =>
      ofLane.slice(index + 1).flatMap((other) => inverted(one, other)),
    ),
  ]);
}

function repeated({ observer, lane, keys }: Observation): string[] {
  const seen = new Set<string>();
  const twice = keys.filter((key) => seen.size === seen.add(key).size);
  return twice.map((key) => `${lane}: ${observer} saw ${key} twice`);
}

/** Neighbours suffice: where all of them are in order, every pair is. */
function inverted(one: Observation, other: Observation): string[] {
  const ranks = new Map(one.keys.map((key, rank) => [key, rank]));
  const common = other.keys.filter((key) => ranks.has(key));
  return common.slice(1).flatMap((key, index) => {
    const before = common[index] as string;
    if ((ranks.get(before) as number) <= (ranks.get(key) as number)) return [];
    return [
      `${one.lane}: ${other.observer} saw ${before} before ${key}, ${one.observer} saw them the other way round`,
    ];
  });
}
