import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { drainTenant } from '../src/attribution/paths/service.ts';
import { noteProgress } from '../src/integrations/onboarding/service.ts';
import { chromium, unlessSkipped } from './browser.ts';
import { addMember, checkEverywhere, openStage, type Stage, visitAsPerson } from './browser-person.ts';
import { createTestTenant, type TestTenant } from './database.ts';

let stage: Stage;

/** An empty tenant with an owner, who has just opened the overview. */
async function begin(path = '/') {
  const tenant = await createTestTenant(stage.world.database.context, { currency: 'USD' });
  const owner = await addMember(stage, tenant, 'owner');
  const opened = await visitAsPerson(stage, owner, path, {
    colorScheme: 'light',
    reducedMotion: 'reduce',
    viewport: { width: 1440, height: 900 },
  });
  return { tenant, owner, ...opened };
}

const ago = (days: number) => new Date(stage.world.database.context.clock() - days * 86_400_000).toISOString();

async function send({ apiKey }: TestTenant, what: 'touchpoints' | 'conversions', item: object): Promise<void> {
  const { json } = await stage.world.server.send('POST', `/api/v1/${what}`, { key: apiKey, body: { [what]: [item] } });
  expect(json).toMatchObject({ accepted: 1 });
}

describe.skipIf(chromium === undefined)(`the first run${unlessSkipped}`, () => {
  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage?.close());

  test('leads the owner of an empty tenant to the first credited conversion, seeing each step by itself', async () => {
    const { tenant, page, complaints } = await begin();
    const step = (title: string) => page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: title }) });
    await page.getByRole('heading', { name: 'Steps to the first credited conversion' }).waitFor();
    await page.getByRole('button', { name: 'Advertiser' }).click();
    await step('Say what you are').getByText('Done').waitFor();
    await page.getByLabel('Name of a campaign').fill('Spring 26');
    await page.getByRole('button', { name: 'Add campaign' }).click();
    await step('Add a show or a campaign').getByText('Done').waitFor();
    await step('Set up tracking').getByRole('link', { name: 'Set up: Site tag' }).waitFor();
    const identity = { userId: 'u-1' };
    await send(tenant, 'touchpoints', { id: 't', occurredAt: ago(2), kind: 'click', campaign: 'spring-26', identity });
    await step('Receive the first touchpoint').getByText('Done').waitFor();
    expect(await step('Set up tracking').getByText('Done').count()).toBe(1);
    await send(tenant, 'conversions', { id: 'c', occurredAt: ago(1), kind: 'purchase', valueMinor: 4_999, currency: 'USD', identity });
    await step('Receive the first conversion').getByText('Done').waitFor();
    const { context } = stage.world.database;
    await drainTenant(context, 'system', tenant.tenantId);
    await noteProgress(context, 'system', tenant.tenantId);
    await page.getByText('Your first conversion is credited').waitFor();
    expect(await page.getByRole('link', { name: 'See your conversions' }).getAttribute('href')).toBe('/conversions');
    await page.getByRole('link', { name: 'To the overview' }).click();
    await page.getByRole('table').getByText('$49.99').first().waitFor();
    expect(await page.getByText('Steps to the first credited conversion').count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  test('can be skipped step by step, put away, and found again under settings', async () => {
    const { page, complaints } = await begin();
    await page.getByRole('button', { name: 'Skip: Say what you are' }).click();
    await page.getByRole('button', { name: 'Do it after all: Say what you are' }).waitFor();
    await page.getByRole('button', { name: 'Put this guide away' }).click();
    await page.getByText('No conversions yet').waitFor();
    await page.goto('/settings/general');
    await page.getByRole('link', { name: 'First steps' }).click();
    await page.getByRole('heading', { name: 'First steps', level: 1 }).waitFor();
    await page.getByRole('button', { name: 'Show the guide on the overview again' }).click();
    await page.getByRole('button', { name: 'Put this guide away' }).waitFor();
    await page.getByRole('button', { name: 'Do it after all: Say what you are' }).click();
    await page.getByRole('button', { name: 'Network' }).press('Enter');
    await page.getByLabel('Name of a show').waitFor();
    expect(complaints).toEqual([]);
  });

  test('meets WCAG 2.2 AA in light, in dark and on a phone', async () => {
    const { page, complaints } = await begin('/first-steps');
    await page.getByRole('button', { name: 'Agency' }).click();
    await page.getByLabel('Name of a campaign').waitFor();
    await checkEverywhere(page, 'first steps');
    expect(complaints).toEqual([]);
  });

  test('offers sample data, says above every room that it is there, and takes it away in one click', async () => {
    const { page, complaints } = await begin();
    await page.getByRole('button', { name: 'Load sample data' }).click();
    await page.getByRole('note').getByText('Sample data', { exact: true }).waitFor();
    await page.getByRole('link', { name: 'Go on with the first steps' }).waitFor();
    await page.getByText('Host reads (sample)').first().waitFor();
    await checkEverywhere(page, 'overview with sample data');
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.goto('/conversions');
    await page.getByRole('note').getByText('Figures here hold simulated events').waitFor();
    await page.goto('/tracking/set-up?source=prefix');
    await page.getByText('There is no show yet.').waitFor();
    await page.getByLabel('What to set up').selectOption({ label: 'Tracking link' });
    await page.getByText('There is no campaign yet.').waitFor();
    await page.getByRole('button', { name: 'Remove sample data' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Remove sample data' }).click();
    await page.getByRole('alertdialog').waitFor({ state: 'detached' });
    await expect.poll(() => page.getByRole('note').count()).toBe(0);
    await page.goto('/');
    await page.getByRole('button', { name: 'Load sample data' }).waitFor();
    expect(complaints).toEqual([]);
  });

  test('checks live whether events come as they are shown to be sent, and says why one does not count', async () => {
    const { tenant, page, complaints } = await begin('/tracking/set-up?source=api');
    await page.getByText('Waiting for the first event.').waitFor();
    for (const name of ['Send a touchpoint', 'Send a conversion']) {
      const [, url, body] = /POST (\S+)[\s\S]*-d '([\s\S]*)'/.exec(await page.getByLabel(name, { exact: true }).inputValue()) ?? [];
      const { pathname } = new URL(url);
      const { json } = await stage.world.server.send('POST', pathname, { key: tenant.apiKey, body: JSON.parse(body) });
      expect(json).toMatchObject({ accepted: 1 });
    }
    await page.getByText(/^Received .+, \d\d:\d\d/).waitFor();
    const until = encodeURIComponent(ago(0));
    const asked = page.waitForRequest((request) => request.url().includes(`/tracking/arrivals?since=${until}`));
    await page.getByRole('button', { name: 'Look from now on' }).click();
    await asked;
    await checkEverywhere(page, 'tracking set-up');
    await page.setViewportSize({ width: 1440, height: 900 });
    const order = { id: 'o', occurredAt: ago(0.01), kind: 'purchase', promoCode: 'NOBODY10', identity: { userId: 'u' } };
    await send(tenant, 'conversions', order);
    await page.getByLabel('What to set up').selectOption({ label: 'Promo code' });
    await page.getByText('No campaign has this code.').waitFor();
    expect(page.url()).toContain('source=code');
    for (const label of ['Tracking prefix', 'Tracking link', 'Pixel', 'Site tag', 'Webhook of a shop']) {
      await page.getByLabel('What to set up').selectOption({ label });
      await page.getByText('Waiting for the first event.').waitFor();
      await page.getByRole('heading', { name: `Steps: ${label}` }).waitFor();
    }
    expect(complaints).toEqual([]);
  });
});
