const known = ['name', 'email', 'phone_number', 'identifier', 'company', 'city'];
const keys = ['email', 'phone_number', 'identifier'];

export interface Preview {
  /** Rows besides the header. */
  rows: number;
  columns: { name: string; isField: boolean; example: string }[];
  /** Whether a column says who somebody is. */
  hasKey: boolean;
}

/** The cells of a line of CSV; quotes hold commas together. */
function cellsOf(line: string): string[] {
  const cells: string[] = [];
  let cell = '';
  let isQuoted = false;
  for (let at = 0; at < line.length; at += 1) {
    const letter = line.charAt(at);
    if (letter === '"' && isQuoted && line.charAt(at + 1) === '"') {
      cell += '"';
      at += 1;
    } else if (letter === '"') isQuoted = !isQuoted;
    else if (letter === ',' && !isQuoted) {
      cells.push(cell);
      cell = '';
    } else cell += letter;
  }
  return [...cells, cell].map((each) => each.trim());
}

/** What the server will make of a file, from its beginning; undefined when it has no header. */
export function previewOf(text: string): Preview | undefined {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const [header = '', first = ''] = lines;
  const names = cellsOf(header);
  if (names.every((name) => name === '') || header.includes('\0')) return undefined;
  const examples = cellsOf(first);
  return {
    rows: lines.slice(1).filter((line) => line.trim() !== '').length,
    columns: names.map((name, index) => ({
      name,
      isField: known.includes(name.toLowerCase()),
      example: examples[index] ?? '',
    })),
    hasKey: names.some((name) => keys.includes(name.toLowerCase())),
  };
}

/** A file to fill in. */
export const TEMPLATE = 'name,email,phone_number,identifier,company,city\nMia Example,mia@example.com,+49301234567,cus_1,Acme,Berlin\n'; // prettier-ignore
