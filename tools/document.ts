import { buildDocument } from '../server/src/openapi/document.ts';
import type { Document } from '../server/src/openapi/openapi.ts';
import { routes } from '../server/src/routes.ts';

/** The OpenAPI document of whatever server it is read from: its address is a relative one. */
export const neutralDocument = (): Document => buildDocument(routes, { baseUrl: '/' });
