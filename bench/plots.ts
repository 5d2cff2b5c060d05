/** Plots as SVG text: few lines, no library, nothing to load. */

interface Bar {
  name: string;
  value: number;
}

interface Curve {
  name: string;
  values: readonly number[];
}

const WIDTH = 900;
const LABEL = 230;
const LINE = 22;
const colours = ['#0e7490', '#b45309', '#7c3aed', '#15803d', '#be123c', '#4d7c0f', '#1d4ed8', '#a21caf', '#57534e']; // prettier-ignore

const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

export function bars(all: readonly Bar[]): string {
  const most = Math.max(...all.map(({ value }) => value), Number.MIN_VALUE);
  const lines = all.map(({ name, value }, index) => {
    const y = index * LINE;
    const width = ((WIDTH - LABEL - 80) * value) / most;
    return `<text x="${LABEL - 8}" y="${y + 15}" text-anchor="end">${escape(name)}</text><rect x="${LABEL}" y="${y + 4}" width="${width.toFixed(1)}" height="14" fill="${colours[0]}"/><text x="${(LABEL + width + 6).toFixed(1)}" y="${y + 15}">${value.toFixed(2)}</text>`;
  });
  return `<svg role="img" viewBox="0 0 ${WIDTH} ${all.length * LINE + 8}">${lines.join('')}</svg>`;
}

const HEIGHT = 320;
const FOOT = 24;

/** Both axes are logarithmic: what grows with the size is a slope, what does not lies flat. */
export function curves(sizes: readonly number[], all: readonly Curve[]): string {
  const values = all.flatMap((each) => each.values).filter((value) => value > 0);
  const [low, high] = [
    Math.log10(Math.min(...values)) - 0.1,
    Math.log10(Math.max(...values)) + 0.1,
  ];
  const [first, last] = [Math.log10(sizes[0] ?? 1), Math.log10(sizes.at(-1) ?? 10)];
  const right = WIDTH - LABEL;
  const x = (size: number): number =>
    50 + ((Math.log10(size) - first) / (last - first || 1)) * (right - 60);
  const y = (value: number): number => HEIGHT - FOOT - ((Math.log10(value) - low) / (high - low)) * (HEIGHT - FOOT - 10); // prettier-ignore
  const lines = all.map(({ name, values: points }, index) => {
    const colour = colours[index % colours.length];
    const path = points.map(
      (value, at) => `${x(sizes[at] ?? 1).toFixed(1)},${y(value).toFixed(1)}`,
    );
    return `<polyline fill="none" stroke="${colour}" stroke-width="2" points="${path.join(' ')}"/><text x="${right + 10}" y="${index * LINE + 20}" style="fill:${colour}">${escape(name)}</text>`;
  });
  const marks = sizes.map((size) => `<text x="${x(size).toFixed(1)}" y="${HEIGHT - 6}" text-anchor="middle">${size}</text>`); // prettier-ignore
  const scale = [0.1, 0.3, 1, 3, 10, 30, 100, 300, 1000]
    .filter((value) => Math.log10(value) > low && Math.log10(value) < high)
    .map((value) => `<text x="40" y="${(y(value) + 4).toFixed(1)}" text-anchor="end">${value} ms</text><line x1="46" x2="${right}" y1="${y(value).toFixed(1)}" y2="${y(value).toFixed(1)}" stroke="#8884"/>`); // prettier-ignore
  return `<svg role="img" viewBox="0 0 ${WIDTH} ${Math.max(HEIGHT, all.length * LINE + 20)}">${[...scale, ...marks, ...lines].join('')}</svg>`;
}
