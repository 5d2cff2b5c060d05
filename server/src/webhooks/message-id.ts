/** The public id of a delivery: what receivers know it by. */
export const messageId = (uuid: string): string => `msg_${uuid}`;

/** The uuid in a public id, or undefined when it is none. */
export const uuidOf = (id: unknown): string | undefined =>
  /^msg_([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})$/.exec(String(id))?.[1];
