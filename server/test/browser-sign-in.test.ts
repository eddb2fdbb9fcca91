import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApiKey } from '../src/security/apikeys/service.ts';
import { chromium, launchBrowser, settle, unlessSkipped, visit, visitAs } from './browser.ts';
import { AWKWARD_IDS, type DashboardWorld, openDashboard } from './dashboard-world.ts';
import { startTestServer } from './http.ts';

let world: DashboardWorld;
let browser: Browser;

const heading = (page: Page) => page.getByRole('heading', { level: 1 });
const address = (page: Page) => page.url().slice(world.server.url.length);

async function signIn(page: Page, apiKey: string): Promise<void> {
  const way = page.getByRole('button', { name: /^Use an? .+ instead$|^Use your .+ instead$/ });
  if ((await way.innerText()) === 'Use an API key instead') await way.click();
  await page.getByLabel('API key', { exact: true }).fill(apiKey);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

describe.skipIf(chromium === undefined)(`the sign-in of the dashboard${unlessSkipped}`, () => {
  beforeAll(async () => {
    world = await openDashboard(40);
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await world?.close();
  });

  test('opens the demo without a key, and says on every page that its data is simulated', async () => {
    const { page, complaints } = await visit(browser, world.server.url);
    await page.goto('/');
    await page.getByText('nothing in it can be changed').waitFor();
    await page.getByText('npm run earshot -- people create --help').waitFor();
    expect(await page.locator('body').innerText()).not.toContain('drove');
    await page.getByRole('button', { name: 'Open the demo' }).click();
    await heading(page).filter({ hasText: 'Overview' }).waitFor();
    for (const room of ['Compare models', 'Conversions', 'Overview']) {
      await page.getByRole('link', { name: room, exact: true }).click();
      await heading(page).filter({ hasText: room }).waitFor();
      await page.getByRole('note').filter({ hasText: 'Simulated data' }).waitFor();
    }
    expect(complaints).toEqual([]);
  });

  test('says on every page to whoever may only read the demo that nothing can be changed', async () => {
    const { apiKey } = await createApiKey(world.database.context, world.demo.actor, { name: 'Demo', scopes: ['read'] });
    const { page } = await visitAs(browser, world.server.url, apiKey);
    await page.goto('/');
    await settle(page);
    const note = page.getByRole('note').filter({ hasText: 'Simulated data' });
    expect(await note.innerText()).toContain('You look around without an account: nothing can be changed.');
  });

  test('leads to the identity provider of the operator where there is one, and on to where somebody wanted to go', async () => {
    const provider = { issuer: 'https://id.example', clientId: 'earshot', clientSecret: 'a secret' };
    const dashboardFolder = `${import.meta.dirname}/../../dashboard/dist`;
    const server = await startTestServer(world.database.context, { operatorProvider: provider, dashboardFolder });
    try {
      const { page } = await visit(browser, server.url);
      await page.goto('/conversions');
      const door = page.getByRole('link', { name: 'Sign in with your organisation' });
      expect(await door.getAttribute('href')).toBe('/sso/start?next=%2Fconversions');
    } finally {
      await server.close();
    }
    const { page } = await visit(browser, world.server.url);
    await page.goto('/sign-in');
    await page.getByLabel('Password', { exact: true }).waitFor();
    expect(await page.getByRole('link', { name: 'Sign in with your organisation' }).count()).toBe(0);
  });

  test('takes an API key, shows whose data it opens, and after signing out shows nothing more of it', async () => {
    const { page } = await visit(browser, world.server.url);
    await page.goto('/sign-in');
    await signIn(page, world.known.apiKey);
    await page.getByText('Known Paths').waitFor();
    expect(await page.getByRole('note').count()).toBe(0);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await heading(page).filter({ hasText: 'Sign in' }).waitFor();
    await page.goBack();
    await heading(page).filter({ hasText: 'Sign in' }).waitFor();
    expect(await page.getByText('Known Paths').count()).toBe(0);
    expect((await page.request.get('/api/v1/conversions')).status()).toBe(401);
  });

  test('keeps the key out of the page: not in its storage, not in a cookie that scripts can read, not in the address', async () => {
    const { page } = await visit(browser, world.server.url);
    await page.goto('/sign-in');
    await signIn(page, world.known.apiKey);
    await heading(page).filter({ hasText: 'Overview' }).waitFor();
    const kept = await page.evaluate('JSON.stringify([localStorage, sessionStorage, document.cookie, location.href])');
    expect(kept).not.toContain(world.known.apiKey);
    expect(kept).not.toContain('earshot_session');
  });

  test('says in the API’s words that a key is not valid, and asks for one that is missing', async () => {
    const { page } = await visit(browser, world.server.url);
    await page.goto('/sign-in');
    await signIn(page, '');
    await page.getByRole('alert').filter({ hasText: 'Paste your API key first.' }).waitFor();
    const answer = await page.request.post('/api/v1/security/sessions', { data: { apiKey: 'earshot_live_nonsense' } });
    const { detail } = (await answer.json()) as { detail: string };
    await signIn(page, 'earshot_live_nonsense');
    await page.getByRole('alert').filter({ hasText: detail }).waitFor();
    expect(await page.getByLabel('API key', { exact: true }).getAttribute('aria-invalid')).toBe('true');
    await signIn(page, world.known.apiKey);
    await heading(page).filter({ hasText: 'Overview' }).waitFor();
  });

  test.each([
    ['a comparison with its choices', '/compare?measure=share&lookback=7&focus=spring-26', 'Compare models'],
    ['a conversion of an awkward id', `/conversions/${encodeURIComponent(AWKWARD_IDS[0])}?model=time_decay`, AWKWARD_IDS[0]],
    ['a conversion whose id looks encoded', `/conversions/${encodeURIComponent(AWKWARD_IDS[1])}`, AWKWARD_IDS[1]],
  ])('leads back to %s that was asked for while signed out', async (_, target, title) => {
    const { page } = await visit(browser, world.server.url);
    await page.goto(target);
    await heading(page).filter({ hasText: 'Sign in' }).waitFor();
    await signIn(page, world.known.apiKey);
    await heading(page).filter({ hasText: title }).waitFor();
    expect(address(page)).toBe(target);
  });

  test.each(['//evil.example/', '/\\evil.example', '/\t/evil.example', 'https://evil.example/', 'javascript:alert(1)'])(
    'leads nowhere else, even when the address says %j',
    async (next) => {
      const { page } = await visit(browser, world.server.url);
      await page.goto(`/sign-in?next=${encodeURIComponent(next)}`);
      await signIn(page, world.known.apiKey);
      await heading(page).filter({ hasText: 'Overview' }).waitFor();
      expect(address(page)).toBe('/');
    },
  );

  test('comes back when a session ends while a room is open, and then leads on from there', async () => {
    const { page } = await visitAs(browser, world.server.url, world.known.apiKey);
    await page.goto('/compare?measure=share');
    await settle(page);
    await page.context().clearCookies();
    await page.getByRole('radio', { name: 'Money' }).check();
    await page.getByLabel('Broken down by').selectOption('show');
    await heading(page).filter({ hasText: 'Sign in' }).waitFor();
    await signIn(page, world.known.apiKey);
    await heading(page).filter({ hasText: 'Compare models' }).waitFor();
    expect(address(page)).toBe('/compare?groupBy=show');
  });
});
