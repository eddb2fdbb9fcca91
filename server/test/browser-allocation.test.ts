import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { putAdvertiser } from '../src/catalog/advertisers/service.ts';
import { putCampaign } from '../src/catalog/campaigns/service.ts';
import { NewEntry } from '../src/cost/entries/schema.ts';
import { createEntry } from '../src/cost/entries/service.ts';
import { NewAllocationRules } from '../src/cost/allocations/schema.ts';
import { createAllocation, listAllocationRules, putAllocationRules } from '../src/cost/allocations/service.ts';
import { cellsOf, chromium, unlessSkipped } from './browser.ts';
import { addMember, checkEverywhere, openStage, pressToOpen, said, type Stage, visitAsPerson } from './browser-person.ts';
import type { TestPerson } from './people.ts';

const PATH = '/cost/allocation';

let stage: Stage;
let people: Record<'owner' | 'billing' | 'viewer' | 'newcomer', TestPerson>;
let month: string;

describe.skipIf(chromium === undefined)(`allocation on the dashboard${unlessSkipped}`, () => {
  beforeAll(async () => {
    stage = await openStage();
    const { known, empty, database } = stage.world;
    people = {
      owner: await addMember(stage, known, 'owner'),
      billing: await addMember(stage, known, 'billing'),
      viewer: await addMember(stage, known, 'viewer'),
      newcomer: await addMember(stage, empty, 'owner'),
    };
    const { context } = database;
    const day = new Date(context.clock()).toISOString().slice(0, 10);
    month = day.slice(0, 7);
    const flight = { startsOn: `${month}-01`, endsOn: day, spendMinor: 50_000, currency: 'USD' };
    await putCampaign(context, known.actor, 'quiet', { name: 'Quiet <b>mornings</b>', ...flight });
    await putCampaign(context, known.actor, 'loud', { name: 'Loud evenings', spendMinor: 9_000, currency: 'USD' });
    const book = (amount: string, more: object) =>
      createEntry(context, known.actor, NewEntry.parse({ kind: 'purchase', day, currency: 'USD', amount, note: 'Hosting', ...more }));
    await book('80.00', { campaign: 'quiet' });
    await book('20.00', { campaign: 'loud' });
    await book('60.00', { feature: 'hosting' });
    const pools = [{ key: 'hosting', features: ['hosting'], driver: { kind: 'fixed', shares: [{ owner: 'quiet', percent: '50' }] } }];
    await putAllocationRules(context, known.actor, 'campaign', NewAllocationRules.parse({ pools, rest: { kind: 'even' } }));
    await createAllocation(context, known.actor, { month, dimension: 'campaign' });
  });
  afterAll(() => stage?.close());

  test.each([
    ['owner', PATH],
    ['newcomer', PATH],
    ['billing', '/cost/margins'],
    ['newcomer', '/cost/margins'],
  ] as const)('meets WCAG 2.2 AA in light, in dark and on a phone, and opens without complaint, for the %s at %s', async (who, path) => {
    const { page, complaints } = await visitAsPerson(stage, people[who], path, { colorScheme: 'light', reducedMotion: 'reduce' });
    await checkEverywhere(page, `${path.slice(1).replace('/', ' ')} of the ${who}`);
    expect(complaints).toEqual([]);
  });

  test('shows direct, shared and idle cost of each owner, to the cent of the bill, and every line', async () => {
    const { page } = await visitAsPerson(stage, people.viewer, PATH);
    await page.getByRole('img', { name: 'Cost by owner, direct, shared and idle' }).waitFor();
    expect(await cellsOf(page, 'Campaign')).toEqual([
      ['Quiet <b>mornings</b> quiet', '$80.00', '$30.00', '$110.00', '68.8%'],
      ['Loud evenings loud', '$20.00', '$0.00', '$20.00', '12.5%'],
      ['Idle: paid for, used by nobody', '$0.00', '$30.00', '$30.00', '18.8%'],
    ]);
    await page.getByText('Every line of this split').first().click();
    expect((await cellsOf(page, 'Every line of this split')).at(-1)).toEqual(['idle', 'hosting', 'fixed shares', '50 percent', '$30.00']);
    expect(await page.getByRole('button', { name: 'Split the bill' }).count()).toBe(0);
    expect(await page.getByRole('button', { name: 'Change the rules' }).count()).toBe(0);
  });

  test('rules are changed, what is wrong says so at its field, and another split is a further version beside the first', async () => {
    const { page } = await visitAsPerson(stage, people.billing, PATH);
    await pressToOpen(page, 'Change the rules');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Shares').fill('quiet: 70\nnobody: 20');
    await dialog.getByRole('button', { name: 'Save as a new version' }).click();
    await dialog.getByText(/There is no campaign "nobody"/).waitFor();
    await dialog.getByLabel('Shares').fill('quiet: 70\nloud: 40');
    await dialog.getByRole('button', { name: 'Save as a new version' }).click();
    await dialog.getByText(/more than 100 percent/).waitFor();
    await dialog.getByLabel('Shares').fill('quiet: 70\nloud: 30');
    await dialog.getByRole('button', { name: 'Save as a new version' }).click();
    await said(page, 'The rules are kept as version 2.');
    await page.getByRole('button', { name: 'Split the bill' }).click();
    await said(page, ': version 2.');
    await expect
      .poll(() => cellsOf(page, 'Campaign'))
      .toEqual([
        ['Quiet <b>mornings</b> quiet', '$80.00', '$42.00', '$122.00', '76.3%'],
        ['Loud evenings loud', '$20.00', '$18.00', '$38.00', '23.8%'],
      ]);
    await page.getByRole('button', { name: 'Show version 1' }).click();
    await page.getByText('A later version of this split exists.').waitFor();
    await expect.poll(async () => (await cellsOf(page, 'Campaign')).length).toBe(3);
  });

  test('rules that are saved as they were opened stay as they were, kinds of entries and amounts among them', async () => {
    const { known, database } = stage.world;
    const driver = { kind: 'fixed', currency: 'USD', shares: [{ owner: 'quiet', amount: '12.5' }] };
    const pools = [{ key: 'support', kinds: ['purchase', 'credit'], meters: ['emails'], driver }];
    const set = NewAllocationRules.parse({ pools, rest: { kind: 'usage', meter: 'events', capacity: '1000', spreadIdle: true } });
    await putAdvertiser(database.context, known.actor, 'quiet', { name: 'Quiet', siteHost: null });
    await putAllocationRules(database.context, known.actor, 'advertiser', set);
    const { page } = await visitAsPerson(stage, people.owner, PATH);
    await page.getByRole('radio', { name: 'Advertisers', exact: true }).check();
    await page.getByText('support').first().waitFor();
    await pressToOpen(page, 'Change the rules', 'dialog');
    await page.getByRole('dialog').getByLabel('Pool', { exact: true }).fill('care');
    await page.getByRole('dialog').getByRole('button', { name: 'Save as a new version' }).click();
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
    const { items } = await listAllocationRules(database.context, known.actor);
    const kept = items.find(({ dimension }) => dimension === 'advertiser');
    expect(kept).toMatchObject({ version: 2, pools: [{ ...pools[0], key: 'care' }], rest: set.rest });
  });

  test('margins are those of the API, and say what they lack', async () => {
    const { page } = await visitAsPerson(stage, people.billing, '/cost/margins');
    await page.getByRole('table', { name: 'By campaign' }).waitFor();
    const rows = await cellsOf(page, 'By campaign');
    const quiet = rows.find(([name]) => name.startsWith('Quiet')) ?? [];
    expect(quiet[1]).toBe('$500.00');
    expect(quiet[2]).toMatch(/^\$1[12]\d\.00$/);
    expect(rows.find(([name]) => name.startsWith('Loud'))?.[0]).toContain('has no first and last day');
  });
});
