/** Writes server/access.md, where every change of a permission is seen. */
import { accessTable } from '../server/src/openapi/access-table.ts';
import { neutralDocument } from './document.ts';
import { writeGenerated } from './generated.ts';

writeGenerated('server/access.md', accessTable(neutralDocument()));
