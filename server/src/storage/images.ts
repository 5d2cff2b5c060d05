import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

// Decoding takes up to four bytes a pixel: 200 MB for the largest picture that we touch.
const MAX_PIXELS = 50_000_000;
const MAX_SECONDS = 5;

/** The kinds of pictures that are measured and made small, with the kind of what is made. */
const thumbTypes = {
  'image/jpeg': 'jpeg',
  'image/png': 'png',
  'image/gif': 'png',
  'image/webp': 'webp',
} as const;

export interface Size {
  width: number;
  height: number;
}

const isPicture = (type: string): type is keyof typeof thumbTypes =>
  Object.hasOwn(thumbTypes, type);

/** The type of the small picture made of a file of this type; undefined when none can be made. */
export const thumbTypeOf = (type: string): string | undefined =>
  isPicture(type) ? `image/${thumbTypes[type]}` : undefined;

/**
 * Width and height by the header, as the picture is shown; its pixels are not touched. Undefined for
 * what is no such picture, is broken, or is so large that decoding it would be an attack.
 */
export async function imageSize(path: string, type: string): Promise<Size | undefined> {
  if (!isPicture(type)) return undefined;
  const sharp = await decoder();
  try {
    const { autoOrient } = await sharp(path, { limitInputPixels: MAX_PIXELS }).metadata();
    return { width: autoOrient.width, height: autoOrient.height };
  } catch {
    // What cannot be read as a picture is a file like any other.
    return undefined;
  }
}

/** A re-encoded picture at most this wide: the first frame, upright, without metadata. Throws when it cannot be made. */
export async function makeThumb(bytes: Readable, type: string, width: number): Promise<Buffer> {
  if (!isPicture(type)) throw new Error(`no thumb of ${type}`);
  const sharp = await decoder();
  const picture = sharp({ limitInputPixels: MAX_PIXELS, failOn: 'error', pages: 1 })
    .timeout({ seconds: MAX_SECONDS })
    .autoOrient()
    .resize({ width, withoutEnlargement: true })
    .toFormat(thumbTypes[type]);
  const [thumb] = await Promise.all([picture.toBuffer(), pipeline(bytes, picture)]);
  return thumb;
}

let loading: Promise<typeof import('sharp').default> | undefined;

// Loaded at the first picture. The library reads many formats, some of them (SVG) with programs or
// references inside; it is told to open nothing but these four whatever a file pretends to be.
function decoder() {
  loading ??= import('sharp').then(({ default: sharp }) => {
    sharp.block({ operation: ['VipsForeignLoad'] });
    sharp.unblock({
      operation: ['Jpeg', 'Png', 'Webp', 'Nsgif'].map((format) => `VipsForeignLoad${format}`),
    });
    sharp.cache(false);
    return sharp;
  });
  return loading;
}
