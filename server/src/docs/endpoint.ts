import type { Document, Operation, Response, SchemaObject } from '../openapi/openapi.ts';
import { codeBlock, highlightJson, highlightShell } from './code.ts';
import { curlOf, curlWithFile } from './curl.ts';
import { nameOf, type Endpoint, type Resolver } from './endpoints.ts';
import { fieldsOf, fieldTable, typeOf } from './fields.ts';
import { html, joined, type Html, type Piece } from './html.ts';
import { inline, markdown } from './markdown.ts';

/** What every endpoint's section needs to know of the document. */
export interface Context {
  document: Document;
  resolve: Resolver;
  /** Named schemas that have a section of their own. */
  shared: string[];
  /** Statuses of the errors in the chapter of errors, by name. */
  statuses: Map<string, string>;
}

export function endpointSection(context: Context, endpoint: Endpoint): Html {
  const { operation, ids } = endpoint;
  const [id = '', ...twins] = ids;
  return html` <section class="endpoint" id="${id}">
    <div class="about">
      ${twins.map((twin) => html`<span id="${twin}"></span>`)}
      <h3><a href="#${id}">${operation.summary}</a></h3>
      ${routeLine(endpoint)}
      <p class="access">${accessLine(operation)}</p>
      ${operation.description === undefined ? undefined : markdown(operation.description)}
      ${parameterTable(context, endpoint)} ${bodyTable(context, endpoint)}
      ${answer(context, endpoint)} ${errors(context, endpoint)}
    </div>
    <div class="examples">${examples(context, endpoint)}</div>
  </section>`;
}

export const methodBadge = (method: string): Html =>
  html`<span class="method ${method.toLowerCase()}">${method}</span>`;

function routeLine({ methods, path }: Endpoint): Html {
  const url = path
    .split(/(\{\w+\})/)
    .map((part) =>
      part.startsWith('{') ? html`<var>${part}</var>` : part.split('/').map(breakable),
    );
  return html`<p class="route">${joined(methods.map(methodBadge), ' ')} <code>${url}</code></p>`;
}

/** A long path may break after its slashes. */
const breakable = (part: string, index: number): Piece =>
  index === 0 ? part : html`/<wbr />${part}`;

const callers: Record<string, string> = {
  administrator: 'administrators',
  agent: 'agents',
  report_manage: 'agents who may manage reports',
  bot: 'bots',
  user: 'everybody who is signed in',
  contact: 'customers, known by the path',
  platform: 'platform apps',
};

function accessLine({ 'x-access': access, security = [] }: Operation): string {
  if (security.some((each) => 'sessionToken' in each)) return 'With the headers of a session';
  if (access.includes('public')) return 'Without credentials';
  const names = access.map((each) => callers[each] ?? each);
  const last = names.pop() ?? '';
  return `For ${names.length === 0 ? last : `${names.join(', ')} and ${last}`}`;
}

function parameterTable({ resolve }: Context, { operation }: Endpoint): Html | undefined {
  const parameters = operation.parameters.map(resolve.parameter);
  // Which account is said once, in the guide, for hundreds of endpoints.
  const fields = parameters
    .filter((each) => each.in !== 'header' && each.name !== 'account_id')
    .map(({ name, schema, required = false, description, in: place }) => ({
      name,
      schema,
      mark: place === 'path' ? 'in the path' : required ? 'required' : undefined,
      description,
    }));
  return fields.length === 0 ? undefined : fieldTable('Parameters', fields);
}

function bodyTable({ resolve }: Context, { operation }: Endpoint): Html | undefined {
  const schema = operation.requestBody?.content['application/json']?.schema;
  if (schema === undefined) return undefined;
  return fieldTable('Body', fieldsOf(resolve, resolve.schema(schema), { use: 'request' }));
}

