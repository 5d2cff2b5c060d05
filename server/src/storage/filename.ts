const MAX_LENGTH = 255;
// Room for a name of 80 Chinese or 240 Latin letters; servers and proxies refuse endless paths.
const MAX_URL_LENGTH = 900;

// Characters without a shape (control, zero-width, direction marks, half a surrogate pair) can hide
// what a name is; no file system shows them.
const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;
// Windows and shells give these a meaning; they become a dash, as in the original.
const meaningful = /[%$|:;<>?*"]/g;
const reserved = /^(con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i;

/**
 * The name to show and to offer for saving. It is only ever text: files are stored under keys of
 * ours, so nothing depends on what is left out here.
 */
export function displayName(given: string | undefined): string {
  const base = (given ?? '').normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const name = base
    .replace(invisible, '')
    .replace(meaningful, '-')
    .replace(/^[\s.]+|[\s.]+$/g, '')
    .replace(reserved, '_$1');
  return name === '' ? 'file' : shorten(name, (short) => short.length <= MAX_LENGTH);
}

/** The name as the last part of a URL. */
export function urlName(filename: string): string {
  return encodeURIComponent(
    shorten(filename, (short) => encodeURIComponent(short).length <= MAX_URL_LENGTH),
  );
}

/** Takes characters from the end of the name's stem until it fits, so that the extension stays. */
function shorten(name: string, fits: (name: string) => boolean): string {
  if (fits(name)) return name;
  const extension = /\.[\p{L}\p{N}]{1,16}$/u.exec(name)?.[0] ?? '';
  const stem = Array.from(name.slice(0, name.length - extension.length));
  let length = Math.min(stem.length, MAX_LENGTH);
  while (length > 0 && !fits(stem.slice(0, length).join('') + extension)) length -= 1;
  return stem.slice(0, length).join('').trimEnd() + extension;
}
