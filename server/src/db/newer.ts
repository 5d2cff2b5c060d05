/** A row of `schema_migrations`. */
export interface Applied {
  name: string;
  /** The oldest migration whose code can work with what this one made; null when any can. */
  needs: string | null;
}

/**
 * What a database has been through that this code does not know, and the first of it that this code
 * cannot work with. Migrations add, so that the version before them goes on working beside the new one
 * and can be gone back to; one that takes something away says whose code still needed it.
 */
export function compareWithNewer(
  present: readonly Applied[],
  known: readonly string[],
): { newer: string[]; unbearable: Applied | undefined } {
  const strange = present.filter(({ name }) => !known.includes(name));
  return {
    newer: strange.map(({ name }) => name),
    unbearable: strange.find(({ needs }) => needs !== null && !known.includes(needs)),
  };
}
