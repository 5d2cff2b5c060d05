import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { countQuery } from './notification-data.ts';

const NAME = 'Confab';
/** `--accent` of the light theme; a picture in the tab cannot read the styles of the page. */
const BRAND = '#006b71';

/** How many notifications somebody has not read. */
export const useUnread = (account: number): number => useQuery(countQuery(account)).data ?? 0;

/** The mark of the page in the tab; with a dot when something is unread. */
function showMark(hasUnread: boolean): void {
  const dot = '<circle cx="24" cy="8" r="8" fill="#dc2626"/>';
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><path d="M8 4h16a6 6 0 0 1 6 6v9a6 6 0 0 1-6 6H14l-7 5v-5a5 5 0 0 1-5-5V10a6 6 0 0 1 6-6z" fill="${BRAND}"/>${hasUnread ? dot : ''}</svg>`;
  let link = document.querySelector<HTMLLinkElement>('link[rel=icon]');
  if (link === null) {
    link = document.createElement('link');
    link.rel = 'icon';
    document.head.append(link);
  }
  link.href = `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

/** Says so in the title of the page and its mark, for who looks at another tab. */
export function useTitle(account: number): void {
  const count = useUnread(account);
  useEffect(() => {
    document.title = count === 0 ? NAME : `(${count}) ${NAME}`;
    showMark(count > 0);
    return () => {
      showMark(false);
      document.title = NAME;
    };
  }, [count]);
}
