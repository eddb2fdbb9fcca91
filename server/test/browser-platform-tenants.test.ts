import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cellsOf, chromium, settle, unlessSkipped } from './browser.ts';
import { visitAsOperator } from './browser-operator.ts';
import { addMember, checkEverywhere, openStage, pressToOpen, said, type Stage, visitAsPerson } from './browser-person.ts';
import { PROBE, PROBED } from './probes.ts';

let stage: Stage;

/** Creates a tenant in its room, and says its key and where its page is. */
async function create(page: Page, name: string, slug: string): Promise<{ apiKey: string; path: string }> {
  await pressToOpen(page, 'Create a tenant');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name', { exact: true }).fill(name);
  await dialog.getByLabel('Short name').fill(slug);
  await dialog.getByRole('button', { name: 'Create', exact: true }).click();
  await page.getByRole('heading', { name: `The tenant “${slug}” is there` }).waitFor();
  const apiKey = await page.getByLabel('First API key').inputValue();
  await page.getByRole('button', { name: 'I have kept it' }).click();
  await page.getByRole('heading', { name, level: 1 }).waitFor();
  await settle(page);
  return { apiKey, path: new URL(page.url()).pathname };
}

const answerTo = (key: string) => stage.world.server.send('GET', '/api/v1/attribution/status', { key });

/** Waits until the server answers a key so, which it does within two seconds of a change. */
async function answers(key: string, status: number, code?: string): Promise<void> {
  await expect.poll(async () => (await answerTo(key)).status, { timeout: 20_000 }).toBe(status);
  if (code !== undefined) expect((await answerTo(key)).json).toMatchObject({ code });
}

