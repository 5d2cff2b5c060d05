import DOMPurify from 'dompurify';

/**
 * What may be loaded in the frame of a mail. It inherits the policy of the page and can only be stricter, so the
 * page itself has to allow pictures over https; what keeps strangers' pictures out of the messages beside the frame
 * is that their Markdown knows none.
 *
 * Without consent nothing comes from elsewhere: not by pictures, nor by styles, fonts or films. With it, pictures do,
 * and nothing else. Their servers learn then that, when and from which network address the mail was read, and get the
 * cookies that the browser lets them have; no referrer says where. That is why somebody has to want it, for one mail
 * or for all of a sender, whose address may be forged: the worst that follows is being seen reading, as nothing in
 * the frame can run, send a form or move the page. Fetching them through our server would hide the reader, but let
 * everybody who writes a mail make that server fetch what they like from inside its network.
 */
const policyFor = (withPictures: boolean): string =>
  `default-src 'none'; style-src 'unsafe-inline'; img-src data: 'self'${withPictures ? ' https:' : ''}`;

const look =
  'body{font:14px/1.45 system-ui,sans-serif;margin:8px;overflow-wrap:anywhere;background:#fff;color:#1c1e24}img{max-width:100%;height:auto}table{max-width:100%}summary{display:inline-block;cursor:pointer;padding:0 8px;border:1px solid #8a8f9a;border-radius:6px;line-height:18px;list-style:none}summary::-webkit-details-marker{display:none}';

/** How programs for mail mark what they quote: each the whole history from there on. */
const history =
  '.gmail_quote, .yahoo_quoted, .moz-cite-prefix, .protonmail_quote, #divRplyFwdMsg, #appendonsend, blockquote[type="cite"]';

interface Wish {
  withPictures: boolean;
  /** What the button says to whom it is read out that unfolds what is quoted. */
  unfold: string;
}

export interface MailPage {
  page: string;
  /** Whether there is a picture that is elsewhere. */
  hasRemote: boolean;
}

/** The page of a mail: nothing in it can run, what it quotes is folded, and it says itself what it may load. */
export function mailPage(html: string, { withPictures, unfold }: Wish): MailPage {
  const body = DOMPurify.sanitize(html, {
    FORBID_TAGS: ['form', 'input', 'button', 'iframe', 'object', 'embed', 'link', 'meta', 'base'],
    ADD_ATTR: ['target'],
    // Styles that stand first would be left in a head that is not taken along.
    FORCE_BODY: true,
    RETURN_DOM: true,
  }) as HTMLElement;
  fold(body, unfold);
  return {
    page: `<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policyFor(withPictures)}"><meta name="referrer" content="no-referrer"><meta http-equiv="x-dns-prefetch-control" content="off"><base target="_blank"><style>${look}</style>${body.innerHTML}`,
    hasRemote: [...body.querySelectorAll('*')].some(isRemote),
  };
}

/** Puts what is quoted, and all that follows it, behind a button; not where nothing stands before it. */
function fold(body: HTMLElement, unfold: string): void {
  const quoted = body.querySelector(history);
  const { parentNode } = quoted ?? {};
  if (quoted == null || parentNode == null) return;
  const before = document.createRange();
  before.setStart(body, 0);
  before.setEndBefore(quoted);
  if (before.toString().trim() === '') return;
  const details = document.createElement('details');
  const summary = document.createElement('summary');
  summary.textContent = '…';
  summary.setAttribute('aria-label', unfold);
  parentNode.insertBefore(details, quoted);
  details.append(summary);
  while (details.nextSibling !== null) details.append(details.nextSibling);
}

const elsewhere = /(^|[\s,("'])(https?:)?\/\//i;

function isRemote(element: Element): boolean {
  if (element.tagName === 'STYLE') return /url\(|@import/i.test(element.textContent);
  const style = element.getAttribute('style') ?? '';
  if (/url\(/i.test(style) && elsewhere.test(style)) return true;
  const isLink = element.tagName === 'A';
  return ['src', 'srcset', 'background', 'poster', ...(isLink ? [] : ['href', 'xlink:href'])].some(
    (name) => {
      const value = element.getAttribute(name) ?? '';
      return elsewhere.test(value) && !value.startsWith(`${location.origin}/`);
    },
  );
}
