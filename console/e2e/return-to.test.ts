import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PASSWORD, setStage } from './stage.ts';

const stage = await setStage();
const ben = await stage.person('Ben');

// Of each kind one: what nobody let through is shown for all of them beside the rule itself.
const wanted = [
  'https://evil.example.com/app/', '//evil.example.com', '/\\evil.example.com', 'javascript:document.title="evil"',
  '/app/..//evil.example.com', '/app/..\\\\evil.example.com',
]; // prettier-ignore

test('whoever follows a link that names another place to go on to signs in here and stays here', async () => {
  const context = await stage.browser.newContext({ locale: 'en-US', reducedMotion: 'reduce' });
  const page = await context.newPage();
  const elsewhere: string[] = [];
  await context.route(
    (url) => url.origin !== stage.desk,
    async (route) => {
      elsewhere.push(route.request().url());
      await route.abort();
    },
  );
  for (const return_to of wanted) {
    await page.goto(`${stage.desk}/app/login?${new URLSearchParams({ return_to }).toString()}`);
    await page.getByLabel('E-mail address').fill(ben.email);
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('navigation', { name: 'Main' }).waitFor();
    assert.deepEqual(elsewhere, [], return_to);
    const { origin, pathname } = new URL(page.url());
    assert.equal(origin, stage.desk, return_to);
    assert.match(pathname, /^\/app\/accounts\/\d+\//, return_to);
    assert.notEqual(await page.title(), 'evil');
    await page.evaluate('localStorage.clear()');
  }
});
