/** Writes client/src/types.ts, the types of every request and answer, with openapi-typescript. */
import openapiTS, { astToString, type OpenAPI3 } from 'openapi-typescript';
import { format, resolveConfig } from 'prettier';
import ts from 'typescript';
import { neutralDocument } from './document.ts';
import { writeGenerated } from './generated.ts';

const head = `/* oxlint-disable */
// Written by tools/client-types.ts from the route table; \`bin/ci generated\` fails when it is stale.

`;

// Whole bodies as examples are for the reference; here they would be nine lines of ten.
const document = structuredClone(neutralDocument());
for (const operation of Object.values(document.paths).flatMap((item) => Object.values(item))) {
  for (const body of [operation.requestBody, ...Object.values(operation.responses)]) {
    if (body === undefined || '$ref' in body) continue;
    for (const media of Object.values(body.content ?? {})) delete media.example;
  }
}

const blob = ts.factory.createTypeReferenceNode('Blob');
const types = await openapiTS(document as unknown as OpenAPI3, {
  transform: (schema) => (schema.format === 'binary' ? blob : undefined),
});
const options = await resolveConfig(import.meta.filename);
// Parts that every document may have and ours has not.
const text = astToString(types).replaceAll(/^export type (webhooks|\$defs) = .*;$/gm, '');
writeGenerated(
  'client/src/types.ts',
  await format(head + text, { ...options, parser: 'typescript' }),
);
