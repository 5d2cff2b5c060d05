import { hasHost, say } from './host.ts';

/** Says that there is something new: by the website, which the visitor has touched, or by the window itself. */
export function ring(): void {
  if (hasHost) say('playAudio');
  // Browsers refuse as long as the visitor has not touched the page.
  else new Audio('/audio/widget/ding.mp3').play().catch(() => {});
}
