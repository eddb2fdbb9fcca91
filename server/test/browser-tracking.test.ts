import { createHmac } from 'node:crypto';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { drainTenant } from '../src/attribution/paths/service.ts';
import { drainRequests } from '../src/tracking/counting/service.ts';
import { putSiteTag } from '../src/tracking/tags/service.ts';
import { SiteTagDetails } from '../src/tracking/tags/schema.ts';
import { updateLists } from '../src/tracking/lists/service.ts';
import { NewSource, type Source } from '../src/tracking/sources/schema.ts';
import { createSource } from '../src/tracking/sources/service.ts';
import { cellsOf, chromium, settle, unlessSkipped } from './browser.ts';
import { addMember, checkEverywhere, openStage, pressToOpen, said, type Stage, visitAsPerson } from './browser-person.ts';
import { daysAgo } from './dashboard-world.ts';
import type { TestPerson } from './people.ts';

const AGENT = 'AntennaPod/3.4.0';
/** What a person reads off the screen of a new source. */
interface Shown {
  publicId: string;
  secret: string;
}

const EVENTS = {
  segment: {
    type: 'track',
    event: 'Order Completed',
    messageId: 'm-1',
    userId: 'u',
    timestamp: '2026-11-20T11:00:00Z',
    properties: { order_id: '1', total: 5, currency: 'USD' },
  },
  ga4: { client_id: 'c.1', user_id: 'u', events: [{ name: 'purchase', params: { transaction_id: '2', value: 5, currency: 'USD' } }] },
  meta: {
    data: [
      {
        event_name: 'Purchase',
        event_id: 'e',
        event_time: 1_795_172_400,
        user_data: { external_id: 'u' },
        custom_data: { value: 5, currency: 'USD', order_id: '3' },
      },
    ],
  },
};

let stage: Stage;
let shop: Source;
let people: Record<'admin' | 'analyst' | 'viewer' | 'newcomer' | 'billing', TestPerson>;

const DAY_MS = 86_400_000;
const SECRET = 'what-both-sides-know';
const TAG = { name: 'Lark shop', sites: ['https://lark.example'], paths: [{ path: '/daily', campaign: 'spring-26', show: 'daily-tech' }] };

/** Sends an order to the shop's address, as Shopify does. */
async function deliver(id: number, secret = SECRET): Promise<number> {
  const body = JSON.stringify({
    id,
    order_number: id,
    financial_status: 'paid',
    total_price: '49.99',
    currency: 'USD',
    created_at: daysAgo(1),
  });
  const headers = {
    'x-shopify-topic': 'orders/paid',
    'x-shopify-webhook-id': `delivery-${id}`,
    'x-shopify-shop-domain': 'lark.myshopify.com',
    'x-shopify-hmac-sha256': createHmac('sha256', secret).update(body).digest('base64'),
  };
  return (await stage.world.server.send('POST', `/hooks/shopify/${shop.publicId}`, { body, headers })).status;
}

const request = (id: string, ip: number, more: object = {}) => ({
  id,
  occurredAt: '2026-11-10T10:00:00Z',
  url: 'https://cdn.example/1.mp3',
  ip: `198.51.100.${ip}`,
  userAgent: AGENT,
  show: 'daily-tech',
  episode: 'one',
  ...more,
});

const REQUESTS = [
  request('buyer', 1),
  request('buyer-again', 1, { occurredAt: '2026-11-10T11:00:00Z' }),
  request('other', 2),
  request('head', 5, { method: 'HEAD' }),
  request('bot', 6, { userAgent: 'Googlebot/2.1 (+http://www.google.com/bot.html)' }),
  request('denied', 7, { consent: 'denied' }),
];

