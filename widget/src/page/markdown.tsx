import { Lexer, type Token, type Tokens } from 'marked';
import type { ComponentChildren, JSX } from 'preact';
import { safeLink, safeMedia } from './links.ts';
import { words } from './words/words.ts';

/**
 * A text of the team with its formatting. It becomes elements one by one and never HTML, so that nothing
 * in it can be markup but what stands here.
 */
export const Markdown = ({ text }: { text: string }): JSX.Element => (
  <div class="markdown">{blocks(new Lexer({ gfm: true, breaks: true }).lex(text))}</div>
);

/** What a visitor typed, as they typed it, with its links. */
export function Plain({ text }: { text: string }): JSX.Element {
  const parts = text.split(/(https?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)\]])/g);
  return (
    <div class="plain">
      {parts.map((part, index) => (index % 2 === 1 ? <Link href={part}>{part}</Link> : part))}
    </div>
  );
}

/** Leads away, and tells nobody from where. */
export function Link({
  href,
  children,
  ...rest
}: {
  href: unknown;
  children: ComponentChildren;
  class?: string;
  onClick?: () => void;
}): JSX.Element {
  const address = safeLink(href);
  if (address === undefined) return <span class={rest.class}>{children}</span>;
  return (
    <a {...rest} href={address} target="_blank" rel="noopener noreferrer nofollow">
      {children}
    </a>
  );
}

const blocks = (tokens: Token[]): ComponentChildren => tokens.map(block);

function block(token: Token): ComponentChildren {
  switch (token.type) {
    case 'space':
    case 'def':
      return null;
    case 'paragraph':
      return <p>{inline(token.tokens ?? [])}</p>;
    case 'heading':
      return <p class="heading">{inline(token.tokens ?? [])}</p>;
    case 'blockquote':
      return <blockquote>{blocks(token.tokens ?? [])}</blockquote>;
    case 'code':
      return (
        <pre tabIndex={0}>
          <code>{(token as Tokens.Code).text}</code>
        </pre>
      );
    case 'hr':
      return <hr />;
    case 'list':
      return <List list={token as Tokens.List} />;
    case 'table':
      return <Table table={token as Tokens.Table} />;
    case 'text':
      return token.tokens === undefined ? unescaped(token['text']) : inline(token.tokens);
    default:
      // Markup that was typed is shown as it was typed.
      return <p>{token.raw}</p>;
  }
}

function List({ list }: { list: Tokens.List }): JSX.Element {
  const items = list.items.map((item) => <li>{blocks(item.tokens)}</li>);
  return list.ordered ? <ol start={Number(list.start) || 1}>{items}</ol> : <ul>{items}</ul>;
}

const Table = ({ table }: { table: Tokens.Table }): JSX.Element => (
  <table>
    <thead>
      <tr>
        {table.header.map((cell) => (
          <th>{inline(cell.tokens)}</th>
        ))}
      </tr>
    </thead>
    <tbody>
      {table.rows.map((row) => (
        <tr>
          {row.map((cell) => (
            <td>{inline(cell.tokens)}</td>
          ))}
        </tr>
      ))}
    </tbody>
  </table>
);

const inline = (tokens: Token[]): ComponentChildren => tokens.map(piece);

function piece(token: Token): ComponentChildren {
  switch (token.type) {
    case 'strong':
      return <strong>{inline(token.tokens ?? [])}</strong>;
    case 'em':
      return <em>{inline(token.tokens ?? [])}</em>;
    case 'del':
      return <del>{inline(token.tokens ?? [])}</del>;
    case 'codespan':
      return <code>{(token as Tokens.Codespan).text}</code>;
    case 'br':
      return <br />;
    case 'link':
      return <Link href={token['href']}>{inline(token.tokens ?? [])}</Link>;
    case 'image':
      return <Picture src={token['href']} alt={(token as Tokens.Image).text} />;
    case 'text':
    case 'escape':
      return token.type === 'text' && token.tokens !== undefined
        ? inline(token.tokens)
        : unescaped(token['text']);
    default:
      return token.raw;
  }
}

/** The lexer leaves the entities of texts to HTML, which we do not write; editors write these. */
const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: '\u00a0', '#39': "'" }; // prettier-ignore
const unescaped = (text: unknown): string =>
  String(text ?? '').replace(/&(\w+|#39);/g, (whole, name: string) => entities[name] ?? whole);

function Picture({ src, alt }: { src: unknown; alt: string }): ComponentChildren {
  const address = safeMedia(src);
  if (address === undefined) return alt;
  return <img src={address} alt={alt || words.value.image} loading="lazy" referrerpolicy="no-referrer" />; // prettier-ignore
}
