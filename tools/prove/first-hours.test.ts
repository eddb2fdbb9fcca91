import { request } from 'node:http';
import { rmSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createClient } from '../../client/src/index.ts';
import { emptyFolder, launch, runJson, type Running } from '../../cli/test/program.ts';
import { cellsOf, chromium, launchBrowser, settle, unlessSkipped, visit } from '../../server/test/browser.ts';
import { pressToOpen, said } from '../../server/test/browser-person.ts';
import { signInOf } from '../../server/test/operators.ts';
import { PHONE } from '../../server/test/edge-world.ts';
import { type FeedServer, feedText, openFeedServer } from '../../server/test/feed-server.ts';
import { openShop, type Shop } from '../../server/test/shop.ts';

/** Somebody new with a tenant of their own, in an installation as it comes, whose jobs run by themselves. */
interface Newcomer {
  page: Page;
  /** What the console complained about. */
  complaints: string[];
}

let folder: string;
let server: Running;
let url: string;
let browser: Browser;
let feeds: FeedServer;
let shop: Shop;

async function arrive(slug: string, name: string): Promise<Newcomer> {
  const { apiKey } = await runJson<{ apiKey: string }>(['tenants', 'create', '--name', name, '--slug', slug], { folder });
  const { page, complaints } = await visit(browser, url);
  await page.goto('/');
  await page.getByRole('button', { name: 'Use an API key instead' }).click();
  await page.getByLabel('API key', { exact: true }).fill(apiKey);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
  return { page, complaints };
}

/** Asks for an episode as a listener's app does, by another address than this machine's; where it is led. */
function listen(address: string, ip: string): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const headers = { 'user-agent': PHONE, 'x-forwarded-for': ip };
    request(address, { headers }, (answer) => {
      answer.resume();
      resolve(answer.headers.location);
    })
      .on('error', reject)
      .end();
  });
}

/** Looks at a room again and again until it shows what the jobs of the server have computed meanwhile. */
async function sooner(page: Page, path: string, shown: (page: Page) => Promise<boolean>): Promise<void> {
  await expect
    .poll(
      async () => {
        await page.goto(path);
        await settle(page);
        return shown(page);
      },
      { timeout: 90_000, interval: 1_000 },
    )
    .toBe(true);
}

async function addCampaign(page: Page, name: string, spend?: string): Promise<void> {
  await page.goto('/catalog/campaigns');
  await pressToOpen(page, 'New campaign');
  await page.getByLabel('Name', { exact: true }).fill(name);
  if (spend !== undefined) {
    await page.getByLabel('Booked spend').fill(spend);
    await page.getByLabel('Currency').selectOption('USD');
  }
  await page.keyboard.press('Enter');
  await said(page, `“${name}” is in the catalogue.`);
}