describe.skipIf(chromium === undefined)(`tenants, to an operator${unlessSkipped}`, () => {
  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage?.close());

  test('are found by name, state and tier, with the choice in the address, and meet WCAG 2.2 AA', async () => {
    const { page, complaints } = await visitAsOperator(stage, '/platform/tenants', { colorScheme: 'light', reducedMotion: 'reduce' });
    await page.getByRole('link', { name: 'Known Paths' }).waitFor();
    const nearest = async () => (await cellsOf(page, 'Tenants')).find(([name]) => name.startsWith('Known Paths'))?.[3];
    await expect.poll(nearest).toMatch(/ of |no limits/);
    await checkEverywhere(page, 'platform tenants');
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.getByLabel('Name or short name').fill('known');
    await page.getByRole('button', { name: 'Find' }).click();
    await expect.poll(async () => (await cellsOf(page, 'Tenants')).map(([name]) => name)).toEqual(['Known Paths known']);
    await page.getByLabel('State').focus();
    await page.getByLabel('State').selectOption('suspended');
    await page.getByText('No tenant like this').waitFor();
    // Whoever chooses by keyboard stays where they were.
    expect(await page.evaluate('document.activeElement.tagName')).toBe('SELECT');
    expect(Object.fromEntries(new URL(page.url()).searchParams)).toEqual({ search: 'known', state: 'suspended' });
    await page.goBack();
    await page.getByRole('link', { name: 'Known Paths' }).waitFor();
    expect(await page.getByLabel('State').inputValue()).toBe('');
    expect(await page.getByLabel('Name or short name').inputValue()).toBe('known');
    expect(complaints).toEqual([]);
  });

  test('are created, refused in words at the field, and a name that is markup stays text everywhere', async () => {
    const { page, complaints } = await visitAsOperator(stage, '/platform/tenants');
    await pressToOpen(page, 'Create a tenant');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name', { exact: true }).fill('Twin');
    await dialog.getByLabel('Short name').fill('Not A Slug');
    await dialog.getByRole('button', { name: 'Create', exact: true }).click();
    await dialog.getByText(/slug has 1 to 63/).waitFor();
    await dialog.getByLabel('Short name').fill('known');
    await dialog.getByRole('button', { name: 'Create', exact: true }).click();
    await expect.poll(() => dialog.getByLabel('Short name').getAttribute('aria-invalid')).toBe('true');
    await dialog.getByText(/“?"?known"?”?.*(taken|already|exists)/i).waitFor();
    await checkEverywhere(page, 'platform tenant form');
    await page.keyboard.press('Escape');
    await page.setViewportSize({ width: 1280, height: 900 });
    await create(page, PROBE, 'probe');
    for (const room of ['Tenants', 'Costs', 'First steps', 'Audit log']) {
      await page.getByRole('navigation', { name: 'Rooms of the operator' }).getByRole('link', { name: room }).click();
      await page.getByRole('heading', { name: room, level: 1 }).waitFor();
      await settle(page);
      if (room === 'Tenants') await page.getByRole('link', { name: PROBE }).waitFor();
      if (room === 'Audit log') await page.getByText('Show').first().click();
      expect(await page.evaluate<boolean>(PROBED), room).toBe(false);
    }
    await checkEverywhere(page, 'platform log');
    // The browser tells of each refusal that was asked for.
    expect(complaints.filter((one) => !/status of (400|409)/.test(one))).toEqual([]);
  });

  test('are renamed and moved, suspended with a reason and let go on, closed and reopened', async () => {
    const { page } = await visitAsOperator(stage, '/platform/tenants');
    const { apiKey } = await create(page, 'Herons', 'herons');
    await answers(apiKey, 200);
    await checkEverywhere(page, 'platform tenant');
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.getByLabel('Name', { exact: true }).fill('');
    await page.getByRole('button', { name: 'Save' }).click();
    await expect.poll(() => page.getByLabel('Name', { exact: true }).getAttribute('aria-invalid')).toBe('true');
    await page.getByLabel('Name', { exact: true }).fill('Herons & Sons');
    await page.getByLabel('Tier').selectOption('starter');
    await page.getByRole('button', { name: 'Save' }).click();
    await said(page, '“Herons & Sons” is saved.');
    await page.getByRole('heading', { name: 'Herons & Sons', level: 1 }).waitFor();

    await pressToOpen(page, 'Suspend');
    await page.getByLabel('Reason').fill('Does not pay');
    await page.getByRole('dialog').getByRole('button', { name: 'Suspend' }).click();
    await said(page, '“Herons & Sons” is suspended.');
    await page.getByText(/^Suspended since/).waitFor();
    await answers(apiKey, 403, 'suspended');
    await page.getByRole('button', { name: 'Lift the suspension' }).click();
    await said(page, '“Herons & Sons” is active again.');
    await answers(apiKey, 200);

    await pressToOpen(page, 'Close the tenant');
    const dialog = page.getByRole('dialog');
    const submit = dialog.getByRole('button', { name: 'Close the tenant' });
    await submit.click();
    await dialog.getByText('Must read herons.').waitFor();
    await dialog.getByLabel('Type “herons” to confirm').fill('herons');
    await submit.click();
    await dialog.getByText(/Nothing was exported in the last seven days/).waitFor();
    await checkEverywhere(page, 'platform tenant closing');
    await page.setViewportSize({ width: 1280, height: 900 });
    await dialog.getByLabel('Close it without an export of the last seven days').check();
    await submit.click();
    await said(page, '“Herons & Sons” is closed.');
    await page.getByText(/every row of it is deleted, unless you undo/).waitFor();
    await checkEverywhere(page, 'platform tenant closed');
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.getByRole('button', { name: 'Undo the closing' }).click();
    await said(page, '“Herons & Sons” is active again.');
    await answers(apiKey, 200);
    await page.getByRole('link', { name: 'Audit log' }).click();
    await page.getByText('tenant.suspend').first().waitFor();
    const reasons = page.getByRole('row').filter({ hasText: 'tenant.suspend' });
    await reasons.first().getByText('Show').click();
    await reasons.first().getByText('Does not pay').waitFor();
  });

  test('get another limit than the tier’s, in the unit that people speak of, and the tier’s again', async () => {
    const { page } = await visitAsOperator(stage, '/platform/tenants');
    const { apiKey, path } = await create(page, 'Otters', 'otters');
    const id = path.split('/').at(-1);
    const limitOf = async (quota: string) => {
      const { json } = await stage.world.server.send('GET', `/api/v1/tenants/${id}/quotas`, { key: apiKey });
      return (json as { items: { quota: string; limit: number | null; source: string }[] }).items.find((one) => one.quota === quota);
    };
    await pressToOpen(page, 'Set a limit: AI spend a month');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Limit', { exact: true }).fill('');
    await dialog.getByRole('button', { name: 'Set the limit' }).click();
    await dialog.getByText('Must be a number. Tick “No limit” for none.').waitFor();
    await dialog.getByLabel('Limit', { exact: true }).fill('-1');
    await dialog.getByRole('button', { name: 'Set the limit' }).click();
    await dialog.getByText('Must not be negative.').waitFor();
    await dialog.getByLabel('Limit', { exact: true }).fill('12.50');
    await dialog.getByRole('button', { name: 'Set the limit' }).click();
    await said(page, 'The limit of “AI spend a month” is set.');
    await page.getByText('not the tier’s').waitFor();
    expect(await limitOf('ai_spend_per_month')).toMatchObject({ limit: 1_250, source: 'override' });
    await pressToOpen(page, 'Set a limit: Members');
    await page.getByLabel('No limit').check();
    await page.getByRole('dialog').getByRole('button', { name: 'Set the limit' }).click();
    await said(page, 'The limit of “Members” is set.');
    expect(await limitOf('members')).toMatchObject({ limit: null, source: 'override' });
    await page.getByRole('button', { name: 'The tier’s again: Members' }).click();
    await said(page, '“Members” has the tier’s limit again.');
    expect(await limitOf('members')).toMatchObject({ limit: 5, source: 'tier' });
  });

  test('have flags turned for one of them and for a tier, which their people read', async () => {
    const { page, complaints } = await visitAsOperator(stage, '/platform/tenants?search=known');
    await page.getByRole('link', { name: 'Known Paths' }).click();
    await page.getByRole('heading', { name: 'Known Paths', level: 1 }).waitFor();
    await pressToOpen(page, 'Turn webhooks for Known Paths');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('State').selectOption('off');
    await dialog.getByLabel('Until, in UTC').fill('2001-01-01T00:00');
    await dialog.getByRole('button', { name: 'Turn', exact: true }).click();
    await dialog.getByText('Must lie ahead.').waitFor();
    await dialog.getByLabel('Until, in UTC').fill('2999-01-01T00:00');
    await dialog.getByRole('button', { name: 'Turn', exact: true }).click();
    await said(page, 'webhooks is turned for Known Paths.');

    const person = await addMember(stage, stage.world.known, 'viewer');
    const { page: own } = await visitAsPerson(stage, person, '/settings/usage');
    const standing = async () => (await cellsOf(own, 'Feature flags')).find(([flag]) => flag.endsWith('webhooks'))?.slice(1);
    expect(await standing()).toEqual(['off', 'the operator, for your tenant', expect.stringContaining('2999')]);
    await checkEverywhere(own, 'settings usage flags');
    await page.getByRole('button', { name: 'Leave to the tier: webhooks' }).click();
    await said(page, 'webhooks is left to the tier again.');
    await own.reload();
    await settle(own);
    await expect.poll(standing).toEqual(['on', 'nobody: it is so by default', '']);

    await page.getByRole('link', { name: 'Feature flags' }).click();
    await page.getByRole('heading', { name: 'Feature flags', level: 1 }).waitFor();
    await pressToOpen(page, 'Turn tenant_export for tenants on Enterprise');
    await page.getByRole('dialog').getByRole('button', { name: 'Turn', exact: true }).click();
    await said(page, 'tenant_export is turned for tenants on Enterprise.');
    await page.getByRole('button', { name: 'Leave to the default: tenant_export for Enterprise' }).waitFor();
    await checkEverywhere(page, 'platform flags');
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.getByRole('button', { name: 'Leave to the default: tenant_export for Enterprise' }).click();
    await said(page, 'tenant_export is left to the default again for Enterprise.');
    expect(complaints).toEqual([]);
  });
});
