import { createHash } from 'node:crypto';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { takeBeacons } from '../src/tracking/beacons/service.ts';
import { drainSpool } from '../src/tracking/draining/service.ts';
import { acceptTouchpoints } from '../src/tracking/intake/service.ts';
import type { SiteTag } from '../src/tracking/tags/schema.ts';
import { chromium, launchBrowser, unlessSkipped, visit } from './browser.ts';
import { openShop, type Shop } from './shop.ts';
import { openWorld, type World } from './world.ts';

interface Told {
  consent: string;
  events: Record<string, unknown>[];
}

let world: World;
let browser: Browser;
let shop: Shop;
let tag: SiteTag;

const script = (consent = 'granted') =>
  `<script async src="${world.server.url}/t.js" data-tag="${tag.publicId}" data-consent="${consent}"></script>`;
const STUB = '<script>window.earshot=window.earshot||function(){(earshot.q=earshot.q||[]).push(arguments)}</script>';
const pageOf = (body: string, head = STUB + script()) => `<!doctype html><title>A shop</title>${head}<body>${body}</body>`;

/** Has what arrived stored, until the tenant's conversions of this sort are as many as expected. */
async function storedConversions(where: string, count: number): Promise<Record<string, unknown>[]> {
  const { context } = world.database;
  const look = async () => {
    await drainSpool(context, 'system', { beacon: (inner, requests) => takeBeacons(inner, 'public', requests) });
    const text = `select id, kind, consent, value_minor::integer as value, click_key is not null as clicked,
                    email_key is not null as mailed,
                    address_key is not null as known from conversions where tenant_id = $1 and source = 'pixel' and ${where} order by id`;
    return (await world.admin.query<Record<string, unknown>>(text, [world.mine.tenantId])).rows;
  };
  await expect.poll(async () => (await look()).length).toBe(count);
  return look();
}

/** What a page's beacons said, as they leave. */
function listen(page: Page): Told[] {
  const told: Told[] = [];
  page.on('request', (request) => {
    if (request.url().includes('/c?p=')) told.push(JSON.parse(request.postData() ?? '{}') as Told);
  });
  return told;
}

/** Takes from a page all that the tag makes use of. */
const BROKEN = `{
  const get = () => { throw new Error('broken'); };
  for (const name of ['sessionStorage', 'localStorage', 'crypto', 'fetch']) Object.defineProperty(window, name, { get });
  Object.defineProperty(Document.prototype, 'cookie', { get, set: get });
  Object.defineProperty(Document.prototype, 'referrer', { get });
  Object.defineProperty(Navigator.prototype, 'sendBeacon', { value: undefined });
  Object.freeze(history);
  window.names = Object.getOwnPropertyNames(window);
}`;

const eventsOf = (told: readonly Told[]) => told.flatMap(({ events }) => events);
const cookiesOf = async (context: BrowserContext) => (await context.cookies()).filter(({ name }) => name === '_esid');

