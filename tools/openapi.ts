/** Writes client/openapi.json, the description of the API that clients are made from. */
import { neutralDocument } from './document.ts';
import { writeGenerated } from './generated.ts';

writeGenerated('client/openapi.json', `${JSON.stringify(neutralDocument(), null, 2)}\n`);
