import type { components, paths } from './types.ts';

/** Every endpoint, as the OpenAPI document has it. */
export type AllPaths = paths;

/** The records of the API by name: `Shape<'Conversation'>`. */
export type Shape<Name extends keyof components['schemas']> = components['schemas'][Name];

type Prefix = '/api/v1/accounts/{account_id}';

/** The endpoints of one account, without the part of the path that is always the same. */
export type AccountPaths = {
  [P in keyof paths as P extends `${Prefix}${infer Rest}` ? Rest : never]: {
    [Method in keyof paths[P]]: WithoutAccount<paths[P][Method]>;
  };
};

type WithoutAccount<Operation> = Operation extends { parameters: { path: infer Path } }
  ? Omit<Operation, 'parameters'> & {
      parameters: Omit<Operation['parameters'], 'path'> & PathPart<Omit<Path, 'account_id'>>;
    }
  : Operation;

type PathPart<Path> = keyof Path extends never ? { path?: never } : { path: Path };
