import MarkdownIt from 'markdown-it';
import sanitize from 'sanitize-html';

// Pictures of strangers would tell them who opens the mail, and when: they stay links.
const markdown = new MarkdownIt({ html: false, linkify: true, breaks: true }).disable('image');

const allowedTags = (
  'p br hr strong em s code pre blockquote a ul ol li h1 h2 h3 h4 h5 h6 ' +
  'table thead tbody tr th td'
).split(' ');

/** Messages are rendered, then reduced to what a mail may hold: the second does not trust the first. */
export function renderMarkdown(content: string): string {
  return sanitize(markdown.render(content), {
    allowedTags,
    allowedAttributes: { a: ['href'], ol: ['start'] },
    allowedSchemes: ['http', 'https', 'mailto', 'tel'],
    allowProtocolRelative: false,
  });
}
