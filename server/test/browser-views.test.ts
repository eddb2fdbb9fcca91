import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromium, settle, unlessSkipped } from './browser.ts';
import { addMember, checkEverywhere, openStage, said, type Stage, visitAsPerson } from './browser-person.ts';
import type { TestPerson } from './people.ts';

let stage: Stage;
let people: Record<'analyst' | 'viewer', TestPerson>;

const HOSTILE = '<img src=x onerror=alert(1)>';
const LOOKED_AT = '/compare?models=last_touch,linear&groupBy=show&days=90&lookback=14&measure=share';

describe.skipIf(chromium === undefined)(`a saved view${unlessSkipped}`, () => {
  beforeAll(async () => {
    stage = await openStage();
    people = { analyst: await addMember(stage, stage.world.known, 'analyst'), viewer: await addMember(stage, stage.world.known, 'viewer') };
  });
  afterAll(() => stage?.close());

  test('keeps everything that is chosen in a room, is seen by everybody it is for, renamed and deleted', async () => {
    const { page, complaints } = await visitAsPerson(stage, people.analyst, LOOKED_AT);
    const address = new URL(page.url());
    await page.getByRole('button', { name: 'View: Not saved' }).click();
    await page.getByLabel('Name').fill(HOSTILE);
    await page.getByLabel('For everybody of this tenant').check();
    await page.getByRole('button', { name: 'Save this view' }).click();
    await page.getByRole('button', { name: `Rename “${HOSTILE}”` }).waitFor();
    await checkEverywhere(page, 'saved views');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: `View: ${HOSTILE}` }).waitFor();

    const { page: other, complaints: heard } = await visitAsPerson(stage, people.viewer, '/analytics/reach');
    await other.getByRole('button', { name: 'View: Not saved' }).click();
    expect(await other.getByRole('button', { name: /^Rename/ }).count()).toBe(0);
    await other.getByRole('button', { name: HOSTILE }).click();
    await other.getByRole('heading', { name: 'Compare models', level: 1 }).waitFor();
    await settle(other);
    const opened = new URL(other.url());
    expect([opened.pathname, Object.fromEntries(opened.searchParams)]).toEqual([
      address.pathname,
      Object.fromEntries(address.searchParams),
    ]);

    await page.setViewportSize({ width: 1_440, height: 900 });
    await page.getByRole('button', { name: `View: ${HOSTILE}` }).click();
    await page.getByRole('button', { name: `Rename “${HOSTILE}”` }).click();
    await page.getByLabel(`New name of “${HOSTILE}”`).fill('Shows by share');
    await page.getByRole('button', { name: 'Keep' }).click();
    await page.getByRole('button', { name: 'Delete “Shows by share”' }).click();
    await said(page, 'The view “Shows by share” is deleted.');
    await checkEverywhere(page, 'saved view deleted');
    await page.setViewportSize({ width: 1_440, height: 900 });
    await page.getByRole('button', { name: 'Undo' }).click();
    await said(page, 'It is back as it was.');
    await page.getByRole('button', { name: 'View: Shows by share' }).click();
    expect(await (await visitAsPerson(stage, people.viewer, '/analytics/reach')).page.getByRole('button', { name: 'View:' }).count()).toBe(
      1,
    );
    await page.getByRole('button', { name: 'Delete “Shows by share”' }).click();
    await page.getByRole('button', { name: 'View: Not saved' }).click();
    await page.getByText('No view is saved yet.').waitFor();
    expect([...complaints, ...heard]).toEqual([]);
  });
});
