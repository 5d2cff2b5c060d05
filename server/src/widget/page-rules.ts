const host = String.raw`(\*\.)?[a-z\d]([a-z\d.-]*[a-z\d])?`;
const SOURCE = new RegExp(String.raw`^(https?:\/\/)?(\*|${host}|\[[\da-f:.]+\])(:(\d{1,5}|\*))?\/?$`, 'i'); // prettier-ignore

/**
 * The sources of a frame-ancestors directive, of the domains that an inbox lists; '' for anywhere. What is no
 * domain is left out, so that nothing can be written into the header; when nothing is left, nobody may.
 */
export function frameAncestors(allowedDomains: unknown): string {
  const listed = String(allowedDomains ?? '')
    .split(/[\s,]+/)
    .filter((each) => each !== '');
  if (listed.length === 0) return '';
  return listed.filter((each) => SOURCE.test(each)).join(' ') || "'none'";
}

/** Whether it is the origin of a page, as browsers write it: `null` for a file on a disk or in an app. */
export const isOrigin = (value: unknown): boolean =>
  value === 'null' ||
  (typeof value === 'string' &&
    /^https?:\/\//.test(value) &&
    URL.canParse(value) &&
    new URL(value).origin === value);
