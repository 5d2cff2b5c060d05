/** The parts of an OpenAPI 3.1 document that we write, and that the reference page reads. */

export type Json = Record<string, unknown>;

export interface SchemaObject extends Json {
  /** Only before it is written: the name it gets in the document. */
  $id?: string;
  $ref?: string;
  type?: string | string[];
  description?: string;
  enum?: unknown[];
  const?: unknown;
  properties?: Record<string, SchemaObject>;
  required?: string[];
  items?: SchemaObject;
  anyOf?: SchemaObject[];
  examples?: unknown[];
}

export interface Reference {
  $ref: string;
}

export interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  required?: boolean;
  description?: string;
  schema: SchemaObject;
  example?: unknown;
}

interface MediaType {
  schema: SchemaObject;
  example?: unknown;
  examples?: Record<string, { summary?: string; value: unknown }>;
}

export type Content = Record<string, MediaType>;

export interface Header {
  description: string;
  schema: SchemaObject;
}

export interface Response {
  description: string;
  headers?: Record<string, Header | Reference>;
  content?: Content;
}

export interface RequestBody {
  required?: boolean;
  description?: string;
  content: Content;
}

export interface Operation {
  operationId: string;
  tags: string[];
  summary: string;
  description?: string;
  'x-access': string[];
  security?: Record<string, string[]>[];
  parameters: (Parameter | Reference)[];
  requestBody?: RequestBody;
  responses: Record<string, Response | Reference>;
}

/** Operations by method in lower case. */
export type PathItem = Record<string, Operation>;

export interface Document {
  openapi: '3.1.0';
  info: Json & { title: string; version: string; description: string };
  servers: { url: string; description?: string }[];
  security: Record<string, string[]>[];
  tags: { name: string; description: string }[];
  /** Groups of tags, as readers of the document such as Redoc know them. */
  'x-tagGroups': { name: string; tags: string[] }[];
  paths: Record<string, PathItem>;
  components: {
    schemas: Record<string, SchemaObject>;
    parameters: Record<string, Parameter>;
    headers: Record<string, Header>;
    responses: Record<string, Response>;
    securitySchemes: Record<string, Json>;
  };
}