/** Requests of six kinds for one episode, an order of one of its listeners, and what the host counted of that day. */
async function fillRequests(): Promise<void> {
  const { database, known, server } = stage.world;
  const send = async (method: string, path: string, body: object) => {
    const { status, text } = await server.send(method, `/api/v1${path}`, { key: known.apiKey, body });
    if (status >= 300) throw new Error(`${path}: ${text}`);
  };
  database.setNow(Date.parse('2026-11-20T12:00:00Z'));
  await send('POST', '/tracking/requests', { requests: REQUESTS });
  await drainRequests(database.context, 'system', known.tenantId);
  const order = { occurredAt: '2026-11-12T10:00:00Z', kind: 'purchase', valueMinor: 4_999, currency: 'USD' };
  await send('POST', '/conversions', { conversions: [{ ...order, id: 'heard-it', identity: { ip: '198.51.100.1' } }] });
  await drainTenant(database.context, 'system', known.tenantId);
  await send('PUT', '/tracking/host-figures', { figures: [{ show: 'daily-tech', day: '2026-11-10', source: 'Megaphone', downloads: 5 }] });
  const views = { platform: 'youtube', show: 'daily-tech', day: '2026-11-10', views: 1_200 };
  await send('PUT', '/tracking/view-counts', { counts: [views] });
  database.setNow(Date.now());
}

/** A tag, a shop that delivered well and badly, a host that is asked, and a list that is old. */
async function fill(): Promise<void> {
  const { database, known } = stage.world;
  const { context } = database;
  await putSiteTag(context, known.actor, 'lark-shop', SiteTagDetails.parse(TAG));
  shop = await createSource(context, known.actor, NewSource.parse({ key: 'lark', name: 'Lark shop', kind: 'shopify', secret: SECRET }));
  const options = { shows: { '1001': 'daily-tech' } };
  await createSource(context, known.actor, NewSource.parse({ key: 'host', kind: 'transistor', secret: SECRET, options }));
  database.setNow(Date.now() - 200 * DAY_MS);
  const bots = {
    kind: 'bots',
    source: 'bots.json',
    text: '[{"pattern":"^Crawler","name":"Crawler"}]',
    licence: 'MIT',
    connectionType: 'datacenter',
  } as const;
  await updateLists(context, 'system', [bots]);
  database.setNow(Date.now());
  expect(await deliver(1)).toBe(200);
  expect(await deliver(2, 'another-secret')).toBe(401);
}

const ROOMS: [string, keyof typeof people, string, (page: Page) => Promise<unknown>][] = [
  ['the waterfall', 'viewer', '/tracking', async () => undefined],
  ['a figure of a host to be entered', 'analyst', '/tracking', (page) => pressToOpen(page, 'Enter a host’s figure')],
  ['a waterfall without requests', 'newcomer', '/tracking', async () => undefined],
  ['single requests', 'viewer', '/tracking/requests', async () => undefined],
  ['no single requests', 'newcomer', '/tracking/requests', async () => undefined],
  ['site tags', 'analyst', '/tracking/tags', async () => undefined],
  ['no site tags yet', 'newcomer', '/tracking/tags', async () => undefined],
  ['a site tag to be created', 'analyst', '/tracking/tags', (page) => pressToOpen(page, 'New site tag')],
  ['sources', 'admin', '/tracking/sources', async () => undefined],
  ['a source to be created', 'admin', '/tracking/sources', (page) => pressToOpen(page, 'New source')],
  ['a source', 'admin', '/tracking/sources/lark', async () => undefined],
  ['a host', 'admin', '/tracking/sources/host', async () => undefined],
  ['a secret to be changed', 'admin', '/tracking/sources/lark', (page) => pressToOpen(page, 'New secret')],
  ['deliveries', 'admin', '/tracking/deliveries', async () => undefined],
  ['lists', 'viewer', '/tracking/lists', (page) => page.getByText('stale').waitFor()],
];

