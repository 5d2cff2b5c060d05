import assert from 'node:assert/strict';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Type, type TSchema } from 'typebox';
import { Compile, type Validator } from 'typebox/compile';
import { urlOf } from '../src/http/mount.ts';
import type { Route } from '../src/http/route.ts';
import { buildDocument, pathOf } from '../src/openapi/document.ts';
import type { Response, SchemaObject } from '../src/openapi/openapi.ts';
import { routes } from '../src/routes.ts';
import { strictSchema } from './strict-schema.ts';

const document = buildDocument(routes, { baseUrl: 'http://localhost:3000' });

const routeOf = new Map<string, Route>(
  routes.flatMap((route) =>
    [route.method].flat().map((method) => [`${method} ${urlOf(route)}`, route] as const),
  ),
);

/** Looks at every answer of the application and keeps what is wrong with them. */
export interface AnswerWatch {
  /** Throws when the answer with this request id was not what its route declares. */
  check(requestId: unknown): void;
  /** Throws when an answer that nobody checked was not. */
  checkRest(): void;
}

/** Compares every answer of a route in the table, errors included, with what the reference says of it. */
export function watchAnswers(app: FastifyInstance): AnswerWatch {
  const problems = new Map<string, string>();
  app.addHook('onSend', async (request, reply, payload) => {
    const problem = problemOf(request, reply, payload);
    if (problem !== undefined) problems.set(request.id, problem);
  });
  return {
    check(requestId) {
      const problem = problems.get(String(requestId));
      problems.delete(String(requestId));
      assert.equal(problem, undefined, problem);
    },
    checkRest() {
      assert.deepEqual([...problems.values()], []);
    },
  };
}

function problemOf(
  request: FastifyRequest,
  reply: FastifyReply,
  payload: unknown,
): string | undefined {
  const name = `${request.method} ${request.routeOptions.url}`;
  const route = routeOf.get(name);
  if (route === undefined || reply.statusCode === 304) return undefined;
  const text = typeof payload === 'string' ? payload : '';
  const problem = judge(route, request, { status: reply.statusCode, text });
  return problem === undefined
    ? undefined
    : `${name} ${reply.statusCode}: ${problem}\n${text.slice(0, 2000)}`;
}

interface Sent {
  status: number;
  text: string;
}

function judge(route: Route, request: FastifyRequest, { status, text }: Sent): string | undefined {
  const response = responseTo(request, status);
  if (response === undefined) return 'the reference does not have this status for it';
  const media = response.content?.['application/json'];
  if (text === '') {
    const mayBeEmpty =
      media === undefined ||
      response.description.includes('may be empty') ||
      (route.output && Type.IsOptional(route.output));
    return mayBeEmpty === true ? undefined : 'the body is empty';
  }
  if (response.content?.['text/plain'] !== undefined) return undefined;
  if (response.content?.['text/csv'] !== undefined) return undefined;
  if (status === 200 && route.lines !== undefined) return undefined;
  if (media === undefined) return 'the body should be empty';
  const validator = validatorOf(
    `${request.method} ${request.routeOptions.url} ${status}`,
    media.schema,
  );
  const body = parsed(text);
  if (body === undefined) return 'the body is not JSON';
  if (validator.Check(body)) return undefined;
  return validator
    .Errors(body)
    .map(({ instancePath, message }) => `${instancePath || 'the body'} ${message}`)
    .join('; ');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function responseTo(request: FastifyRequest, status: number): Response | undefined {
  const path = document.paths[pathOf(request.routeOptions.url ?? '')];
  const found = path?.[request.method.toLowerCase()]?.responses[String(status)];
  if (found === undefined || !('$ref' in found)) return found;
  return document.components.responses[lastPart(found.$ref)];
}

const validators = new Map<string, Validator>();

function validatorOf(name: string, schema: SchemaObject): Validator {
  const known =
    validators.get(name) ?? Compile(strictSchema(document, schema) as unknown as TSchema);
  validators.set(name, known);
  return known;
}

const lastPart = (reference: string): string => reference.split('/').at(-1) ?? '';
