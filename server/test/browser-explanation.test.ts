import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NewExplanationLink } from '../src/attribution/explanation-links/schema.ts';
import { createExplanationLink, listExplanationLinks } from '../src/attribution/explanation-links/service.ts';
import { chromium, settle, unlessSkipped, visit } from './browser.ts';
import { addMember, checkEverywhere, findings, openStage, pressToOpen, type Stage, visitAsPerson } from './browser-person.ts';
import type { TestPerson } from './people.ts';

let stage: Stage;
let people: Record<'admin' | 'analyst', TestPerson>;

const ROOM = '/conversions/order-vector?model=time_decay';
const NOTE = 'As discussed: the three reads of spring, and why the last one earns most.';

/** Opens an address without any session, as a sponsor does. */
async function openAsStranger(path: string): Promise<Page> {
  const { page } = await visit(stage.browser, stage.world.server.url);
  await page.goto(path);
  return page;
}

async function make(conversionId: string, input: object): Promise<string> {
  const { context } = stage.world.database;
  const asked = { conversionId, input: NewExplanationLink.parse(input) };
  return new URL((await createExplanationLink(context, stage.world.known.actor, asked)).address).pathname;
}

const links = async () => {
  const { database, known } = stage.world;
  return (await listExplanationLinks(database.context, known.actor, 'order-vector', { limit: 200 })).items;
};

describe.skipIf(chromium === undefined)(`a page that explains a conversion${unlessSkipped}`, () => {
  beforeAll(async () => {
    stage = await openStage();
    people = { admin: await addMember(stage, stage.world.known, 'admin'), analyst: await addMember(stage, stage.world.known, 'analyst') };
  });
  afterAll(() => stage?.close());

  test('is made on the page of the conversion under the model looked at, read by a stranger, counted and revoked', async () => {
    const { page } = await visitAsPerson(stage, people.admin, ROOM);
    await pressToOpen(page, 'Share this explanation');
    expect(await findings(page)).toEqual([]);
    await page.getByLabel('Note').fill(NOTE);
    await page.getByRole('button', { name: 'Make the page' }).click();
    const address = await page.getByRole('dialog', { name: 'The page is there' }).getByRole('textbox').inputValue();
    const stranger = await openAsStranger(new URL(address).pathname);
    await stranger.getByText(NOTE).waitFor();
    await stranger.getByRole('cell', { name: '$57.14 57.14 %' }).waitFor();
    await page.getByRole('button', { name: 'Done' }).click();
    await page.reload();
    await page.getByText('opened 1 time').waitFor();
    await checkEverywhere(page, 'conversion with shared page');
    await pressToOpen(page, /^Revoke the page/, 'alertdialog');
    await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke' }).click();
    await page.getByText('revoked', { exact: true }).waitFor();
    expect((await links()).map(({ state, model }) => ({ state, model }))).toEqual([{ state: 'revoked', model: 'time_decay' }]);
    await stranger.reload();
    await stranger.getByRole('heading', { name: 'There is nothing here' }).waitFor();
  });

  test('is made and revoked by nobody but who sets the tenant up', async () => {
    const { page } = await visitAsPerson(stage, people.analyst, ROOM);
    await page.getByRole('heading', { name: 'Shared pages' }).waitFor();
    expect(await page.getByRole('button', { name: /Share this|Revoke/ }).count()).toBe(0);
  });

  test('stands up to WCAG 2.2 AA in light, in dark and on a phone, and prints on one page of A4', async () => {
    const page = await openAsStranger(await make('order-vector', { model: 'time_decay', note: NOTE, showsIds: true }));
    const pdf = (await page.pdf({ format: 'A4', preferCSSPageSize: true })).toString('latin1');
    expect(pdf.match(/\/Type\s*\/Page\b(?!s)/g)).toHaveLength(1);
    await checkEverywhere(page, 'explanation');
  });

  test('of what nothing is credited for, of what was refunded and of what is not there are pages, too', async () => {
    for (const [id, name] of [
      ['order-alone', 'explanation unattributed'],
      ['order-refunded', 'explanation refunded'],
      ['lead-1', 'explanation lead'],
    ]) {
      const page = await openAsStranger(await make(id, {}));
      await settle(page);
      expect(await page.title()).toContain('explained');
      await checkEverywhere(page, name);
    }
    await checkEverywhere(await openAsStranger(`/x/${'a'.repeat(32)}`), 'explanation absent');
  });
});
