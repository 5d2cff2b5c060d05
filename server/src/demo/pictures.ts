import sharp from 'sharp';

type Colour = readonly [red: number, green: number, blue: number];

// Drawn in a space of 960 by 720, and sampled at two thirds of it: every pixel costs a start some time.
const SCALE = 1.5;
const WIDTH = 640;
const HEIGHT = 480;

/** A cardboard box on a wooden floor, with a hole in one corner. */
export const parcelPicture = (): Promise<Buffer> => paint(parcel);

/** Two plates side by side, whose blues differ. */
export const platesPicture = (): Promise<Buffer> => paint(plates);

/** A board with three holes along one side. */
export const shelfPicture = (): Promise<Buffer> => paint(shelf);

async function paint(colourAt: (x: number, y: number) => Colour): Promise<Buffer> {
  const pixels = Buffer.alloc(WIDTH * HEIGHT * 3);
  for (let i = 0; i < WIDTH * HEIGHT; i += 1) {
    pixels.set(colourAt((i % WIDTH) * SCALE, Math.floor(i / WIDTH) * SCALE), i * 3);
  }
  const raw = { width: WIDTH, height: HEIGHT, channels: 3 } as const;
  return sharp(pixels, { raw }).png({ compressionLevel: 6 }).toBuffer();
}

function parcel(x: number, y: number): Colour {
  const ragged = 14 * Math.sin(x / 9) * Math.cos(y / 13);
  const inBox = x > 210 && x < 740 && y > 180 && y < 600;
  if (!inBox) return floor(x, y);
  if (distance(x, y, [690, 225]) + ragged < 70) return [38, 28, 22];
  if (x > 440 && x < 505) return shade([214, 196, 160], 0.94 + 0.06 * Math.sin(y / 40));
  if (x > 250 && x < 400 && y > 460 && y < 560)
    return y % 14 < 3 && x > 266 && x < 380 ? [70, 70, 70] : [246, 246, 242];
  return shade([193, 148, 96], 1 - (x - 210) / 2600 - (y - 180) / 3200 - (x % 6 < 1 ? 0.02 : 0));
}

function plates(x: number, y: number): Colour {
  const [left, right] = [distance(x, y, [270, 370]), distance(x, y, [690, 370])];
  if (left < 190) return glaze([62, 104, 168], left);
  if (right < 190) return glaze([38, 72, 128], right);
  if (Math.min(left, right) < 204) return shade(floor(x, y), 0.8);
  return floor(x, y);
}

function shelf(x: number, y: number): Colour {
  if (y < 260 || y > 460 || x < 80 || x > 880) return floor(x, y);
  if ([200, 480, 760].some((hole) => distance(x, y, [hole, 300]) < 15)) return [52, 38, 28];
  return shade([226, 196, 150], 0.97 + 0.03 * Math.sin(y / 5 + Math.sin(x / 90) * 2));
}

const glaze = (colour: Colour, radius: number): Colour =>
  shade(colour, radius > 176 ? 1.35 : radius > 120 ? 1.05 + (radius - 120) / 600 : 1);

const floor = (x: number, y: number): Colour =>
  shade([176, 142, 112], (y % 120 < 2 ? 0.75 : 0.95) + 0.05 * Math.sin(x / 31 + y / 120));

const distance = (x: number, y: number, [cx, cy]: [number, number]): number =>
  Math.hypot(x - cx, y - cy);

const shade = ([red, green, blue]: Colour, factor: number): Colour => [
  Math.min(255, red * factor),
  Math.min(255, green * factor),
  Math.min(255, blue * factor),
];
