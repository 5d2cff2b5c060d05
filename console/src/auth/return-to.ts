/**
 * Where somebody wanted to be, as an address of this application: read as browsers read it, so that "/app/..//elsewhere"
 * or "/\elsewhere" leads nowhere else. Undefined for any other address, and for the pages of those who are not signed in.
 */
export function ownAddress(wanted: string | null, here: string): string | undefined {
  if (wanted === null || !wanted.startsWith('/app/') || !URL.canParse(wanted, here))
    return undefined;
  const { origin, pathname, search, hash } = new URL(wanted, here);
  const isOurs = origin === new URL(here).origin && /^\/app\/(?!login|auth\/)/.test(pathname);
  return isOurs ? pathname + search + hash : undefined;
}
