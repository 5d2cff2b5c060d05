import type { FastifyInstance } from 'fastify';
import { captureStatements, type Statement } from './explain.ts';
import type { Request } from './requests.ts';

/** What the server sends to the database for one unit of requests, transaction control included. */
export async function statementsOf(
  app: FastifyInstance,
  unit: readonly Request[],
  token: string,
): Promise<Statement[]> {
  const request = async (): Promise<void> => {
    for (const { method, path, body } of unit) {
      const answer = await app.inject({
        method,
        url: path,
        headers: { api_access_token: token },
        ...(body === undefined ? {} : { payload: body }),
      });
      if (answer.statusCode !== 200) throw new Error(`${path}: ${answer.body}`);
    }
  };
  // The first message of an agent is special (first reply); what is measured is the usual one.
  await request();
  return captureStatements(request, { control: true });
}