function answer({ resolve, shared }: Context, { operation }: Endpoint): Html | undefined {
  const found = operation.responses['200'];
  if (found === undefined) return otherAnswers(operation.responses as Record<string, Response>);
  const response = resolve.response(found);
  const schema = response.content?.['application/json']?.schema;
  if (schema === undefined) return html`<p class="shape"><b>Answer</b> ${response.description}</p>`;
  const own = schema.$ref === undefined ? schema : resolve.schema(schema);
  const isOwn = schema.$ref === undefined || !shared.includes(nameOf(schema.$ref));
  if (isOwn && own.properties !== undefined)
    return fieldTable('Answer', fieldsOf(resolve, own, { use: 'answer' }));
  const note = own.type === 'object' ? '' : (schema.description ?? '');
  return html`<p class="shape"><b>Answer</b> ${typeOf(schema)}. ${inline(note)}</p>`;
}

const otherAnswers = (responses: Record<string, Response>): Html =>
  html` <p class="shape">
    <b>Answer</b> ${Object.entries(responses)
      .filter(([status]) => status.startsWith('2') || status.startsWith('3'))
      .map(([status, { description }]) => html`<code>${status}</code> ${description} `)}
  </p>`;

function errors(
  { resolve, statuses: chapter }: Context,
  { operation }: Endpoint,
): Html | undefined {
  const statuses = Object.entries(operation.responses).filter(([status]) => status >= '400');
  if (statuses.length === 0) return undefined;
  const own = statuses.flatMap(([status, found]) => {
    const here = resolve.response(found).content?.['application/json']?.examples?.['here']?.value;
    return here === undefined ? [] : [html`<li><code>${status}</code> ${errorText(here)}</li>`];
  });
  const explained = [...chapter.values()];
  const links = statuses.map(([status]) =>
    explained.includes(status)
      ? html`<a href="#error-${status}">${status}</a>`
      : html`<span>${status}</span>`,
  );
  return html` <p class="errors"><b>Errors</b> ${joined(links, ' ')}</p>
    ${
      own.length === 0
        ? undefined
        : html`<ul class="own-errors">
            ${own}
          </ul>`
    }`;
}

const errorText = (body: unknown): Html => {
  const { error } = body as { error?: unknown };
  return html`<code>${typeof error === 'string' ? error : JSON.stringify(body)}</code>`;
};

function examples({ document, resolve }: Context, { operation, methods, path }: Endpoint): Html[] {
  const call = {
    server: document.servers[0]?.url ?? '',
    method: methods[0] ?? 'GET',
    path,
    operation,
  };
  const blocks = [codeBlock('Request', highlightShell(curlOf(call)))];
  const withFile = curlWithFile(call);
  if (withFile !== undefined)
    blocks.push(codeBlock('Request with a file', highlightShell(withFile)));
  const found = operation.responses['200'];
  const content = found === undefined ? undefined : resolve.response(found).content;
  const example = content?.['application/json']?.example;
  const text = content?.['text/plain']?.example;
  if (example !== undefined) blocks.push(codeBlock('Answer', highlightJson(example)));
  if (text !== undefined) blocks.push(codeBlock('Answer', html`${String(text)}`));
  return blocks;
}

/** A named schema, in the chapter of shapes. */
export function shapeSection({ document, resolve }: Context, name: string): Html {
  const schema = document.components.schemas[name] ?? {};
  const id = `shape-${name}`;
  return html` <section class="shape-section" id="${id}">
    <h3><a href="#${id}">${name}</a></h3>
    ${schema.description === undefined ? undefined : html`<p>${inline(schema.description)}</p>`}
    ${shapeBody(resolve, name, schema)}
  </section>`;
}

function shapeBody(resolve: Resolver, name: string, schema: SchemaObject): Piece {
  if (schema.properties !== undefined)
    return fieldTable(`Keys of ${name}`, fieldsOf(resolve, schema, { use: 'answer' }));
  if (schema.enum !== undefined) {
    const words = schema.enum.map((each) => html`<code>${String(each)}</code>`);
    return html`<p>One of ${joined(words, ', ')}.</p>`;
  }
  const variants = schema.anyOf ?? [];
  if (variants.every((each) => each.$ref !== undefined)) {
    return html`<p>One of ${joined(variants.map(typeOf), ', ')}.</p>`;
  }
  return variants.map((each) => {
    const kinds = each.properties?.['file_type']?.enum ?? [];
    return fieldTable(`Keys for ${kinds.join(', ')}`, fieldsOf(resolve, each, { use: 'answer' }));
  });
}
