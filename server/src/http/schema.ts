import { Type, type Static, type TSchema } from 'typebox';

/** A value or null, which a caller uses to clear something. */
export const Nullable = <S extends TSchema>(schema: S) => Type.Union([schema, Type.Null()]);

/** Any JSON value; the verb that takes it decides, because the contract reads it in its own way. */
export const Anything = (options: { description?: string; examples?: unknown[] } = {}) =>
  Type.Unsafe<unknown>(Type.Any(options));

/** An object whose keys the caller chooses. */
export const FreeObject = (options: { description?: string; examples?: unknown[] } = {}) =>
  Type.Unsafe<Record<string, unknown>>(
    Type.Unsafe({ type: 'object', additionalProperties: true, ...options }),
  );

/** Page number of a list. Garbage is page 1 (contract §4.1). */
export const Page = Anything({ description: 'Page number, from 1. Anything else is page 1.' });

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
  return Number.isSafeInteger(page) && page > 0 ? Math.min(page, 10_000_000) : 1;
}

export type Input<S extends TSchema> = Static<S>;
