/** What has to be there once, such as the number of a conversation in its account. */
export interface Mark {
  value: string;
  /** Who has it. */
  owner: string;
}

/** Each value that two owners have. */
export function checkUnique(name: string, marks: readonly Mark[]): string[] {
  return [...Map.groupBy(marks, ({ value }) => value)].flatMap(([value, having]) => {
    const owners = [...new Set(having.map(({ owner }) => owner))];
    return owners.length > 1 ? [`${name} ${value}: ${owners.join(' and ')}`] : [];
  });
}

/** Of each client: what it made later has the higher number. `marks` stand in the order of making. */
export function checkIncreasing(
  name: string,
  marks: readonly { client: string; value: number }[],
): string[] {
  return [...Map.groupBy(marks, ({ client }) => client)].flatMap(([client, own]) =>
    own.slice(1).flatMap(({ value }, index) => {
      const before = own[index]?.value ?? 0;
      return value > before ? [] : [`${client}: ${name} ${value} came after ${before}`];
    }),
  );
}