describe.skipIf(chromium === undefined)(`the site tag in a page${unlessSkipped}`, () => {
  beforeAll(async () => {
    [world, browser, shop] = [await openWorld(), await launchBrowser(), await openShop()];
    const paths = [{ path: '/daily', campaign: 'spring', show: 'daily-tech' }];
    tag = (await world.send('PUT', '/tracking/tags/shop', { body: { name: 'Shop', sites: [shop.origin], paths } })).json as SiteTag;
  });
  afterAll(async () => {
    await browser.close();
    await shop.close();
    await world.close();
  });

  test('a visit by a link leads to a purchase pages later, credited by the click, and no e-mail address leaves the page', async () => {
    const click = { id: 'click', kind: 'click', campaign: 'spring', show: 'daily-tech', occurredAt: '2026-11-20T08:00:00Z' };
    await acceptTouchpoints(world.database.context, world.mine.actor, [{ ...click, identity: { clickId: 'click-123' } }], 'server');
    shop.pages.set('/daily', { html: pageOf('<a href="/thanks">buy</a>') });
    const details = `{ orderId: '77', value: 49.99, currency: 'USD', email: ' Jane@Example.com ', title: document.title }`;
    shop.pages.set('/thanks', { html: pageOf(`<script>earshot('purchase', ${details})</script>`) });
    const { page, complaints } = await visit(browser, shop.origin);
    const told = listen(page);
    const first = page.waitForRequest('**/c?p=*');
    await page.goto('/daily?esid=click-123&utm_source=podcast');
    await first;
    await page.getByText('buy').click();
    const [sale] = await storedConversions(`order_id = '77'`, 1);
    expect(sale).toMatchObject({ kind: 'purchase', value: 4_999, clicked: true, mailed: true, consent: 'granted' });
    expect(await cookiesOf(page.context())).toMatchObject([{ value: 'click-123', sameSite: 'Lax' }]);
    const [view, , purchase] = eventsOf(told);
    expect(view).toMatchObject({ kind: 'view', clickId: 'click-123', utm: { source: 'podcast' }, landing: expect.any(Number) as number });
    expect(purchase).toMatchObject({ value: '49.99', emailSha256: createHash('sha256').update('jane@example.com').digest('hex') });
    expect(JSON.stringify(told)).not.toMatch(/jane|example\.com|daily|thanks|A shop/i);
    await world.drain();
    const { json } = await world.send('GET', `/attribution/conversions/${encodeURIComponent(String(sale.id))}/explanation?model=linear`);
    expect(json).toMatchObject({ touchpoints: [{ id: 'click', evidence: 'click_id' }] });
    expect(complaints).toEqual([]);
  });

  test('a single-page app tells of each new path once, back and forth', async () => {
    shop.pages.set('/app', { html: pageOf('app') });
    const { page } = await visit(browser, shop.origin);
    const told = listen(page);
    await page.goto('/app');
    await page.evaluate(`history.pushState({}, '', '/app/cart');
      history.replaceState({}, '', '/app/cart?coupon=1');
      history.pushState({}, '', '/app/cart#top');
      history.pushState({}, '', '/app/done');
      earshot('view')`);
    await page.goBack();
    await expect.poll(() => eventsOf(told).length).toBe(4);
    expect(eventsOf(told).map(({ kind }) => kind)).toEqual(['view', 'view', 'view', 'view']);
    expect(eventsOf(told).filter(({ landing }) => landing !== undefined)).toHaveLength(1);
  });

  test.each([
    ['a browser with Global Privacy Control', { gpc: true, consent: 'granted' }],
    ['a page without consent', { gpc: false, consent: 'denied' }],
  ])('%s stores nothing and sends nothing of who it is', async (name, { gpc, consent }) => {
    const order = gpc ? 'gpc' : 'denied';
    const details = `{ orderId: '${order}', value: '5', currency: 'EUR', email: 'a@b.example', userId: 'u' }`;
    const sale = `<script>earshot('purchase', ${details})</script>`;
    shop.pages.set('/private', { html: pageOf(sale, STUB + script(consent)) });
    const { page, complaints } = await visit(browser, shop.origin);
    if (gpc) await page.addInitScript(`Object.defineProperty(navigator, 'globalPrivacyControl', { value: true })`);
    const told = listen(page);
    await page.goto('/private?esid=click-9');
    expect(await storedConversions(`order_id = '${order}'`, 1)).toMatchObject([
      { consent: 'denied', clicked: false, mailed: false, known: false, value: 500 },
    ]);
    expect(told.map((one) => one.consent)).toEqual(told.map(() => 'denied'));
    for (const event of eventsOf(told))
      expect([event.clickId, event.userId, event.emailSha256], name).toEqual([undefined, undefined, undefined]);
    expect(await page.context().cookies()).toEqual([]);
    expect(await page.evaluate('[localStorage.length, sessionStorage.length]')).toEqual([0, 0]);
    expect(complaints).toEqual([]);
  });

  test('consent that is given later has the click id kept, and a denial forgets it', async () => {
    shop.pages.set('/consent', { html: pageOf('', STUB + script('denied')) });
    const { page } = await visit(browser, shop.origin);
    const told = listen(page);
    // What happened is sent half a second later: not before everything has been said.
    const now = Date.now();
    await page.clock.install({ time: now });
    await page.clock.pauseAt(now + 1_000);
    await page.goto('/consent?esid=click-5');
    const say = (consent: string) => page.evaluate(`earshot('consent', '${consent}')`);
    expect(await cookiesOf(page.context())).toEqual([]);
    await say('granted');
    expect(await cookiesOf(page.context())).toMatchObject([{ value: 'click-5' }]);
    await say('denied');
    expect(await cookiesOf(page.context())).toEqual([]);
    expect(await page.evaluate('sessionStorage.length')).toBe(0);
    await page.clock.runFor(1_000);
    await expect.poll(() => told.length).toBe(1);
    expect(told[0]).toMatchObject({ consent: 'denied', events: [{ kind: 'view' }] });
  });

  test('a page in which everything fails goes on as if the tag were not there', async () => {
    const policy = `default-src 'none'; script-src 'nonce-abc'; connect-src ${world.server.url}`;
    const own = `<script nonce="abc">history.pushState({}, '', '/hostile/next'); earshot('purchase', null); earshot({}, []); earshot();
      document.title = 'it goes on'</script>`;
    const head = (STUB + script()).replaceAll('<script', '<script nonce="abc"');
    shop.pages.set('/hostile', { html: pageOf(own, head), headers: { 'content-security-policy': policy } });
    const { page, complaints } = await visit(browser, shop.origin);
    await page.addInitScript(BROKEN);
    const served = page.waitForResponse('**/t.js');
    await page.goto('/hostile');
    expect((await served).status()).toBe(200);
    await page.waitForFunction('earshot.on');
    expect(await page.evaluate('Object.getOwnPropertyNames(window).filter((name) => !names.includes(name))')).toEqual(['names', 'earshot']);
    expect(await page.title()).toBe('it goes on');
    expect(new URL(page.url()).pathname).toBe('/hostile/next');
    expect(complaints).toEqual([]);
  });

  test('what a browser could not send is tried once more, and stored once', async () => {
    shop.pages.set('/retry', { html: pageOf(`<script>earshot('lead', { orderId: 'retried' })</script>`) });
    const { page } = await visit(browser, shop.origin);
    await page.addInitScript(`Object.defineProperty(Navigator.prototype, 'sendBeacon', { value: () => false })`);
    let attempts = 0;
    await page.route('**/c?p=*', async (route) => {
      attempts += 1;
      if (attempts === 1) {
        // The server got it, and its answer did not get back.
        await route.fetch();
        return route.abort();
      }
      return route.continue();
    });
    await page.goto('/retry');
    await expect.poll(() => attempts).toBe(2);
    expect(await storedConversions(`order_id = 'retried'`, 1)).toMatchObject([{ kind: 'lead' }]);
  });

  test('what a page did not send yet leaves it as it is closed', async () => {
    shop.pages.set('/leave', { html: pageOf('') });
    const { page } = await visit(browser, shop.origin);
    await page.goto('/leave');
    await page.waitForFunction('earshot.on');
    await page.evaluate(`earshot('signup', { orderId: 'left' })`);
    await page.goto('about:blank');
    expect(await storedConversions(`order_id = 'left'`, 1)).toMatchObject([{ kind: 'signup' }]);
  });
});
