const two = (value: number): string => String(value).padStart(2, '0');

/** A moment as a field for a date and a time has it, in the time of whoever looks. */
export const localTime = (date: Date): string =>
  `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}T${two(date.getHours())}:${two(date.getMinutes())}`;

/** The moment in such a field as ISO 8601; empty when it is none. */
export function instantOf(text: string): string {
  const date = new Date(text);
  return text === '' || Number.isNaN(date.getTime()) ? '' : date.toISOString();
}
