import type { Page } from 'playwright-core';

/** What a text that became more than text has done in a page, as far as it was seen. */
export interface Tripwires {
  /** Looks into every frame, too. */
  tripped(): Promise<string[]>;
}

/** Watches a page for the effects of `markup`: a dialog, a call to a stranger, a mark in a window, a forbidden deed. */
export async function setTripwires(page: Page): Promise<Tripwires> {
  const seen: string[] = [];
  page.on('dialog', (dialog) => {
    seen.push(`a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  // What a policy has stopped does not get this far.
  await page.route(/canary\.example/, async (route) => {
    seen.push(`a call: ${route.request().url()}`);
    await route.abort();
  });
  page.on('console', (line) => {
    if (/Content Security Policy|Refused to/.test(line.text())) seen.push(line.text());
  });
  return {
    async tripped() {
      for (const frame of page.frames()) {
        const mark: unknown = await frame.evaluate('window.__x').catch(() => undefined);
        if (mark !== undefined) seen.push(`a mark in ${frame.url()}`);
      }
      return seen.splice(0);
    },
  };
}
