import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lookAtTenant } from '../src/ai/recommendation-work/service.ts';
import { chromium, unlessSkipped } from './browser.ts';
import { addMember, checkEverywhere, openStage, said, type Stage, visitAsPerson } from './browser-person.ts';
import { adviseIn } from './routes-recommendations.ts';
import { inTenant } from '../src/platform/tenant-door.ts';
import type { TestPerson } from './people.ts';

let stage: Stage;
let people: Record<'analyst' | 'viewer' | 'newcomer', TestPerson>;

/** Orders of 45 days ago with a code that is nobody's. */
async function fill(): Promise<void> {
  const { known, server, database } = stage.world;
  const occurredAt = new Date(database.context.clock() - 45 * 86_400_000).toISOString();
  const conversions = Array.from({ length: 40 }, (_, place) => ({
    id: `glow-${place}`,
    occurredAt,
    kind: 'purchase',
    valueMinor: 4_000,
    currency: 'USD',
    promoCode: 'GLOWWORM',
  }));
  const { status, text } = await server.send('POST', '/api/v1/conversions', { key: known.apiKey, body: { conversions } });
  if (status !== 202) throw new Error(text);
  await lookAtTenant(database.context, 'system', known.tenantId);
  await inTenant(database.context.db, known.tenantId, (tx) => adviseIn(tx, 'brand-series', new Date(database.context.clock())));
}

const ROOMS: [string, keyof typeof people][] = [
  ['of an analyst', 'analyst'],
  ['of a viewer', 'viewer'],
  ['of a newcomer', 'newcomer'],
];

describe.skipIf(chromium === undefined)(`recommendations on the dashboard${unlessSkipped}`, () => {
  beforeAll(async () => {
    stage = await openStage();
    const { known, empty } = stage.world;
    people = {
      analyst: await addMember(stage, known, 'analyst'),
      viewer: await addMember(stage, known, 'viewer'),
      newcomer: await addMember(stage, empty, 'owner'),
    };
    await fill();
  });
  afterAll(() => stage?.close());

  test.each(ROOMS)('meet WCAG 2.2 AA in light, in dark and on a phone, and open without complaint: %s', async (name, who) => {
    const { page, complaints } = await visitAsPerson(stage, people[who], '/insights/recommendations', {
      colorScheme: 'light',
      reducedMotion: 'reduce',
    });
    await page.getByRole('heading', { name: 'Recommendations', level: 1 }).waitFor();
    await checkEverywhere(page, `recommendations ${name}`);
    expect(complaints).toEqual([]);
  });

  test('are cards with expected gain and interval, evidence, and what would change our mind', async () => {
    const { page } = await visitAsPerson(stage, people.viewer, '/insights/recommendations');
    const card = page.getByRole('article', { name: 'Say whose promo code GLOWWORM is' });
    const shown = await card.innerText();
    expect(shown).toMatch(/Fix tracking[\s\S]*40 conversions become known[\s\S]*80 %: 32 to 48/);
    expect(shown).toMatch(/orders with the code GLOWWORM[\s\S]*the catalogue has no campaign for it/);
    expect(shown).toMatch(/What would change our mind[\s\S]*a voucher of the shop/);
    expect(await page.getByRole('button', { name: /^(Done|Dismiss|Look now)/ }).count()).toBe(0);
  });

  test('lead to the campaign, the uses of codes and the report of the period that they rest on', async () => {
    const { page } = await visitAsPerson(stage, people.viewer, '/insights/recommendations');
    const code = page.getByRole('article', { name: 'Say whose promo code GLOWWORM is' });
    await code.getByRole('link', { name: 'Uses of promo codes' }).click();
    await page.waitForURL('**/analytics/codes*');
    await page.goBack();
    const tested = page.getByRole('article', { name: 'Test what brand-series causes' });
    await tested.getByRole('link', { name: 'Reach and conversions by campaign' }).click();
    await page.waitForURL('**/analytics/reach?*');
    expect(Object.fromEntries(new URL(page.url()).searchParams)).toMatchObject({ from: '2026-07-13', to: '2026-10-10' });
    await page.goBack();
    await tested.getByRole('link', { name: 'Campaign brand-series' }).click();
    await page.waitForURL('**/catalog/campaigns/brand-series*');
  });

  test('are decided on with a note, opened again, and looked for anew', async () => {
    const { page } = await visitAsPerson(stage, people.analyst, '/insights/recommendations');
    await page.getByRole('button', { name: 'Done: Say whose promo code GLOWWORM is' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Note').fill('It is of the autumn campaign.');
    await dialog.getByRole('button', { name: 'Done' }).click();
    await said(page, 'It is done. Its outcome will be followed.');
    const decided = page.getByRole('region', { name: /^Decided and lapsed/ });
    await decided.getByText('It is of the autumn campaign.').waitFor();
    await decided.getByText('The outcome can be told from').waitFor();
    await page.getByRole('button', { name: 'Open again: Say whose promo code GLOWWORM is' }).click();
    await said(page, 'It is open again.');
    await page.getByRole('button', { name: 'Look now' }).click();
    await page.getByText('Later figures do not bear it out any more.').waitFor();
    await page.getByRole('button', { name: 'Dismiss: Say whose promo code GLOWWORM is' }).waitFor();
    expect(await page.getByRole('article').count()).toBe(2);
  });

  test('say of a tenant without any why there is none', async () => {
    const { page } = await visitAsPerson(stage, people.newcomer, '/insights/recommendations');
    await page.getByText('Nothing looked at yet').waitFor();
    // It says so once.
    expect((await page.getByRole('main').innerText()).match(/looked at/g)).toHaveLength(2);
    await page.getByRole('button', { name: 'Look now' }).click();
    await page.getByText('Nothing to recommend').waitFor();
    await page.getByText('There is no conversion yet that is old enough to be judged.').waitFor();
    expect(await page.getByRole('article').count()).toBe(0);
  });
});
