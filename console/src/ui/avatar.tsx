const hues = [12, 48, 95, 150, 195, 235, 280, 325];

function hueOf(name: string): number {
  let sum = 0;
  for (const letter of name) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973;
  return hues[sum % hues.length] ?? 195;
}

const initials = (name: string): string =>
  name
    .split(/\s+/)
    .filter((part) => part !== '')
    .slice(0, 2)
    .map((part) => Array.from(part)[0]?.toUpperCase() ?? '')
    .join('');

interface AvatarProps {
  name: string;
  picture?: string | null | undefined;
  size?: 'sm' | 'md' | 'lg';
  /** How they are at the moment; absent where it does not matter. */
  presence?: string | null | undefined;
}

const sizes = { sm: 'size-5 text-[0.5625rem]', md: 'size-8 text-xs', lg: 'size-12 text-base' };
const dots: Record<string, string> = { online: 'bg-good', busy: 'bg-warn' };

/** Decoration: whoever is shown is named in words beside it. */
export function Avatar({ name, picture, size = 'md', presence }: AvatarProps) {
  const hue = hueOf(name);
  const dot = dots[presence ?? ''];
  return (
    <span aria-hidden="true" className={`relative inline-flex shrink-0 ${sizes[size]}`}>
      {picture ? (
        <img src={picture} alt="" loading="lazy" className="size-full rounded-full object-cover" />
      ) : (
        <span
          className="flex size-full items-center justify-center rounded-full font-semibold"
          style={{
            background: `oklch(from var(--surface) calc(l * 0.88 + 0.06) 0.055 ${hue})`,
            color: `oklch(from var(--ink) l 0.07 ${hue})`,
          }}
        >
          {initials(name) || '?'}
        </span>
      )}
      {dot === undefined ? null : (
        <span
          className={`absolute -right-0.5 -bottom-0.5 size-2.5 rounded-full border-2 border-surface ${dot}`}
        />
      )}
    </span>
  );
}
