import type { Operation, Parameter, Response } from './openapi.ts';
import { headerRefs, parameterRef } from './parameters.ts';

interface Described {
  operationId: string;
  tag: string;
  summary: string;
  description?: string;
  parameters?: Parameter[];
  security?: Record<string, string[]>[];
  requestBody?: Operation['requestBody'];
  responses: Record<string, Response>;
}

/** An endpoint that is described by hand. */
export const operation = ({
  tag,
  security = [],
  parameters = [],
  ...rest
}: Described): Operation => ({
  ...rest,
  tags: [tag],
  'x-access': ['public'],
  security,
  parameters: [...parameters, parameterRef('RequestId')],
});

export const answer = (
  description: string,
  content?: Response['content'],
  headers: string[] = ['X-Request-Id'],
): Response => ({
  description,
  headers: headerRefs(...headers),
  ...(content === undefined ? {} : { content }),
});
