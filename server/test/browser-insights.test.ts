import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { endInsightsIn, recordInsightIn } from '../src/ai/insights/service.ts';
import { inTenant } from '../src/platform/tenant-door.ts';
import { cellsOf, chromium, unlessSkipped } from './browser.ts';
import { addMember, checkEverywhere, openStage, pressToOpen, said, type Stage, visitAsPerson } from './browser-person.ts';
import type { TestPerson } from './people.ts';
import { foundIn } from './routes-insights.ts';

const PATH = '/insights/findings';

let stage: Stage;
let people: Record<'analyst' | 'viewer' | 'newcomer', TestPerson>;

async function find(campaign: string, finding: string): Promise<void> {
  const { database, known } = stage.world;
  const { db, clock } = database.context;
  await inTenant(db, known.tenantId, (tx) => recordInsightIn(tx, { ...foundIn(campaign), finding }, new Date(clock())));
}

describe.skipIf(chromium === undefined)(`findings on the dashboard${unlessSkipped}`, () => {
  beforeAll(async () => {
    stage = await openStage();
    const { known, empty } = stage.world;
    people = {
      analyst: await addMember(stage, known, 'analyst'),
      viewer: await addMember(stage, known, 'viewer'),
      newcomer: await addMember(stage, empty, 'owner'),
    };
    await find('spring', 'Conversions of Spring were three times what is usual on a Tuesday.');
    await find('winter', 'Impressions of Winter fell to a third.');
    const keys = [foundIn('winter').key];
    await inTenant(stage.world.database.context.db, known.tenantId, (tx) =>
      endInsightsIn(tx, { source: 'anomaly', keys }, new Date('2026-11-12')),
    );
    await find('autumn', '<b>Downloads</b> stopped at noon.');
  });
  afterAll(() => stage?.close());

  test.each(['analyst', 'viewer', 'newcomer'] as const)(
    'meet WCAG 2.2 AA in light, in dark and on a phone, and open without complaint, for the %s',
    async (who) => {
      const { page, complaints } = await visitAsPerson(stage, people[who], PATH, { colorScheme: 'light', reducedMotion: 'reduce' });
      await checkEverywhere(page, `findings of the ${who}`);
      expect(complaints).toEqual([]);
    },
  );

  test('are marked done with a note, are then among the done ones, and are opened again', async () => {
    const { page } = await visitAsPerson(stage, people.analyst, PATH);
    const mark = (action: string) => page.getByRole('button', { name: new RegExp(`^${action}: Conversions of Spring`) });
    await pressToOpen(page, /^Done: Conversions of Spring/);
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Note').fill('A sale ran.');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await said(page, 'The finding is done.');
    await expect.poll(() => mark('Done').count()).toBe(0);
    await page.getByRole('radio', { name: 'Done', exact: true }).check();
    await mark('Open again').waitFor();
    expect((await cellsOf(page, 'Findings')).flat().join(' ')).toContain('“A sale ran.”');
    await mark('Open again').click();
    await said(page, 'The finding is open again.');
    await page.getByRole('radio', { name: 'Open', exact: true }).check();
    await mark('Done').waitFor();
  });

  test('that are no longer so have left the open ones, and say since when', async () => {
    const { page } = await visitAsPerson(stage, people.viewer, PATH);
    await page.getByText('<b>Downloads</b> stopped at noon.').waitFor();
    expect(await page.getByText('Impressions of Winter').count()).toBe(0);
    await page.getByRole('radio', { name: 'No longer so', exact: true }).check();
    await page.getByText('Impressions of Winter fell to a third.').waitFor();
    expect((await cellsOf(page, 'Findings')).flat().join(' ')).toContain('No longer so since 12 Nov 2026');
    await checkEverywhere(page, 'findings that are no longer so');
  });

  test('show texts as texts, and a viewer no buttons', async () => {
    const { page } = await visitAsPerson(stage, people.viewer, PATH);
    await page.getByText('<b>Downloads</b> stopped at noon.').waitFor();
    expect(await page.getByRole('button', { name: /^(Done|Dismiss):/ }).count()).toBe(0);
  });
});