describe.skipIf(chromium === undefined)(`tracking on the dashboard${unlessSkipped}`, () => {
  beforeAll(async () => {
    stage = await openStage();
    const { known, empty } = stage.world;
    people = {
      admin: await addMember(stage, known, 'admin'),
      analyst: await addMember(stage, known, 'analyst'),
      viewer: await addMember(stage, known, 'viewer'),
      newcomer: await addMember(stage, empty, 'owner'),
      billing: await addMember(stage, known, 'billing'),
    };
    await fillRequests();
    await fill();
  });
  afterAll(() => stage?.close());

  test.each(ROOMS)(
    'meets WCAG 2.2 AA in light, in dark and on a phone, and opens without complaint: %s',
    async (name, who, path, reach) => {
      const { page, complaints } = await visitAsPerson(stage, people[who], path, { colorScheme: 'light', reducedMotion: 'reduce' });
      await reach(page);
      await checkEverywhere(page, `tracking ${name}`);
      expect(complaints).toEqual([]);
    },
  );

  test('follows requests to credit in steps that add up, of any show and days, beside what the host counted', async () => {
    const { page } = await visitAsPerson(stage, people.viewer, '/tracking');
    const steps = page.getByRole('table', { name: 'From requests to credit' });
    const read = async () => {
      await settle(page);
      const rows = await steps.locator('tbody tr').all();
      return Promise.all(rows.map(async (row) => [await row.locator('th').innerText(), await row.locator('td').nth(1).innerText()]));
    };
    expect(await read()).toEqual([
      ['Requests\n?', '6'],
      ['Not a GET\n?', '− 1'],
      ['Bots\n?', '− 1'],
      ['Repeats\n?', '− 1'],
      ['Downloads\n?', '3'],
      ['Without usable identity\n?', '− 1'],
      ['Usable identity\n?', '2'],
      ['Not matched\n?', '− 1'],
      ['Matched\n?', '1'],
      ['Attributed\n?', '1'],
    ]);
    const summed = async () => {
      await settle(page);
      return (await page.getByRole('table', { name: 'Downloads by show and day' }).locator('tbody tr').all()).length;
    };
    expect(await summed()).toBeGreaterThan(0);
    await page.getByRole('radio', { name: 'By episode' }).check();
    const summary = page.getByRole('table', { name: 'Downloads by show and day' });
    await summary.getByRole('columnheader', { name: 'Episode', exact: true }).waitFor();
    expect(await summed()).toBeGreaterThan(0);
    await page.getByText('beyond ±5 %').waitFor();
    await page.getByText('a host that ends its days at midnight of another time zone').waitFor();
    expect(await cellsOf(page, 'What may explain it')).toContainEqual(['Bots', '1', '50.0%']);
    await page.getByRole('button', { name: 'What is Bots?' }).click();
    await page.getByText('A program that says it is a bot').waitFor();
    await page.keyboard.press('Escape');
    await page.getByLabel('Show', { exact: true }).selectOption('night-shift');
    await page.getByText('No request for an episode in this choice').waitFor();
    await page.getByRole('button', { name: 'What is Unaccounted for?' }).click();
    await page.getByText('told rather than hidden').waitFor();
    await page.keyboard.press('Escape');
    const impressions = page.getByRole('table', { name: 'From impressions to credit', exact: true }).locator('tbody tr');
    expect((await impressions.allInnerTexts()).map((line) => line.replaceAll(/\s+/g, ' '))).toEqual([
      expect.stringMatching(/^Received \? /),
      expect.stringMatching(/^Impressions \? /),
      expect.stringMatching(/^Usable identity \? /),
      expect.stringMatching(/^Matched \? /),
      expect.stringMatching(/^Attributed \? /),
    ]);
    expect(await cellsOf(page, 'From impressions to credit: Evidence of delivery')).toEqual([
      [expect.stringContaining('Reported'), expect.any(String), expect.any(String)],
    ]);
    expect(new URL(page.url()).search).toBe('?show=night-shift');
  });

  test('shows single requests with what became of each and why, by show, episode and fate', async () => {
    const { page } = await visitAsPerson(stage, people.viewer, '/tracking/requests');
    const fates = async () => {
      await settle(page);
      const rows = await cellsOf(page, 'Requests');
      return rows.map(([, fate]) => fate?.split(' A ')[0]);
    };
    expect(await fates()).toHaveLength(6);
    await page.getByLabel('What became of it').selectOption('bot');
    await expect.poll(fates).toHaveLength(1);
    await page.getByText('A program that says it is a bot').first().waitFor();
    expect(new URL(page.url()).search).toBe('?fate=bot');
    await page.getByLabel('Show', { exact: true }).selectOption('night-shift');
    await page.getByText('No request in this choice').waitFor();
  });

  test('shows views labelled modelled beside downloads, and takes what a host counted, with what is wrong at its field', async () => {
    const { page } = await visitAsPerson(stage, people.analyst, '/tracking?show=daily-tech');
    const views = await cellsOf(page, 'Views of videos beside downloads');
    expect(views).toEqual([['10 Nov 2026', 'daily-tech', 'whole show', 'modelled YouTube 1,200', '3']]);
    await pressToOpen(page, 'Enter a host’s figure');
    const form = page.getByRole('dialog');
    await form.getByLabel('Who counted').fill('Megaphone');
    await form.getByLabel('Downloads', { exact: true }).fill('about 4');
    await page.getByRole('button', { name: 'Save the figure' }).click();
    await page.getByText('Must be a whole number').waitFor();
    await form.getByLabel('Downloads', { exact: true }).fill('3');
    await page.getByRole('button', { name: 'Save the figure' }).click();
    await page.getByText('Must be a day').waitFor();
    await form.getByLabel('Show', { exact: true }).selectOption('daily-tech');
    await form.getByLabel('Day (UTC)').fill('2026-11-10');
    await page.getByRole('button', { name: 'Save the figure' }).click();
    await said(page, 'The host’s figure is saved.');
    await page.getByText('within ±5 %', { exact: true }).waitFor();
    const entered = () => cellsOf(page, 'Figures of hosts as they were entered');
    expect(await entered()).toEqual([['10 Nov 2026', 'daily-tech', 'whole show', 'Megaphone', '3', expect.any(String), 'Take back']]);
    await page.getByRole('button', { name: 'Take back the figure of daily-tech on 10 Nov 2026' }).click();
    await said(page, 'The figure of daily-tech on 10 Nov 2026, 3, is taken back.');
    await page.getByText('No figures of hosts in this choice').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await said(page, 'It is back as it was.');
    expect((await entered())[0].slice(0, 5)).toEqual(['10 Nov 2026', 'daily-tech', 'whole show', 'Megaphone', '3']);
    const viewer = (await visitAsPerson(stage, people.viewer, '/tracking')).page;
    await viewer.getByText('Beside the host’s own number').waitFor();
    expect(await viewer.getByRole('button', { name: 'Enter a host’s figure' }).count()).toBe(0);
  });

  test('makes a site tag by the form, with what is wrong at its line, and its snippet can be copied', async () => {
    const { page } = await visitAsPerson(stage, people.newcomer, '/tracking/tags');
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await pressToOpen(page, 'New site tag');
    await page.getByLabel('Name', { exact: true }).fill('Finch shop');
    await page.getByLabel('Sites').fill('https://finch.example\nfinch.example/shop');
    await page.getByLabel('Vanity paths').fill('/daily winter-roast\n/only-a-path');
    await page.getByRole('button', { name: 'Create site tag' }).click();
    await page.getByText('Line 2: Needs a path and a campaign').waitFor();
    await page.getByLabel('Vanity paths').fill('/daily winter-roast');
    await page.getByRole('button', { name: 'Create site tag' }).click();
    await page.getByText('Line 2: Must be an origin').waitFor();
    await page.getByLabel('Sites').fill('https://finch.example');
    await page.getByRole('button', { name: 'Create site tag' }).click();
    await said(page, '“Finch shop” is saved.');
    await page.getByText('/daily → winter-roast').waitFor();
    const snippet = await page.getByLabel('Snippet for the head of every page', { exact: true }).inputValue();
    expect(snippet).toMatch(/<script async src="https:\/\/earshot\.example\/t\.js" data-tag="[0-9a-z]{12}"/);
    await page.getByRole('button', { name: /Snippet/ }).click();
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(snippet);
  });

  test('sets a source up with a secret that was made, shown once, and switches it off and on', async () => {
    const { page } = await visitAsPerson(stage, people.admin, '/tracking/sources');
    await pressToOpen(page, 'New source');
    await page.getByLabel('Kind').selectOption('woocommerce');
    await page.getByLabel('Key').fill('Woo Shop');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').filter({ hasText: 'Must be of a-z' }).waitFor();
    await page.getByLabel('Key').fill('woo');
    await page.getByLabel('What counts as value').selectOption('without_tax');
    await page.getByRole('button', { name: 'Create source' }).click();
    const secret = await page.getByRole('dialog', { name: 'The secret of this source' }).getByRole('textbox').inputValue();
    expect(secret.length).toBeGreaterThan(20);
    await page.getByRole('button', { name: 'I have kept it' }).click();
    await page.getByRole('heading', { level: 1, name: 'woo' }).waitFor();
    expect(await page.getByLabel('Address to send to', { exact: true }).inputValue()).toMatch(/\/hooks\/woocommerce\/[0-9a-z]{12}$/);
    expect(await page.content()).not.toContain(secret);
    await page.getByText('Without tax', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Switch off' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Switch off' }).click();
    await said(page, 'The source is off.');
    await page.getByRole('button', { name: 'Switch on' }).click();
    await said(page, 'The source is on.');
  });

  test.each([
    [
      'segment',
      'Segment',
      (shown: Shown) => ({ path: '', headers: { authorization: `Basic ${Buffer.from(`${shown.secret}:`).toString('base64')}` } }),
    ],
    [
      'ga4',
      'GA4 Measurement Protocol',
      ({ publicId, secret }: Shown) => ({ path: `?measurement_id=${publicId}&api_secret=${secret}`, headers: {} }),
    ],
    ['meta', 'Meta-style conversion events', ({ secret }: Shown) => ({ path: `?access_token=${secret}`, headers: {} })],
  ] as const)('shows for %s all that the other side is to be told, and what it then sends is taken', async (kind, name, sending) => {
    const { page } = await visitAsPerson(stage, people.admin, '/tracking/sources');
    await pressToOpen(page, 'New source');
    await page.getByLabel('Kind').selectOption(kind);
    await page.getByLabel('Key').fill(`my-${kind}`);
    await page.getByRole('button', { name: 'Create source' }).click();
    const secret = await page.getByRole('dialog', { name: 'The secret of this source' }).getByRole('textbox').inputValue();
    await page.getByRole('button', { name: 'I have kept it' }).click();
    await page.getByText(name).first().waitFor();
    const address = await page.getByLabel('Address to send to', { exact: true }).inputValue();
    const publicId = await page
      .getByLabel(/^Public id/)
      .and(page.getByRole('textbox'))
      .inputValue();
    const { path, headers } = sending({ publicId, secret });
    const body = JSON.stringify(EVENTS[kind]);
    const sent = { body, headers: { 'content-type': 'application/json', ...headers } };
    const answer = await stage.world.server.send('POST', `${new URL(address).pathname}${path}`, sent);
    expect(answer.status, answer.text).toBeLessThan(300);
    await page.reload();
    await page.getByText('nothing yet').waitFor({ state: 'detached' });
  });

  test('replays a delivery that was refused, once the secret was put right, and says what became of it', async () => {
    const { page } = await visitAsPerson(stage, people.admin, '/tracking/sources/lark');
    await pressToOpen(page, 'New secret');
    await page.getByLabel('Secret', { exact: true }).fill('another-secret');
    await page.getByRole('button', { name: 'Set the new secret' }).click();
    await said(page, 'The new secret is set.');
    await page.getByRole('link', { name: 'Its deliveries' }).click();
    await page.getByLabel('State').selectOption('refused');
    const refused = async () => (await cellsOf(page, 'Deliveries')).map(([, source, topic]) => [source, topic]);
    await expect.poll(refused).toEqual([['lark', 'orders/paid']]);
    await page.getByRole('button', { name: /^Replay/ }).click();
    await said(page, 'The delivery was worked on once more: kept.');
    await page.getByText('No deliveries').waitFor();
    await page.getByLabel('State').selectOption('');
    const all = async () => (await cellsOf(page, 'Deliveries')).map(([, , , state, made]) => [state, made]);
    await expect.poll(all).toEqual([
      ['kept', 'shopify:order:2'],
      ['kept', 'shopify:order:1'],
    ]);
  });

  test('lets a viewer read what belongs to everybody and change nothing, and shows whoever pays the bills no way to it', async () => {
    const viewer = (await visitAsPerson(stage, people.viewer, '/tracking/tags')).page;
    await viewer.getByText('Lark shop').first().waitFor();
    expect(
      await viewer
        .locator('main')
        .getByRole('button', { name: /^(New|Edit|Delete|Replay|Switch)\b/ })
        .count(),
    ).toBe(0);
    expect(await viewer.getByRole('link', { name: /Sources|Deliveries/ }).count()).toBe(0);
    await viewer.goto('/tracking/sources');
    await viewer.getByText('Your role does not open this page').waitFor();
    const billing = (await visitAsPerson(stage, people.billing, '/tracking')).page;
    await billing.getByText('Your role does not open this page').waitFor();
    expect(await billing.getByRole('link', { name: 'Tracking' }).count()).toBe(0);
  });
});
