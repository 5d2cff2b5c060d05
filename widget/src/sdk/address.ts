/** Tells whenever the page changes its address without loading anew. */
export function watchAddress(tell: () => void): void {
  let last = location.href;
  const look = (): void => {
    if (location.href === last) return;
    last = location.href;
    tell();
  };
  window.addEventListener('popstate', look);
  window.addEventListener('hashchange', look);
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
}
