import MarkdownIt from 'markdown-it';
import { mention } from './plain-line.ts';

// HTML in a message is shown as what it is, text. The library refuses javascript: and data: addresses.
const markdown = new MarkdownIt({ html: false, linkify: true, breaks: true, typographer: false });

// A picture from elsewhere would tell its server who reads this, and when.
markdown.disable('image');

const plain = markdown.renderer.rules['link_open'];
markdown.renderer.rules['link_open'] = (...given) => {
  const [tokens, index, options, , self] = given;
  tokens[index]?.attrSet('target', '_blank');
  tokens[index]?.attrSet('rel', 'noopener noreferrer nofollow');
  return plain?.(...given) ?? self.renderToken(tokens, index, options);
};

/** The HTML of a message. Mentions are names, not links: there is nowhere to go. */
export const renderMarkdown = (text: string): string =>
  markdown.render(text.replace(mention, '**@$1**'));
