import { Readable } from 'node:stream';
import { UploadedFile } from '../http/uploaded-file.ts';
import type { Storage } from '../storage/storage.ts';
import { storeFile } from '../storage/store.ts';
import { onePagePdf } from './pdf.ts';
import { parcelPicture, platesPicture, shelfPicture } from './pictures.ts';

interface FileKind {
  filename: string;
  content_type: string;
  make: () => Promise<Buffer> | Buffer;
}

const files = {
  parcel: { filename: 'IMG_2041.png', content_type: 'image/png', make: parcelPicture },
  plates: { filename: 'IMG_2087.png', content_type: 'image/png', make: platesPicture },
  shelf: { filename: 'IMG_2103.png', content_type: 'image/png', make: shelfPicture },
  label: { filename: 'return-label.pdf', content_type: 'application/pdf', make: label },
  invoice: { filename: 'invoice.pdf', content_type: 'application/pdf', make: invoice },
  orders: { filename: 'invoices-last-year.csv', content_type: 'text/csv', make: orders },
  report: { filename: 'report.txt', content_type: 'text/plain', make: report },
  steps: { filename: 'step-by-step.txt', content_type: 'text/plain', make: steps },
} as const satisfies Record<string, FileKind>;

export type FileName = keyof typeof files;

/** The bytes of the files that a message brings along, each made once. */
export function filesOf(storage: Storage): (names: readonly FileName[]) => Promise<UploadedFile[]> {
  const made = new Map<FileName, Buffer>();
  return async (names) => {
    const uploads: UploadedFile[] = [];
    for (const name of names) {
      const { make, ...said } = files[name];
      const bytes = made.get(name) ?? (await make());
      made.set(name, bytes);
      uploads.push(
        new UploadedFile(await storeFile(storage, { ...said, bytes: Readable.from([bytes]) })),
      );
    }
    return uploads;
  };
}

function label(): Buffer {
  return onePagePdf('Return label', [
    'Please print this page and glue it onto the box, over the old label.',
    '',
    'To:      Acme Returns, Lagerstrasse 4, 04158 Leipzig',
    'Postage: paid by Acme',
    'Number:  RT 4471 0093 2218',
    '',
    'Hand it in at any parcel shop within 14 days.',
  ]);
}

function invoice(): Buffer {
  return onePagePdf('Invoice', [
    'Acme Home Goods, Lagerstrasse 4, 04158 Leipzig',
    '',
    '2 x Halo desk lamp, black            378.00 EUR',
    '1 x Fjell blanket, moss              116.00 EUR',
    'Delivery                              36.00 EUR',
    '',
    'Total                                530.00 EUR',
    'VAT: reverse charge, payable by the recipient',
    '',
    'Thank you for your order.',
  ]);
}

function orders(): Buffer {
  const row = (n: number): string =>
    `AC-0${8200 + n * 37},${1 + (n % 12)},${(48 + ((n * 73) % 900)).toFixed(2)},paid`;
  const lines = Array.from({ length: 61 }, (_, n) => row(n));
  return Buffer.from(['order,month,total_eur,state', ...lines, ''].join('\n'));
}

function report(): Buffer {
  return Buffer.from(`Acme 5.2.0 (1184)
System language: ja
10:41:07  tap "log in"
10:41:07  opening keyboard
10:41:08  fatal: no font for the hint "パスワード"
`);
}

function steps(): Buffer {
  return Buffer.from(`In words, step by step

1. Lay everything onto a blanket, so that nothing gets scratched.
2. The long side with the three holes belongs to the wall.
3. Put in the short screws first, but only by hand.
4. Turn it over and tighten them, one after the other, crosswise.
5. Done. There is always a screw too many: keep it, it is a spare.
`);
}
