import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { putAdvertiser } from '../src/catalog/advertisers/service.ts';
import { BudgetTerms } from '../src/cost/budgets/schema.ts';
import { getBudget, putBudget } from '../src/cost/budgets/service.ts';
import { rateUsage } from '../src/cost/ratings/service.ts';
import { recordUsageIn } from '../src/metering/usage/service.ts';
import { inTenant } from '../src/platform/tenant-door.ts';
import { cellsOf, chromium, unlessSkipped } from './browser.ts';
import { addMember, checkEverywhere, openStage, pressToOpen, said, type Stage, visitAsPerson } from './browser-person.ts';
import type { TestPerson } from './people.ts';

const PATH = '/cost/budgets';
const DAY_MS = 86_400_000;
const USAGE_DAYS = 40;

let stage: Stage;
let people: Record<'admin' | 'billing' | 'newcomer', TestPerson>;

describe.skipIf(chromium === undefined)(`budgets on the dashboard${unlessSkipped}`, () => {
  beforeAll(async () => {
    stage = await openStage();
    const { known, empty, database } = stage.world;
    people = {
      admin: await addMember(stage, known, 'admin'),
      billing: await addMember(stage, known, 'billing'),
      newcomer: await addMember(stage, empty, 'owner'),
    };
    const { context } = database;
    const used = Array.from({ length: USAGE_DAYS }, (_, place) => ({
      meter: 'ai_spend_usd' as const,
      id: `browser-${place}`,
      quantity: String(4 + (place % 3) / 2),
      feature: 'search',
      atMs: context.clock() - place * DAY_MS,
    }));
    await inTenant(context.db, known.tenantId, (tx) => recordUsageIn(context, tx, used));
    while (await rateUsage(context, 'system', known.tenantId));
    const terms = { name: '<b>Search</b>', scope: { type: 'feature', key: 'search' }, period: 'monthly', currency: 'USD' };
    await putBudget(context, known.actor, 'search', BudgetTerms.parse({ ...terms, amount: '100' }));
    await putBudget(context, known.actor, 'calm', BudgetTerms.parse({ ...terms, name: 'Calm', amount: '5000' }));
  });
  afterAll(() => stage?.close());

  test.each(['admin', 'billing', 'newcomer'] as const)(
    'meet WCAG 2.2 AA in light, in dark and on a phone, and open without complaint, for the %s',
    async (who) => {
      const { page, complaints } = await visitAsPerson(stage, people[who], PATH, { colorScheme: 'light', reducedMotion: 'reduce' });
      await page.getByRole('heading', { name: 'What was told' }).waitFor();
      await checkEverywhere(page, `budgets of the ${who}`);
      expect(complaints).toEqual([]);
    },
  );

  test('stand as the API says, with what is expected and what was told, and whoever reads may not change them', async () => {
    const { page } = await visitAsPerson(stage, people.billing, PATH);
    const { server, known } = stage.world;
    const answer = await server.send('GET', '/api/v1/cost/budgets/search', { key: known.apiKey });
    const { state } = answer.json as { state: { used: string; forecast: { estimate: number } } };
    const money = (sum: number | string) => `$${Number(sum).toFixed(2)}`;
    const budget = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: '<b>Search</b>' }) });
    await budget.getByText(money(state.used), { exact: true }).waitFor();
    await budget.getByText(`About ${money(state.forecast.estimate)} at the end of the period`).waitFor();
    await budget.getByRole('img', { name: `${money(state.used)} of $100.00 used` }).waitFor();
    expect((await cellsOf(page, 'What was told')).flat().join(' ')).toMatch(
      /The budget “<b>Search<\/b>” (is expected to end above its limit|has reached 100 % of its limit)/,
    );
    expect(await page.getByRole('button', { name: /budget/ }).count()).toBe(0);
  });

  test('are told of on the other pages of the room', async () => {
    const { page } = await visitAsPerson(stage, people.billing, '/cost');
    await page.getByText(/alerts? of budgets in the last seven days\. The newest: The budget “/).waitFor();
    await page.getByRole('link', { name: 'See the budgets' }).click();
    await page.getByRole('heading', { level: 1, name: 'Budgets' }).waitFor();
    expect(await page.getByText('of budgets in the last seven days').count()).toBe(0);
  });

  test('are made, changed and removed, and what cannot be says why at its field', async () => {
    const { page } = await visitAsPerson(stage, people.newcomer, PATH);
    await page.getByText('No budget yet').waitFor();
    await pressToOpen(page, 'Make a budget');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('Hosting');
    await dialog.getByLabel('Limit', { exact: true }).fill('1e309');
    await dialog.getByLabel('Tell at these percentages of the limit').fill('80, 80');
    await dialog.getByLabel('Whose').selectOption('campaign');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText(/^Must be a plain decimal number/).waitFor();
    await dialog.getByText(/^Must not hold a threshold twice/).waitFor();
    await dialog.getByText(/^Is missing: which campaign is it/).waitFor();
    expect(await dialog.getByLabel('Campaign', { exact: true }).locator('option').allInnerTexts()).toEqual(['Choose a campaign']);
    await dialog.getByLabel('Limit', { exact: true }).fill('1,250.50');
    await dialog.getByLabel('Tell at these percentages of the limit').fill('80 %, 100 %');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByLabel('Whose').selectOption('tenant');
    await dialog.getByLabel('Period').selectOption('flight');
    await dialog.getByLabel('First day').fill('2026-11-02');
    await dialog.getByLabel('Last day').fill('2026-11-01');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText(/^Must not lie before startsOn/).waitFor();
    await dialog.getByLabel('Last day').fill('2026-12-01');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await said(page, 'The budget Hosting is watched from now on.');
    await page.getByText('of $1,250.50').waitFor();
    await page.getByText(/^Not enough data: a forecast needs 3 whole days/).waitFor();
    await pressToOpen(page, 'Change the budget Hosting');
    await dialog.getByLabel('Limit', { exact: true }).fill('2000');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await said(page, 'The budget Hosting is changed.');
    await page.getByText('of $2,000.00').waitFor();
    await pressToOpen(page, 'Remove the budget Hosting', 'alertdialog');
    await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
    await said(page, 'The budget Hosting is gone.');
    await page.getByText('No budget yet').waitFor();
    expect(await page.getByRole('button', { name: 'Make a budget' }).count()).toBe(1);
  });

  test('of a campaign or an advertiser choose one of the tenant’s by name, and keep it when they are changed', async () => {
    const { known, database } = stage.world;
    await putAdvertiser(database.context, known.actor, 'quiet', { name: 'Quiet <i>mornings</i>', siteHost: null });
    const { page } = await visitAsPerson(stage, people.admin, PATH);
    await pressToOpen(page, 'Make a budget');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('Flight');
    await dialog.getByLabel('Limit', { exact: true }).fill('300');
    await dialog.getByLabel('Whose').selectOption('advertiser');
    await dialog.getByLabel('Advertiser', { exact: true }).selectOption({ label: 'Quiet <i>mornings</i> (quiet)' });
    await dialog.getByLabel('Whose').selectOption('campaign');
    await dialog.getByLabel('Campaign', { exact: true }).selectOption({ label: 'Spring 26 (spring-26)' });
    await dialog.getByRole('button', { name: 'Save' }).click();
    await said(page, 'The budget Flight is watched from now on.');
    await pressToOpen(page, 'Change the budget Flight');
    await expect.poll(() => dialog.getByLabel('Campaign', { exact: true }).inputValue()).toBe('spring-26');
    await dialog.getByLabel('Limit', { exact: true }).fill('400');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await said(page, 'The budget Flight is changed.');
    const kept = await getBudget(database.context, known.actor, 'flight');
    expect(kept).toMatchObject({ scope: { type: 'campaign', key: 'spring-26' }, amount: '400' });
  });
});
