import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cellsOf, chromium, settle, unlessSkipped } from './browser.ts';
import { addMember, checkEverywhere, openStage, pressToOpen, said, type Stage, visitAsPerson } from './browser-person.ts';
import { NOBODY } from './route-fixture.ts';
import type { TestPerson } from './people.ts';

const READ = 'This show is brought to you by Lumen Lamps. Go to lumenlamps.com/garden and use code glow ten at checkout.';
const BRIEF = { sponsor: 'Lumen Lamps', promoCode: 'GLOW20', address: 'lumenlamps.com/garden', talkingPoints: ['free shipping'] };

let stage: Stage;
let people: Record<'analyst' | 'viewer' | 'newcomer', TestPerson>;
let transcript: string;
let aircheck: string;

async function send(method: string, path: string, body?: object): Promise<{ id: string }> {
  const { known, server } = stage.world;
  const { status, text, json } = await server.send(method, `/api/v1${path}`, { key: known.apiKey, body });
  if (status >= 300) throw new Error(`${path}: ${text}`);
  return json as { id: string };
}

async function fill(): Promise<void> {
  await send('PUT', '/episodes/aired', { name: 'The aired episode' });
  for (const key of ['spring-mid', 'spring-post'])
    await send('PUT', `/placements/${key}`, { campaign: 'glow', show: 'garden', position: 'mid_roll', kind: 'baked_in' });
  await send('PUT', '/ai/briefs/spring-mid', BRIEF);
  const text = JSON.stringify([{ start: 0, end: 20, text: READ }]);
  transcript = (await send('POST', '/ai/transcripts', { episode: 'aired', source: 'upload', text })).id;
  aircheck = (await send('POST', '/ai/airchecks', { placement: 'spring-mid', transcript })).id;
}

const ROOMS: [string, keyof typeof people, () => string][] = [
  ['airchecks', 'viewer', () => '/catalog/airchecks'],
  ['no airchecks', 'newcomer', () => '/catalog/airchecks'],
  ['an aircheck', 'viewer', () => `/catalog/airchecks/${aircheck}`],
  ['an aircheck that is not there', 'viewer', () => `/catalog/airchecks/${NOBODY}`],
  ['a placement with a brief', 'analyst', () => '/catalog/placements/spring-mid'],
];

describe.skipIf(chromium === undefined)(`airchecks on the dashboard${unlessSkipped}`, () => {
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

  test.each(ROOMS)('meets WCAG 2.2 AA in light, in dark and on a phone, and opens without complaint: %s', async (name, who, path) => {
    const { page, complaints } = await visitAsPerson(stage, people[who], path(), { colorScheme: 'light', reducedMotion: 'reduce' });
    await checkEverywhere(page, `airchecks ${name}`);
    expect(complaints.filter((complaint) => !complaint.includes('404'))).toEqual([]);
  });

  test('shows each requirement with its verdict and the words that speak for it, and leads to the evidence', async () => {
    const { page } = await visitAsPerson(stage, people.viewer, `/catalog/airchecks/${aircheck}`);
    const rows = (await cellsOf(page, 'Requirements')).map((cells) => cells.join(' '));
    expect(rows.find((row) => row.includes('Promo code'))).toMatch(/GLOW20.*fail.*Another code.*glow ten/s);
    expect(await page.getByRole('link', { name: 'Evidence page' }).getAttribute('href')).toBe(`/api/v1/ai/airchecks/${aircheck}/evidence`);
  });

  test('has an analyst set a brief and check a transcript against it', async () => {
    const { page } = await visitAsPerson(stage, people.analyst, '/catalog/placements/spring-post');
    await pressToOpen(page, 'Set the brief');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Sponsor').fill('Lumen Lamps');
    await dialog.getByLabel('Competitors', { exact: false }).first().fill('Figtree');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText('Belongs to competitors').waitFor();
    await dialog.getByLabel('Minutes that competitors keep away').fill('5');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await said(page, 'The brief is saved.');
    await pressToOpen(page, 'Check a transcript');
    await page.getByRole('dialog').getByRole('button', { name: 'Check' }).click();
    await said(page, 'The aircheck is done: pass.');
    expect((await cellsOf(page, 'Airchecks')).flat().join(' ')).toContain('spring-post');
  });

  test('has an analyst take an aircheck and a brief away, each after it was asked for', async () => {
    await send('PUT', '/placements/spring-pre', { campaign: 'glow', show: 'garden', position: 'pre_roll', kind: 'baked_in' });
    await send('PUT', '/ai/briefs/spring-pre', BRIEF);
    const { id } = await send('POST', '/ai/airchecks', { placement: 'spring-pre', transcript });
    const { page } = await visitAsPerson(stage, people.analyst, `/catalog/airchecks/${id}`);
    await pressToOpen(page, 'Remove', 'alertdialog');
    await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
    await page.getByRole('heading', { level: 1, name: 'Airchecks' }).waitFor();
    expect((await cellsOf(page, 'Airchecks')).flat().join(' ')).not.toContain('spring-pre');
    await page.goto('/catalog/placements/spring-pre');
    await settle(page);
    const asked = await page.getByRole('region', { name: 'Brief' }).innerText();
    await page.getByRole('button', { name: 'Remove the brief' }).click();
    await said(page, 'The brief is removed.');
    await page.getByText('No brief yet').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await said(page, 'It is back as it was.');
    await expect.poll(() => page.getByRole('region', { name: 'Brief' }).innerText()).toBe(asked);
  });

  test('shows a viewer no button to change a brief or an aircheck by', async () => {
    const { page } = await visitAsPerson(stage, people.viewer, '/catalog/placements/spring-mid');
    await page.getByRole('region', { name: 'Brief' }).getByText('GLOW20').waitFor();
    expect(await page.getByRole('button', { name: /^(Set the brief|Check a transcript|Remove)/ }).count()).toBe(0);
    await page.goto(`/catalog/airchecks/${aircheck}`);
    await page.getByRole('link', { name: 'Evidence page' }).waitFor();
    expect(await page.getByRole('button', { name: 'Remove' }).count()).toBe(0);
  });
});
