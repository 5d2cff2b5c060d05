/** What a file is said to be and what its bytes say. */
export interface Evidence {
  /** By its first bytes; undefined for what has none of its own, like text. */
  sniffed: string | undefined;
  /** By whoever sent it. */
  declared: string | undefined;
  filename: string;
  /** No byte of its beginning is one that text does not have. */
  looksLikeText: boolean;
}

export const UNKNOWN_TYPE = 'application/octet-stream';

const aliases: Record<string, string> = {
  'image/apng': 'image/png',
  'image/jpg': 'image/jpeg',
  'image/x-ms-bmp': 'image/bmp',
  'application/x-rar-compressed': 'application/vnd.rar',
  'application/csv': 'text/csv',
  'text/rtf': 'application/rtf',
};

// Of these the bytes tell the family and the sender the member: a recorded voice and a film are the
// same container, and so are a letter and a table.
const families = [
  /^(video|audio)\/webm$/,
  /^(video\/(mp4|x-m4v|quicktime|3gpp2?)|audio\/(mp4|x-m4a|aac|3gpp2?))$/,
  /^(application|video|audio)\/(ogg|opus)$/,
  /^application\/(x-cfb|msword|vnd\.(ms-(excel|powerpoint|outlook|project)|visio))$/,
  /^application\/(zip|epub\+zip|vnd\.(openxmlformats-officedocument|oasis\.opendocument|ms-(word|excel|powerpoint))\..+)$/,
];

// What a browser may run or read as a page of ours.
const active =
  /^(text\/(html|xml|xsl|css|cache-manifest|x-component|x-scriptlet)|application\/(xml|xslt|hta|mathml|wasm|x-shockwave-flash|java-.*|x-java-.*)|image\/svg.*|multipart\/.*|message\/.*|.*script.*|.*\+xml)$/;

// A file of these kinds would have been recognised by its bytes. One that was not is something else.
const recognisable =
  /^(image|audio|video|font|model)\/|^application\/(pdf|zip|gzip|rtf|ogg|x-7z-compressed|vnd\.rar|x-tar|postscript)$/;

// Asked when the sender does not say more than "bytes", as command lines do.
const byExtension: Record<string, string> = {
  txt: 'text/plain',
  log: 'text/plain',
  md: 'text/markdown',
  csv: 'text/csv',
  json: 'application/json',
  doc: 'application/msword',
  xls: 'application/vnd.ms-excel',
  ppt: 'application/vnd.ms-powerpoint',
  msg: 'application/vnd.ms-outlook',
};

/** The type to store: what the bytes say, what the sender says where they are silent, never an active one. */
export function mediaType({ sniffed, declared, filename, looksLikeText }: Evidence): string {
  const said = claim(declared, filename);
  const type = sniffed === undefined ? unsniffed(said, looksLikeText) : inFamily(sniffed, said);
  return active.test(type) ? UNKNOWN_TYPE : type;
}

function claim(declared: string | undefined, filename: string): string {
  const type = normalised(declared);
  const extension = /\.(\w+)$/.exec(filename)?.[1]?.toLowerCase() ?? '';
  return type === UNKNOWN_TYPE && Object.hasOwn(byExtension, extension)
    ? (byExtension[extension] as string)
    : type;
}

function inFamily(sniffed: string, said: string): string {
  const type = normalised(sniffed);
  const family = families.find((each) => each.test(type));
  return family?.test(said) === true ? said : type;
}

function unsniffed(said: string, looksLikeText: boolean): string {
  const isText = said.startsWith('text/') || said === 'application/json';
  return recognisable.test(said) || (isText && !looksLikeText) ? UNKNOWN_TYPE : said;
}

function normalised(type: string | undefined): string {
  const bare = type?.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  const known = aliases[bare] ?? bare;
  return /^[a-z]+\/[a-z0-9][a-z0-9.+_-]{0,126}$/.test(known) ? known : UNKNOWN_TYPE;
}

/** Whether text may begin like this. Bytes above ASCII are taken as they are: there are many encodings. */
export function looksLikeText(beginning: Uint8Array): boolean {
  const [first, second] = beginning;
  const utf16 = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  // Tab, line feed, form feed, carriage return and escape are the control characters of text files.
  return (
    utf16 ||
    beginning.every((byte) => byte >= 0x20 || [0x09, 0x0a, 0x0c, 0x0d, 0x1b].includes(byte))
  );
}
