import { crc32, deflateSync } from 'node:zlib';
import { picture } from '../../server/test/files.ts';

/** So many frames that whoever decodes them all is busy for a while. */
const FRAMES = 10_000;

const chunk = (name: string, data: Buffer): Buffer => {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(data.length);
  head.write(name, 4, 'latin1');
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(Buffer.concat([head.subarray(4), data])));
  return Buffer.concat([head, data, sum]);
};

/** A PNG that says it is so many pixels wide and high, and has the beginning of them. */
function flood(side: number): Buffer {
  const size = Buffer.alloc(13);
  size.writeUInt32BE(side, 0);
  size.writeUInt32BE(side, 4);
  size.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from('89504e470d0a1a0a', 'hex');
  const pixels = deflateSync(Buffer.alloc(30_000_000));
  return Buffer.concat([signature, chunk('IHDR', size), chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))]); // prettier-ignore
}

const riff = (name: string, data: Buffer): Buffer => {
  const head = Buffer.alloc(8);
  head.write(name, 0, 'latin1');
  head.writeUInt32LE(data.length, 4);
  return Buffer.concat([head, data, Buffer.alloc(data.length % 2)]);
};

/** A WebP of 4000 × 4000 pixels in ten thousand frames, in a few hundred kilobytes. */
async function film(): Promise<Buffer> {
  const still = await picture('webp', { width: 16, height: 16 });
  const frame = still.subarray(12);
  const canvas = Buffer.alloc(10);
  canvas[0] = 2;
  canvas.writeUIntLE(3999, 4, 3);
  canvas.writeUIntLE(3999, 7, 3);
  const place = Buffer.alloc(16);
  place.writeUIntLE(15, 6, 3);
  place.writeUIntLE(15, 9, 3);
  place.writeUIntLE(10, 12, 3);
  const one = riff('ANMF', Buffer.concat([place, frame]));
  const body = Buffer.concat([Buffer.from('WEBP'), riff('VP8X', canvas), riff('ANIM', Buffer.alloc(6)), ...Array.from({ length: FRAMES }, () => one)]); // prettier-ignore
  return riff('RIFF', body);
}

/** Pictures that are small files and a great deal to whoever takes them apart. */
export async function pictures(): Promise<Record<string, [name: string, bytes: Buffer]>> {
  return {
    'a flood of pixels': ['flood.png', flood(30_000)],
    'a film of ten thousand frames': ['film.webp', await film()],
    'a drawing within a drawing': [
      'x.svg',
      Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="30000" height="30000"><defs>${Array.from({ length: 20 }, (_, n) => `<g id="g${n}">${`<use href="#g${n - 1}"/>`.repeat(10)}</g>`).join('')}</defs><use href="#g19"/></svg>`),
    ],
  }; // prettier-ignore
}
