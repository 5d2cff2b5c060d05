import { Type, type TSchema } from 'typebox';

/** A value or null, which a caller uses to clear something. */
export const Nullable = <S extends TSchema>(schema: S, options: { description?: string } = {}) =>
  Type.Union([schema, Type.Null()], options);

interface About {
  description?: string;
  examples?: unknown[];
  /** Name of the shape in the OpenAPI document. */
  $id?: string;
}

/** One of these words. */
export const OneOf = <const T extends readonly string[]>(names: T, options: About = {}) =>
  Type.Unsafe<T[number]>({ type: 'string', enum: [...names], ...options });

/**
 * Any JSON value; the verb that takes it decides, because the contract reads it in its own way. `as`
 * is what a caller should send, for the reference and the typed client.
 */
export const Anything = ({ as, ...options }: About & { as?: TSchema } = {}) =>
  Type.Unsafe<unknown>(Type.Any(as === undefined ? options : { ...options, 'x-as': as }));

/** An object whose keys the caller chooses. */
export const FreeObject = ({ as, ...options }: About & { as?: TSchema } = {}) =>
  Type.Unsafe<Record<string, unknown>>({
    type: 'object',
    additionalProperties: true,
    ...options,
    ...(as === undefined ? {} : { 'x-as': as }),
  });

/** One line of text, such as a name: at most 255 characters (contract: platform §0.7). */
export const Line = (options: About = {}, maxLength = 255) =>
  Type.String({ maxLength, 'x-record': true, ...options });

/** A text of several lines: at most 20,000 characters unless said otherwise. */
export const LongText = (options: About = {}, maxLength = 20_000) => Line(options, maxLength);

/** Where the change feed goes on behind what a list shows. */
export const FeedCursor = () =>
  Type.String({
    description:
      'Where the list was read: `GET changes?after=` goes on from here and misses nothing.',
    examples: ['MjRjZjEwYTk3MDBiLjQ3MTE'],
  });

/** Number of a record. */
export const Id = (description: string, example = 1) =>
  Type.Integer({ description, examples: [example] });

const EXAMPLE_TIME = 1_795_424_797;

/** Time in whole seconds since 1970. */
export const UnixTime = (description: string, example = EXAMPLE_TIME) =>
  Type.Integer({ description: `${description} Unix seconds.`, examples: [example] });

/** Time in whole seconds since 1970, where 0 stands for never (contract §0). */
export const UnixTimeOrZero = (description: string, example = 0) =>
  Type.Integer({ description: `${description} Unix seconds; 0 for never.`, examples: [example] });

/** Time as 2030-01-01T09:00:00.000Z. */
export const IsoTime = (description: string, example = '2026-11-23T09:06:37.683Z') =>
  Type.String({
    description,
    format: 'date-time',
    pattern: String.raw`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$`,
    examples: [example],
  });

/** Page number of a list. Garbage is page 1 (contract §4.1). */
const Page = Anything({
  description: 'Page number, from 1. Anything else is page 1.',
  examples: [1],
  as: Type.Integer({ minimum: 1 }),
});

/** `page`, `per_page` and `cursor` as every list takes them. */
export const paging = {
  page: Type.Optional(Page),
  per_page: Type.Optional(
    Type.Integer({ description: 'Entries per page, 1 to 100. Default 25.', examples: [50] }),
  ),
  cursor: Type.Optional(
    Type.String({
      description: 'The `next_cursor` of the page before; replaces `page`.',
      maxLength: 512,
    }),
  ),
};

/** The page number in whatever a client sent: 0, negatives and garbage are page 1. */
export function pageNumber(value: unknown): number {
  const page = Number.parseInt(String(value), 10);
  return page > 0 ? Math.min(page, 10_000_000) : 1;
}
