import i18next from 'i18next';
import { say } from './said.ts';

/**
 * Puts a text on the clipboard and says so. Browsers have none for a page without HTTPS, and people can forbid it:
 * that is said, too, so that nobody pastes what they had copied before.
 */
export async function copyText(text: string, said: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    say({ title: said });
  } catch {
    say({ title: i18next.t('app.notCopied'), kind: 'error' });
  }
}
