import { guide } from '../openapi/guide.ts';
import type { Document } from '../openapi/openapi.ts';
import { codeBlock, highlightJson, highlightShell } from './code.ts';
import { TOKEN } from './curl.ts';
import { endpointSection, methodBadge, shapeSection, type Context } from './endpoint.ts';
import { errorStatuses, type Group, groupsOf, resolver, sharedSchemas } from './endpoints.ts';
import { html, raw, type Html } from './html.ts';
import { inline, markdown } from './markdown.ts';

interface Assets {
  style: string;
  script: string;
}

/** The whole reference as one page that needs nothing else. */
export function renderPage(document: Document, { style, script }: Assets): string {
  const context: Context = {
    document,
    resolve: resolver(document),
    shared: sharedSchemas(document),
    statuses: errorStatuses(document),
  };
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="description" content="Every endpoint of the Confab API, with examples." />
        <title>${document.info.title}</title>
        <link rel="icon" href="${icon}" />
        ${raw(`<style>${style}</style>`)}
      </head>
      <body>
        <a class="skip" href="#content">Skip to the reference</a>
        <header class="bar">
          <a class="brand" href="#start">${document.info.title}</a>
          <button type="button" class="menu" popovertarget="contents">Contents</button>
        </header>
        ${navigation(context)}
        <main id="content" tabindex="-1">
          ${opening(document)}
          ${groupsOf(document).map(
            (group) =>
              html` <section class="group" aria-labelledby="${group.id}">
                <h2 id="${group.id}"><a href="#${group.id}">${group.name}</a></h2>
                <p class="lead">${inline(group.description)}</p>
                ${group.endpoints.map((endpoint) => endpointSection(context, endpoint))}
              </section>`,
          )}
          ${errorChapter(context)} ${shapeChapter(context)}
        </main>
        ${raw(`<script>${script}</script>`)}
      </body>
    </html> `;
  return page.html;
}

const icon =
  'data:image/svg+xml,' +
  encodeURIComponent(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><path fill="#2f5bd0" d="M3 2h10a2 2 0 0 1 2 2v6a2 2 0 0 1-2 2H8l-4 3v-3H3a2 2 0 0 1-2-2V4a2 2 0 0 1 2-2z"/></svg>',
  );

function navigation({ document, shared }: Context): Html {
  const groups = groupsOf(document);
  return html` <nav id="contents" popover aria-label="Contents">
    <a class="brand" href="#start"
      >${document.info.title} <small>${document.info.version}</small></a
    >
    <div class="search" hidden>
      <label for="find">Find an endpoint <kbd>/</kbd></label>
      <input
        id="find"
        type="search"
        autocomplete="off"
        spellcheck="false"
        placeholder="words or a path"
      />
      <p id="found" role="status"></p>
    </div>
    <h2>Guide</h2>
    <ul>
      ${guide.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`)}
    </ul>
    ${document['x-tagGroups'].map(
      ({ name, tags }) =>
        html`<h2>${name}</h2>
          ${groups.filter((group) => tags.includes(group.name)).map(contentsOf)}`,
    )}
    <h2>For all endpoints</h2>
    <ul>
      <li><a href="#errors">Errors</a></li>
    </ul>
    <details>
      <summary>Shapes <small>${shared.length}</small></summary>
      <ul>
        ${shared.map((name) => html`<li><a href="#shape-${name}" data-find="">${name}</a></li>`)}
      </ul>
    </details>
  </nav>`;
}

/** The endpoints of one group; closed, because there are hundreds of them in all. */
const contentsOf = ({ name, endpoints }: Group): Html =>
  html`<details>
    <summary>${name} <small>${endpoints.length}</small></summary>
    <ul>
      ${endpoints.map(
        ({ ids, methods, path, operation }) =>
          html`<li>
            <a href="#${ids[0]}" data-find="${path}"
              >${methodBadge(methods[0] ?? '')} <span>${operation.summary}</span></a
            >
          </li>`,
      )}
    </ul>
  </details>`;

function opening(document: Document): Html {
  const server = document.servers[0]?.url ?? '';
  const first = `curl '${server}/api/v1/accounts/1/conversations' \\\n  -H 'api_access_token: ${TOKEN}'`;
  return html` <h1>${document.info.title}</h1>
    <div class="opening">
      <div class="about">
        ${guide.map(
          ({ id, title, text }) =>
            html` <section>
              <h2 id="${id}"><a href="#${id}">${title}</a></h2>
              ${markdown(text)}
            </section>`,
        )}
      </div>
      <div class="examples">
        ${codeBlock('A first request', highlightShell(first))}
        <form class="yours" hidden aria-labelledby="yours-title">
          <h2 id="yours-title">Put your own into the examples</h2>
          <label>Access token <input name="token" autocomplete="off" spellcheck="false" /></label>
          <label
            >Account <input name="account" inputmode="numeric" autocomplete="off" value="1"
          /></label>
          <p>They stay on this page and are forgotten when it closes.</p>
        </form>
        <p class="for-programs">For programs: <a href="/openapi.json">openapi.json</a></p>
      </div>
    </div>`;
}

function errorChapter({ document: { components }, statuses }: Context): Html {
  return html` <section class="group" aria-labelledby="errors">
    <h2 id="errors"><a href="#errors">Errors</a></h2>
    <p class="lead">What every endpoint can answer when it does not do what was asked.</p>
    ${Object.entries(components.responses).map(([name, { description, content }]) => {
      const status = statuses.get(name) ?? '';
      // Two forms of one status: the usual one is what endpoints refer to.
      const [usual] = [...statuses].find(([, each]) => each === status) ?? [];
      const id = usual === name ? `error-${status}` : `error-${name}`;
      const { 'application/json': json, 'text/plain': text } = content ?? {};
      const bodies = Object.values(json?.examples ?? {}).map(({ value }) => value);
      return html` <section class="endpoint" id="${id}">
        <div class="about">
          <h3>
            <a href="#${id}">${status} ${spaced(name)}</a>
          </h3>
          <p>${inline(description)}</p>
        </div>
        <div class="examples">
          ${codeBlock(
            `Answer ${status}`,
            text === undefined
              ? html`${bodies.map((body, index) => [index === 0 ? '' : '\n', highlightJson(body, 0)])}`
              : html`${String(text.example)}`,
          )}
        </div>
      </section>`;
    })}
  </section>`;
}

const spaced = (name: string): string => {
  const words = name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
};

function shapeChapter(context: Context): Html {
  return html` <section class="group" aria-labelledby="shapes">
    <h2 id="shapes"><a href="#shapes">Shapes</a></h2>
    <p class="lead">
      Records that several answers carry. A key marked “optional” may be absent; every other is
      always there, if only as null.
    </p>
    ${context.shared.map((name) => shapeSection(context, name))}
  </section>`;
}
