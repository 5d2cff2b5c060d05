/** One thing that was looked at. */
export interface Finding {
  /** `bad` must be mended; `note` is worth knowing. */
  state: 'good' | 'note' | 'bad';
  subject: string;
  /** What was found and, unless it is good, what to do. */
  text: string;
}

export const good = (subject: string, text: string): Finding => ({ state: 'good', subject, text });
export const note = (subject: string, text: string): Finding => ({ state: 'note', subject, text });
export const bad = (subject: string, text: string): Finding => ({ state: 'bad', subject, text });
