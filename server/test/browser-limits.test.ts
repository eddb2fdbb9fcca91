import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LimitInput } from '../src/metering/limits/schema.ts';
import { putLimit } from '../src/metering/limits/service.ts';
import { NewReservation } from '../src/metering/reservations/schema.ts';
import { createReservation } from '../src/metering/reservations/service.ts';
import { acceptUsage, putMeter } from '../src/metering/usage/service.ts';
import { cellsOf, chromium, unlessSkipped } from './browser.ts';
import { addMember, checkEverywhere, openStage, pressToOpen, said, type Stage, visitAsPerson } from './browser-person.ts';
import type { TestPerson } from './people.ts';

const PATH = '/cost/limits';

let stage: Stage;
let people: Record<'billing' | 'viewer' | 'newcomer', TestPerson>;

describe.skipIf(chromium === undefined)(`limits on the dashboard${unlessSkipped}`, () => {
  beforeAll(async () => {
    stage = await openStage();
    const { known, empty, database } = stage.world;
    people = {
      billing: await addMember(stage, known, 'billing'),
      viewer: await addMember(stage, known, 'viewer'),
      newcomer: await addMember(stage, empty, 'owner'),
    };
    const { context } = database;
    const { actor } = known;
    await putMeter(context, actor, 'studio_hours', { unit: 'hours', aggregation: 'sum', description: '' });
    const limit = (key: string, more: object) =>
      putLimit(context, actor, key, LimitInput.parse({ meter: 'studio_hours', period: 'month', ...more }));
    const time = new Date(context.clock()).toISOString();
    const event = { id: 'a', source: 's', type: 'studio_hours', time, data: { value: '1100', feature: 'mixing' } };
    if ((await acceptUsage(context, actor, [event])).accepted !== 1) throw new Error('usage was not accepted');
    await limit('studio-month', { soft: '1000', hard: '2000' });
    await createReservation(context, actor, NewReservation.parse({ meter: 'studio_hours', quantity: '150.5', feature: 'mixing' }));
    await limit('mixing', { hard: '1000', gracePercent: 50, entity: { type: 'feature', key: 'mixing' }, period: 'day' });
    await limit('ai', { meter: 'ai_spend_usd', hard: '10' });
    await limit('files', { meter: 'exports', hard: '0' });
  });
  afterAll(() => stage?.close());

  test.each(['billing', 'viewer', 'newcomer'] as const)(
    'meet WCAG 2.2 AA in light, in dark and on a phone, and open without complaint, for the %s',
    async (who) => {
      const { page, complaints } = await visitAsPerson(stage, people[who], PATH, { colorScheme: 'light', reducedMotion: 'reduce' });
      await checkEverywhere(page, `limits of the ${who}`);
      expect(complaints).toEqual([]);
    },
  );

  test('stand there with what is used and reserved of them, and who may only look changes nothing', async () => {
    const { page } = await visitAsPerson(stage, people.billing, PATH);
    await expect.poll(async () => (await cellsOf(page, 'Limits of this tenant')).length).toBe(4);
    const cells = (await cellsOf(page, 'Limits of this tenant')).map((row) => row.slice(0, 3));
    expect(cells).toEqual([
      ['ai ai_spend_usd, by the month, all of the tenant', '0 USD hard 10', 'Below 0 %'],
      ['files exports, by the month, all of the tenant', '0 exports hard 0', 'Used up 100 %'],
      [
        'mixing studio_hours, by the day, the feature mixing',
        '1,100 hours and 150.5 reserved hard 1,000, and 50 % grace',
        'In grace 125 %',
      ],
      [
        'studio-month studio_hours, by the month, all of the tenant',
        '1,100 hours and 150.5 reserved soft 1,000, hard 2,000',
        'Soft limit reached 62 %',
      ],
    ]);
    expect(await page.getByRole('button', { name: 'Set a limit' }).count()).toBe(0);
  });

  test('are set, changed and removed, and one that cannot be says why at its field', async () => {
    const { page } = await visitAsPerson(stage, people.newcomer, PATH);
    await page.getByText('No limits yet').waitFor();
    await pressToOpen(page, 'Set a limit', 'dialog');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('ai-month');
    await dialog.getByLabel('Meter').selectOption('ai_spend_usd');
    await dialog.getByLabel('Of whose use').selectOption('feature');
    await dialog.getByLabel('Name of the feature').fill('ad_scan');
    await dialog.getByLabel('Hard limit').fill('NaN');
    await dialog.getByRole('button', { name: 'Set the limit' }).click();
    await dialog.getByText(/^Must be a plain decimal number/).waitFor();
    await dialog.getByLabel('Hard limit').fill('25');
    await dialog.getByLabel('Soft limit').fill('30');
    await dialog.getByRole('button', { name: 'Set the limit' }).click();
    await dialog.getByText('"soft" is 30 and must not lie above "hard", which is 25.').waitFor();
    await dialog.getByLabel('Soft limit').fill('20');
    await dialog.getByRole('button', { name: 'Set the limit' }).click();
    await said(page, 'The limit ai-month is set.');
    await expect.poll(async () => (await cellsOf(page, 'Limits of this tenant')).map((row) => row[1])).toEqual(['0 USD soft 20, hard 25']);
    await pressToOpen(page, 'Change the limit ai-month', 'dialog');
    await dialog.getByLabel('Hard limit').fill('1,050');
    await dialog.getByRole('button', { name: 'Set the limit' }).click();
    await expect
      .poll(async () => (await cellsOf(page, 'Limits of this tenant')).map((row) => row[1]))
      .toEqual(['0 USD soft 20, hard 1,050']);
    await pressToOpen(page, 'Remove the limit ai-month', 'alertdialog');
    await page.getByRole('alertdialog').getByRole('button', { name: 'Remove', exact: true }).click();
    await said(page, 'The limit ai-month is removed.');
    await page.getByText('No limits yet').waitFor();
  });
});