describe.skipIf(chromium === undefined)(`a first hour with an installation as it comes${unlessSkipped}`, () => {
  beforeAll(async () => {
    folder = emptyFolder();
    [browser, feeds, shop] = await Promise.all([launchBrowser(), openFeedServer(), openShop()]);
    const env = { EARSHOT_DEMO: '0', EARSHOT_OUTBOUND_NETWORKS: '127.0.0.0/8', EARSHOT_TRUSTED_PROXIES: '127.0.0.1' };
    server = launch(['serve', '--json'], { folder, env });
    ({ url } = JSON.parse(await server.printed('\n')) as { url: string });
  });
  afterAll(async () => {
    await browser?.close();
    server?.child.kill('SIGINT');
    await server?.ended;
    await Promise.all([feeds?.close(), shop?.close()]);
    rmSync(folder, { recursive: true, force: true });
  });

  test('ad operations: a show from its feed, its prefix, a code and a link, the downloads counted, and a campaign shared', async () => {
    const { page, complaints } = await arrive('network', 'A network');
    feeds.answer('/money', feedText('Money Talk', [{ guid: 'money-1' }]));
    await page.goto('/catalog/shows');
    await pressToOpen(page, 'Add a show');
    await page.getByLabel('RSS address').fill(feeds.url('/money'));
    await page.keyboard.press('Enter');
    await said(page, '“Money Talk” is in the catalogue, with its episodes.');
    await page.getByRole('link', { name: 'Money Talk' }).click();
    const prefix = await page.getByRole('textbox', { name: 'Tracking prefix' }).inputValue();
    await addCampaign(page, 'Spring 26');
    await page.getByRole('link', { name: 'Spring 26' }).click();
    await page.getByRole('link', { name: 'Codes and links' }).click();
    const form = page.getByRole('form', { name: 'Add code' });
    await form.getByLabel('Code').fill('money10');
    await page.keyboard.press('Enter');
    await said(page, 'MONEY10 stands for this campaign.');
    await pressToOpen(page, 'New link');
    await page.getByRole('dialog').getByLabel('Where it leads').fill('https://lark.example/offer');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    const target = `${prefix}https://media.example/money-1.mp3`;
    expect(await listen(target, '81.2.69.142')).toBe('https://media.example/money-1.mp3');
    await listen(target, '81.2.69.142');
    await listen(target, '81.2.69.160');
    const steps = async () =>
      Object.fromEntries(
        await Promise.all(
          (await page.getByRole('table', { name: 'From requests to credit' }).locator('tbody tr').all()).map(async (row) => [
            (await row.locator('th').innerText()).split('\n')[0],
            await row.locator('td').nth(1).innerText(),
          ]),
        ),
      ) as Record<string, string>;
    await sooner(page, '/tracking/waterfall', async () => (await page.getByRole('table').count()) > 0 && (await steps()).Downloads === '2');
    expect(await steps()).toMatchObject({ Requests: '3', Repeats: '− 1', Downloads: '2' });
    await page.goto('/settings/sharing');
    await pressToOpen(page, 'Offer a campaign');
    await page.getByLabel('Campaign', { exact: true }).selectOption('spring-26');
    await page.getByLabel('Who it is for').fill('Lark');
    await page.keyboard.press('Enter');
    expect(await page.getByLabel('The invitation code').inputValue()).toMatch(/^earshot_share_/);
    expect(complaints).toEqual([]);
  });

  test('growth lead: the site tag, a sale by a link of the campaign, its ROAS, CPA and lag by show, and a budget that tells', async () => {
    const { page, complaints } = await arrive('lark', 'Lark');
    await page.goto('/catalog/shows');
    feeds.answer('/daily', feedText('Daily Tech', [{ guid: 'daily-1' }]));
    await pressToOpen(page, 'Add a show');
    await page.getByLabel('RSS address').fill(feeds.url('/daily'));
    await page.keyboard.press('Enter');
    await said(page, '“Daily Tech” is in the catalogue, with its episodes.');
    await addCampaign(page, 'Spring 26', '25.00');
    await page.getByRole('link', { name: 'Spring 26' }).click();
    await page.getByRole('link', { name: 'Codes and links' }).click();
    await pressToOpen(page, 'New link');
    await page.getByRole('dialog').getByLabel('Where it leads').fill(`${shop.origin}/daily`);
    await page.getByRole('dialog').getByLabel('Show', { exact: true }).selectOption('daily-tech');
    await page.keyboard.press('Enter');
    const link = await page.getByLabel(/^Short address/).inputValue();
    await page.goto('/tracking/tags');
    await pressToOpen(page, 'New site tag');
    await page.getByLabel('Name', { exact: true }).fill('Lark shop');
    await page.getByLabel('Sites').fill(shop.origin);
    await page.getByRole('button', { name: 'Create site tag' }).click();
    await said(page, '“Lark shop” is saved.');
    const snippet = await page.getByLabel('Snippet for the head of every page', { exact: true }).inputValue();
    const pageOf = (body: string) => `<!doctype html><title>Lark</title>${snippet}<body>${body}</body>`;
    shop.pages.set('/daily', { html: pageOf('<a href="/thanks">buy</a>') });
    const sale = `earshot('purchase', { orderId: '77', value: 100, currency: 'USD' })`;
    shop.pages.set('/thanks', {
      html: pageOf(`<script>window.earshot=window.earshot||function(){(earshot.q=earshot.q||[]).push(arguments)};${sale}</script>`),
    });
    const listener = await visit(browser, shop.origin, { userAgent: PHONE });
    await listener.page.goto(link);
    await listener.page.getByText('buy').click();
    await listener.page.waitForURL(`${shop.origin}/thanks`);
    const row = async () => (await cellsOf(page, 'By show')).find(([name]) => name.startsWith('Daily Tech')) ?? [];
    await sooner(
      page,
      '/?groupBy=show&model=linear',
      async () => (await page.getByRole('region', { name: 'By show' }).count()) > 0 && (await row()).includes('$100.00'),
    );
    await page.goto('/?groupBy=campaign&model=linear&kinds=purchase');
    await settle(page);
    const campaign = (await cellsOf(page, 'By campaign')).find(([name]) => name.startsWith('Spring 26')) ?? [];
    expect(campaign).toEqual(expect.arrayContaining(['1.00', '$100.00', '$25.00', '4.00×', '$25.00']));
    await page.goto('/analytics/lag?by=show');
    await settle(page);
    await page.getByRole('rowheader', { name: /Daily Tech/ }).waitFor();
    await page.goto('/cost/budgets');
    await pressToOpen(page, 'Make a budget');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('Spring');
    await dialog.getByLabel('Whose').selectOption('campaign');
    await dialog.getByLabel('Campaign', { exact: true }).selectOption('spring-26');
    await dialog.getByLabel('What counts').selectOption('spend');
    await dialog.getByLabel('Limit', { exact: true }).fill('20');
    await dialog.getByLabel('Currency').selectOption('USD');
    await dialog.getByLabel('Period').selectOption('flight');
    await dialog.getByLabel('First day').fill(`${new Date().getUTCFullYear()}-01-01`);
    await dialog.getByLabel('Last day').fill(`${new Date().getUTCFullYear()}-12-31`);
    await dialog.getByRole('button', { name: 'Save' }).click();
    await said(page, 'The budget Spring is watched from now on.');
    await sooner(page, '/cost/budgets', async () => (await page.getByRole('heading', { name: 'What was told' }).count()) > 0);
    expect((await cellsOf(page, 'What was told')).flat().join(' ')).toContain('Spring');
    expect(complaints).toEqual([]);
  });

  test('developer: a key made in the browser, events sent by the typed client, the reference, and what became of the order', async () => {
    const { page, complaints } = await arrive('api', 'A developer');
    await page.goto('/settings/keys');
    await page.getByRole('button', { name: 'Create a key' }).click();
    await page.getByLabel('Name').fill('Till');
    await page.getByRole('checkbox', { name: 'Send events' }).check();
    await page.getByRole('button', { name: 'Create the key' }).click();
    const apiKey = await page.getByLabel('The key', { exact: true }).inputValue();
    await page.getByRole('button', { name: 'I have kept it' }).click();
    const client = createClient({ baseUrl: url, apiKey });
    const [now, identity] = [Date.now(), { userId: 'listener-1' }];
    const at = (days: number) => new Date(now - days * 86_400_000).toISOString();
    const touchpoints = [{ id: 'heard', kind: 'impression', occurredAt: at(2), campaign: 'spring', show: 'daily-tech', identity }] as const;
    const order = { id: 'order-1', kind: 'purchase', occurredAt: at(0.1), valueMinor: 4_999, currency: 'USD', identity } as const;
    expect((await client.POST('/api/v1/touchpoints', { body: { touchpoints: [...touchpoints] } })).data).toMatchObject({ accepted: 1 });
    expect((await client.POST('/api/v1/conversions', { body: { conversions: [order] } })).data).toMatchObject({ accepted: 1 });
    await sooner(page, '/conversions/order-1', async () => (await page.getByText('$49.99').count()) > 1);
    await page.getByRole('link', { name: 'API reference' }).click();
    await page.waitForURL('**/docs/**');
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    await expect.poll(() => page.getByText('/api/v1/touchpoints').count()).toBeGreaterThan(0);
    expect(complaints).toEqual([]);
  });

  test('operator: one command runs it all, says how it is, and a tenant is suspended and let on again', async () => {
    expect(await (await fetch(`${url}/health`)).json()).toMatchObject({ status: 'ok' });
    const { apiKey } = await runJson<{ apiKey: string }>(['tenants', 'create', '--name', 'Finch', '--slug', 'finch'], { folder });
    const words = ['operators', 'create', '--email', 'ops@people.example', '--name', 'Ops'];
    const access = await runJson<{ password: string; totpUri: string }>(words, { folder });
    const { page, complaints } = await visit(browser, url);
    await page.goto('/platform/tenants');
    await page.getByLabel('E-mail address').fill('ops@people.example');
    await page.getByLabel('Password', { exact: true }).fill(access.password);
    await page
      .getByLabel('Code of the authenticator app')
      .fill(signInOf({ clock: Date.now }, { email: 'ops@people.example', ...access }).code);
    await page.getByRole('button', { name: 'Sign in as an operator' }).click();
    await page.getByRole('link', { name: 'Finch' }).click();
    const answered = async () => (await fetch(`${url}/api/v1/shows`, { headers: { authorization: `Bearer ${apiKey}` } })).status;
    expect(await answered()).toBe(200);
    await pressToOpen(page, /^Suspend/);
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Suspend/ })
      .click();
    await expect.poll(answered).toBe(403);
    await page.getByRole('button', { name: /^Lift/ }).click();
    await expect.poll(answered).toBe(200);
    expect(complaints).toEqual([]);
  });
});
