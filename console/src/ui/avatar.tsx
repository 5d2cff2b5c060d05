/** Their colours are in styles.css. */
const faces = ['face-0', 'face-1', 'face-2', 'face-3', 'face-4', 'face-5', 'face-6', 'face-7'];

function faceOf(name: string): number {
  let sum = 0;
  for (const letter of name) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973;
  return sum % faces.length;
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
  /** Where it stands. */
  className?: string;
}

const sizes = { sm: 'size-5 text-[0.5625rem]', md: 'size-8 text-xs', lg: 'size-12 text-base' };
const dots: Record<string, string> = { online: 'bg-good', busy: 'bg-warn' };

/** Decoration: whoever is shown is named in words beside it. */
export function Avatar({ name, picture, size = 'md', presence, className = '' }: AvatarProps) {
  const shape = `relative inline-flex shrink-0 items-center justify-center rounded-full font-semibold ${sizes[size]} ${className}`;
  const dot = dots[presence ?? ''];
  const mark =
    dot === undefined ? null : (
      <span
        className={`absolute -right-0.5 -bottom-0.5 size-2.5 rounded-full border-2 border-surface ${dot}`}
      />
    );
  if (picture) {
    return (
      <span aria-hidden="true" className={shape}>
        <img src={picture} alt="" loading="lazy" className="size-full rounded-full object-cover" />
        {mark}
      </span>
    );
  }
  return (
    <span aria-hidden="true" className={`${shape} ${faces[faceOf(name)] ?? ''}`}>
      {initials(name) || '?'}
      {mark}
    </span>
  );
}
