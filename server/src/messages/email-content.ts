import MarkdownIt from 'markdown-it';

const markdown = new MarkdownIt({ html: false, linkify: true, breaks: true });

/**
 * What an e-mail inbox sends for a message: the given HTML, or the content rendered from Markdown,
 * and the plain text with LF line ends (contract §6.2).
 */
export function emailContent(content: string, html: string | undefined) {
  const rendered = html ?? markdown.render(content);
  const text = content.replaceAll('\r\n', '\n');
  return {
    html_content: { full: rendered, reply: rendered },
    text_content: { full: text, reply: text },
  };
}
