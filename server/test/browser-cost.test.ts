import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { acceptUsage, putMeter } from '../src/metering/usage/service.ts';
import { cellsOf, chromium, unlessSkipped } from './browser.ts';
import { addMember, checkEverywhere, openStage, pressToOpen, said, type Stage, visitAsPerson } from './browser-person.ts';
import type { TestPerson } from './people.ts';

const PATH = '/cost';
const DAY_MS = 86_400_000;

let stage: Stage;
let people: Record<'admin' | 'billing' | 'newcomer', TestPerson>;

describe.skipIf(chromium === undefined)(`usage on the dashboard${unlessSkipped}`, () => {
  beforeAll(async () => {
    stage = await openStage();
    const { known, empty, database } = stage.world;
    people = {
      admin: await addMember(stage, known, 'admin'),
      billing: await addMember(stage, known, 'billing'),
      newcomer: await addMember(stage, empty, 'owner'),
    };
    const { context } = database;
    await putMeter(context, known.actor, 'studio_hours', { unit: 'hours', aggregation: 'sum', description: '<b>Hours</b> of the studio.' });
    const event = (place: number, value: string) => ({
      id: `e-${place}`,
      source: 'calendar',
      type: 'studio_hours',
      time: new Date(context.clock() - place * DAY_MS).toISOString(),
      data: { value },
    });
    const { accepted } = await acceptUsage(context, known.actor, [event(0, '1200.5'), event(1, '2'), event(20, '0.000042')]);
    if (accepted !== 3) throw new Error('usage was not accepted');
  });
  afterAll(() => stage?.close());

  test.each(['admin', 'billing', 'newcomer'] as const)(
    'meets WCAG 2.2 AA in light, in dark and on a phone, and opens without complaint, for the %s',
    async (who) => {
      const { page, complaints } = await visitAsPerson(stage, people[who], PATH, { colorScheme: 'light', reducedMotion: 'reduce' });
      await checkEverywhere(page, `usage of the ${who}`);
      expect(complaints).toEqual([]);
    },
  );

  test('is what the API says of the days that are chosen, with each meter day by day', async () => {
    const { page } = await visitAsPerson(stage, people.billing, PATH);
    await page.getByRole('radio', { name: 'Last 90 days', exact: true }).check();
    await expect.poll(async () => (await cellsOf(page, 'By meter')).flat().join(' ')).toContain('1,202.5');
    const row = (await cellsOf(page, 'By meter')).find((cells) => cells[0].startsWith('studio_hours'));
    expect(row).toEqual(['studio_hours <b>Hours</b> of the studio.', '1,202.5', 'hours sum', '3 events']);
    await page.getByRole('button', { name: 'Show studio_hours day by day' }).click();
    const panel = page.getByRole('region', { name: 'studio_hours, day by day' });
    await panel.getByRole('img', { name: 'Used each day on studio_hours' }).waitFor();
    await panel.getByText('Show as a table').click();
    const days = (await panel.getByRole('row').allInnerTexts()).filter((text) => !text.endsWith('\t0'));
    expect(days.join('\n')).toMatch(/1,200\.5/);
    expect(await page.getByRole('button', { name: 'Add a meter' }).count()).toBe(0);
  });

  test('a meter is added, and one that cannot be says why at its field', async () => {
    const { page } = await visitAsPerson(stage, people.admin, PATH);
    await pressToOpen(page, 'Add a meter', 'dialog');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Key').fill('No Key');
    await dialog.getByLabel('Unit').fill('edits');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText(/^Must begin with a small letter/).waitFor();
    await dialog.getByLabel('Key').fill('edits');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await said(page, 'The meter edits is ready for events.');
    await expect.poll(() => dialog.count()).toBe(0);
  });
});
