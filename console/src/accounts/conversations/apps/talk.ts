/** What an app sends to be told again. */
const ASK = 'chatwoot-dashboard-app:fetch-info';

/**
 * Speaks with the pages of an app, which stand in a page of ours in the frame. Each is told when it has loaded
 * something and when it asks; `tell` tells all. What is told goes to the origin of the app alone.
 */
export function talkTo(frame: HTMLIFrameElement, text: () => string) {
  const { contentDocument: holder, contentWindow: between } = frame;
  const pages = [...(holder?.querySelectorAll('iframe') ?? [])];
  const tell = (page: HTMLIFrameElement): void =>
    page.contentWindow?.postMessage(text(), targetOf(page));
  const tellAll = (): void => pages.forEach(tell);
  const hear = ({ data, source }: MessageEvent): void => {
    const asks = pages.find(({ contentWindow }) => contentWindow === source);
    if (data === ASK && asks !== undefined) tell(asks);
  };
  const ending = new AbortController();
  const { signal } = ending;
  for (const page of pages) page.addEventListener('load', () => tell(page), { signal });
  // To an app its parent is that page of ours; some ask the window at the top.
  between?.addEventListener('message', hear, { signal });
  addEventListener('message', hear, { signal });
  return { tell: tellAll, end: () => ending.abort() };
}

// A page without an origin can be named by none; the policy around it lets no other page in there.
const targetOf = ({ src, sandbox }: HTMLIFrameElement): string =>
  sandbox.contains('allow-same-origin') ? new URL(src).origin : '*';
