const HEX = /^#([\da-f]{3}|[\da-f]{6})$/i;

/** The colour as #rrggbb, or the fallback for anything else: it comes from settings that people type. */
export function hexColor(value: unknown, fallback = '#1f93ff'): string {
  const text = typeof value === 'string' ? value.trim() : '';
  if (!HEX.test(text)) return fallback;
  return text.length === 7 ? text : text.replace(/[\da-f]/gi, '$&$&');
}

/** Relative luminance as WCAG 2 has it, of a #rrggbb. */
function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

export function contrast(one: string, other: string): number {
  const [a, b] = [luminance(one), luminance(other)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

const DARK = '#000000';
const LIGHT = '#ffffff';

/** Black or white: what can be read on the colour. On every colour one of them can. */
export const readableOn = (hex: string): string => (contrast(hex, LIGHT) >= 4.5 ? LIGHT : DARK);

/** The colour, moved towards black or white until it can be read on the background. */
export function readableAs(hex: string, background: string): string {
  const target = luminance(background) > 0.4 ? 0 : 255;
  let color = hex;
  for (let step = 0; step < 20 && contrast(color, background) < 4.5; step += 1) {
    color = `#${[1, 3, 5]
      .map((at) => {
        const part = Number.parseInt(color.slice(at, at + 2), 16);
        return Math.round(part + (target - part) * 0.12)
          .toString(16)
          .padStart(2, '0');
      })
      .join('')}`;
  }
  return color;
}
