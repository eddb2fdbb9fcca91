import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { analyseWaiting } from '../src/ai/analysis-work/service.ts';
import { cellsOf, chromium, unlessSkipped } from './browser.ts';
import { addMember, checkEverywhere, openStage, pressToOpen, said, type Stage, visitAsPerson } from './browser-person.ts';
import { inventedShow } from './invented-show.ts';
import { NOBODY } from './route-fixture.ts';
import type { TestPerson } from './people.ts';

let stage: Stage;
let people: Record<'analyst' | 'viewer' | 'newcomer', TestPerson>;
const ids: Record<string, string> = {};

async function send(method: string, path: string, body?: object): Promise<{ id: string }> {
  const { known, server } = stage.world;
  const { status, text, json } = await server.send(method, `/api/v1${path}`, { key: known.apiKey, body });
  if (status >= 300) throw new Error(`${path}: ${text}`);
  return json as { id: string };
}

async function analyseAll(): Promise<void> {
  while (await analyseWaiting(stage.world.database.context, 'system', stage.world.known.tenantId));
}

/** An invented show, with words that advertisers look out for in its second and in its last sentence. */
function showText(): string {
  const { segments } = inventedShow();
  const texts = segments.map(({ text }) => text);
  texts[1] = 'Then he found a gun and a bottle of whiskey under the old bed, which was a horrible surprise.';
  texts[texts.length - 1] = 'What the fuck was that noise from the engine?';
  const timed = segments.map(({ startMs, endMs }, place) => ({
    start: startMs / 1_000,
    end: endMs / 1_000,
    text: texts[place],
    speaker: 'Ann',
  }));
  return JSON.stringify(timed);
}

async function add(name: string, episode: string, text: string): Promise<void> {
  await send('PUT', `/episodes/${episode}`, { name: `The ${episode} episode` });
  ids[name] = (await send('POST', '/ai/transcripts', { episode, source: 'upload', text })).id;
}

async function fill(): Promise<void> {
  await send('PUT', '/advertisers/lumen', { name: 'Lumen Lamps' });
  await send('PUT', '/campaigns/glow', { name: 'Glow', advertiser: 'lumen' });
  await send('PUT', '/campaigns/glow/codes/GLOW20', {});
  await add('show', 'garden', showText());
  await add('german', 'german', 'Guten Tag, heute sprechen wir über Tomaten im Garten.\nUnd über das Wetter.');
  await analyseAll();
  await add('waiting', 'waiting', 'WEBVTT\n\n00:01.000 --> 00:02.000\n<v Bob>Not yet looked at.\n\n00:09.000 --> what\nLost.\n');
}

const ROOMS: [string, keyof typeof people, () => string][] = [
  ['transcripts', 'analyst', () => '/catalog/transcripts'],
  ['transcripts of a viewer', 'viewer', () => '/catalog/transcripts'],
  ['no transcripts', 'newcomer', () => '/catalog/transcripts'],
  ['a transcript', 'viewer', () => `/catalog/transcripts/${ids.show}`],
  ['a transcript in German', 'viewer', () => `/catalog/transcripts/${ids.german}`],
  ['a transcript that waits', 'viewer', () => `/catalog/transcripts/${ids.waiting}`],
  ['a transcript that is not there', 'viewer', () => `/catalog/transcripts/${NOBODY}`],
];

