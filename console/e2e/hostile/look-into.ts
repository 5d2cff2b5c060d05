import type { Page } from 'playwright-core';

/** Of the buttons of a screen those that open something, and change nothing that is kept. */
const opens =
  /^(edit|add|new|invite|make key|details|show the list|more|what to do|filter|go on|everything|everybody|all events|change (?!password))/i;

const MOST = 4;

/**
 * Opens what there is to be opened on a screen, one after the other: dialogs with the forms of its records, menus
 * and lists to choose from. Of each kind, by the first words of its name, one is enough.
 */
export async function lookInto(page: Page): Promise<void> {
  const names = await page.evaluate<string[]>(
    `[...document.querySelectorAll('main button')].map((each) =>
      each.getAttribute('aria-haspopup') === null ? each.getAttribute('aria-label') ?? each.innerText : 'popup')`,
  );
  const kinds = new Set<string>();
  for (const [index, name] of names.entries()) {
    const kind = name === 'popup' ? `popup ${kinds.size % 3}` : name.slice(0, 5);
    if (kinds.size === MOST || kinds.has(kind)) continue;
    if (name !== 'popup' && !opens.test(name)) continue;
    kinds.add(kind);
    const button = page.locator('main button').nth(index);
    if (!(await button.isVisible()) || !(await button.isEnabled())) continue;
    await button.press('Enter');
    await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))'); // prettier-ignore
    for (const _ of [1, 2]) await page.keyboard.press('Escape');
  }
}
