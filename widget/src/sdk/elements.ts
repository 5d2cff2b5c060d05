type Attributes = Record<string, string>;

/** An element of ours in somebody's page; page changes of Turbo leave it where it is. */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes,
  ...children: Node[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

export const lasting = { 'data-turbo-permanent': '' };

const SVG = 'http://www.w3.org/2000/svg';

export function icon(path: string): SVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  const line = document.createElementNS(SVG, 'path');
  line.setAttribute('d', path);
  svg.append(line);
  return svg;
}

/** Adds the style of our elements; where the website forbids it to be written into the page, by a way that is allowed. */
export function addStyle(css: string): void {
  const style = make('style', { id: 'cw-widget-styles', type: 'text/css', ...lasting });
  style.textContent = css;
  document.head.append(style);
  if (style.sheet !== null || !('adoptedStyleSheets' in document)) return;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}