describe.skipIf(chromium === undefined)(`transcripts on the dashboard${unlessSkipped}`, () => {
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
    await checkEverywhere(page, `transcripts ${name}`);
    expect(complaints.filter((complaint) => !complaint.includes('404'))).toEqual([]);
  });

  test('shows the ads with whom they are for, the flags with their quotes, and marks both in what was said', async () => {
    const { page } = await visitAsPerson(stage, people.viewer, `/catalog/transcripts/${ids.show}`);
    expect((await cellsOf(page, 'Ads')).flat().join(' ')).toMatch(/Lumen Lamps.*Mid-roll.*GLOW20/);
    expect((await cellsOf(page, 'Topics')).flat().join(' ')).toMatch(/Home & Garden likely.*Gardening.*compost/);
    const named = page.getByRole('region', { name: 'Who and what is named' });
    expect(await named.innerText()).toMatch(
      /People[\s\S]*Maria Fuller[\s\S]*Lumen Lamps[\s\S]*verified[\s\S]*GLOW20[\s\S]*lumenlamps.com\/garden/,
    );
    const flags = (await cellsOf(page, 'Brand safety')).flat().join(' ');
    expect(flags).toMatch(/Arms.*gun and a bottle.*Alcohol.*Profanity.*What the fuck was that/);
    const text = page.getByRole('region', { name: 'What was said' });
    await text.getByText('Ad: Lumen Lamps').waitFor();
    const marked = await text.getByRole('listitem').filter({ hasText: 'found a gun' }).innerText();
    expect(marked).toMatch(/Ann:[\s\S]*Arms[\s\S]*Alcohol[\s\S]*negative/);
    for (const count of [200, 292]) {
      await text.getByRole('button', { name: 'Show more' }).click();
      await text
        .getByRole('listitem')
        .nth(count - 1)
        .waitFor();
    }
    await text.getByText('The end, after 292 segments.').waitFor();
    expect(await text.getByRole('listitem').count()).toBe(inventedShow().segments.length);
  });

  test('follows an analysis until it is done', async () => {
    const { page } = await visitAsPerson(stage, people.viewer, `/catalog/transcripts/${ids.waiting}`);
    await page.getByText('It waits to be analysed').waitFor();
    await page.getByText('1 place of the file could not be read').click();
    await page.getByText('its times cannot be read').waitFor();
    await analyseAll();
    await page.getByText('No ad was found').waitFor();
    expect(await page.getByText('It waits to be analysed').count()).toBe(0);
  });

  test('has an analyst add a transcript from a file, says what is wrong with one, and removes it', async () => {
    const { page } = await visitAsPerson(stage, people.analyst, '/catalog/transcripts');
    await pressToOpen(page, 'Add a transcript');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Key of the episode').fill('german');
    await dialog.getByRole('button', { name: 'Add' }).click();
    await dialog.getByText('Choose a file.', { exact: true }).waitFor();
    const file = (text: string) => ({ name: 'said.vtt', mimeType: 'text/vtt', buffer: Buffer.from(text) });
    await dialog.getByLabel('File').setInputFiles(file('WEBVTT\n\n'));
    await dialog.getByRole('button', { name: 'Add' }).click();
    await dialog.getByText('Nothing was said in this transcript').waitFor();
    await dialog.getByLabel('Where it is').selectOption('address');
    await dialog.getByLabel('Address').fill('https://127.0.0.1/said.vtt');
    await dialog.getByRole('button', { name: 'Add' }).click();
    await dialog.getByText('The transcript cannot be read').waitFor();
    await dialog.getByLabel('Where it is').selectOption('upload');
    await dialog.getByLabel('File').setInputFiles(file('WEBVTT\n\n00:01.000 --> 00:02.000\nHello again.\n'));
    await dialog.getByRole('button', { name: 'Add' }).click();
    await said(page, 'The transcript of The german episode is added');
    await page.getByText('version 2').waitFor();
    await page.getByRole('button', { name: 'Remove the transcript of The german episode' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
    await said(page, 'The transcript is removed.');
    await page.getByRole('link', { name: 'The german episode' }).waitFor({ state: 'detached' });
    expect((await cellsOf(page, 'Transcripts')).flat().join(' ')).not.toContain('version 2');
  });

  test('shows a viewer no button to add or remove by', async () => {
    const { page } = await visitAsPerson(stage, people.viewer, '/catalog/transcripts');
    await page.getByRole('link', { name: 'The garden episode' }).waitFor();
    expect(await page.getByRole('button', { name: /^(Add a transcript|Remove)/ }).count()).toBe(0);
  });
});
