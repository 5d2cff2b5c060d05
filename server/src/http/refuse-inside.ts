import type { Config } from '../config.ts';
import { invalidFields } from '../errors.ts';
import { namesInside } from './outbound-address.ts';

/**
 * Refuses to save an address, to be called later, that names a place inside by its spelling alone. A
 * name is looked up when it is called, and `''` is none. Throws 422 that names the field.
 */
export function refuseInside(
  field: string,
  url: unknown,
  { outboundAllow }: Pick<Config, 'outboundAllow'>,
): void {
  if (typeof url !== 'string' || !namesInside(url, outboundAllow)) return;
  throw invalidFields([[field, 'is not on the public internet']]);
}

/** Which addresses that are to be called later name a place inside. */
export const insideOf =
  ({ outboundAllow }: Pick<Config, 'outboundAllow'>) =>
  (url: string): boolean =>
    namesInside(url, outboundAllow);
