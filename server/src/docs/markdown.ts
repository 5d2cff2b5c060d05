import markdownIt from 'markdown-it';
import { raw, type Html } from './html.ts';

// Descriptions are ours; even so no HTML in them is taken for what it says.
const renderer = markdownIt({ html: false, linkify: false, typographer: false });

/** Paragraphs, lists and code of a description. */
export const markdown = (text: string): Html => raw(renderer.render(text));

/** The same inside a line. */
export const inline = (text: string): Html => raw(renderer.renderInline(text));
