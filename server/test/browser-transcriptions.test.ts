import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ProviderDetails } from '../src/ai/providers/schema.ts';
import { putProvider } from '../src/ai/providers/service.ts';
import type { Transcription } from '../src/ai/transcriptions/schema.ts';
import { transcribeWaiting } from '../src/ai/transcription-work/service.ts';
import { mp3Of } from './audio-files.ts';
import { addMember, checkEverywhere, openStage, pressToOpen, type Stage, visitAsPerson } from './browser-person.ts';
import { chromium, unlessSkipped } from './browser.ts';
import { fails, hears, type ModelServer, openModelServer } from './model-server.ts';
import type { TestPerson } from './people.ts';
import { NOBODY } from './route-fixture.ts';

const ROOM = '/catalog/transcripts';
/** Almost eleven minutes: two pieces, and ten parts to send. */
const LONG = mp3Of(25_000);

let stage: Stage;
let models: ModelServer;
let files: Server;
let fileUrl: string;
let people: Record<'analyst' | 'viewer' | 'newcomer', TestPerson>;
const ids: Record<string, string> = {};

async function send(method: string, path: string, body?: object): Promise<Transcription> {
  const { known, server } = stage.world;
  const { status, text, json } = await server.send(method, `/api/v1${path}`, { key: known.apiKey, body });
  if (status >= 300) throw new Error(`${path}: ${text}`);
  return json as Transcription;
}

const list = async () => ((await send('GET', '/ai/transcriptions')) as unknown as { items: Transcription[] }).items;

/** One step of what waits longest. */
const step = () => transcribeWaiting(stage.world.database.context, 'system', stage.world.known.tenantId);

async function work(): Promise<void> {
  while (await step());
}

async function fill(): Promise<void> {
  const { database, known } = stage.world;
  const audioModels = [{ model: 'ears', minuteMicros: 6_000 }];
  const details = { kind: 'openai_compatible', account: 'own', apiKey: 'sk-secret', baseUrl: models.url, audioModels };
  await putProvider(database.context, known.actor, 'home', ProviderDetails.parse(details));
  for (const key of ['garden', 'kitchen', 'cellar']) await send('PUT', `/episodes/${key}`, { name: `The ${key} episode` });
  models.say(fails(401));
  ids.failed = (await send('POST', '/ai/transcriptions', { episode: 'cellar', source: 'address', url: fileUrl })).id;
  await work();
  const upload = { episode: 'kitchen', source: 'upload', bytes: 2_000_000, copy: 'creative', copyNote: 'spring, 30 seconds' };
  ids.expecting = (await send('POST', '/ai/transcriptions', upload)).id;
}

const ROOMS: [string, keyof typeof people, () => string][] = [
  ['transcripts with audio under way', 'analyst', () => ROOM],
  ['a transcription that failed', 'analyst', () => `/catalog/transcriptions/${ids.failed}`],
  ['a transcription that is being sent, of a viewer', 'viewer', () => `/catalog/transcriptions/${ids.expecting}`],
  ['a transcription that is not there', 'viewer', () => `/catalog/transcriptions/${NOBODY}`],
];

describe.skipIf(chromium === undefined)(`audio that becomes transcripts on the dashboard${unlessSkipped}`, () => {
  beforeAll(async () => {
    [stage, models] = [await openStage(), await openModelServer()];
    files = createServer((_request, response) => void response.writeHead(200, { 'content-type': 'audio/mpeg' }).end(mp3Of(380)));
    await new Promise<void>((listening) => void files.listen(0, '127.0.0.1', listening));
    fileUrl = `http://127.0.0.1:${(files.address() as AddressInfo).port}/episode.mp3`;
    const { known, empty } = stage.world;
    people = {
      analyst: await addMember(stage, known, 'analyst'),
      viewer: await addMember(stage, known, 'viewer'),
      newcomer: await addMember(stage, empty, 'owner'),
    };
    await fill();
  });
  afterAll(async () => {
    files?.close();
    await models?.close();
    await stage?.close();
  });

  test.each(ROOMS)('meets WCAG 2.2 AA in light, in dark and on a phone, and opens without complaint: %s', async (name, who, path) => {
    const { page, complaints } = await visitAsPerson(stage, people[who], path(), { colorScheme: 'light', reducedMotion: 'reduce' });
    await checkEverywhere(page, `transcriptions ${name}`);
    expect(complaints.filter((complaint) => !complaint.includes('404'))).toEqual([]);
  });

  test('says that a provider that hears is needed where there is none, and leads to the room of providers', async () => {
    const { page } = await visitAsPerson(stage, people.newcomer, ROOM);
    await pressToOpen(page, 'Transcribe audio');
    const dialog = page.getByRole('dialog');
    await dialog.getByText('No provider that hears audio is set up.').waitFor();
    await checkEverywhere(page, 'transcriptions nobody hears');
    expect(await dialog.getByLabel('Where the audio is').count()).toBe(0);
    await dialog.getByRole('link', { name: 'Add one to the AI providers' }).click();
    await page.getByRole('heading', { name: 'AI providers', level: 1 }).waitFor();
  });

  test('shows a viewer no form, no way to give up and none to try again', async () => {
    const { page } = await visitAsPerson(stage, people.viewer, ROOM);
    await page.getByRole('link', { name: 'The cellar episode' }).click();
    await page.getByText('It failed.').waitFor();
    expect(await page.getByRole('button', { name: /^(Transcribe audio|Give up|Try again|Remove)/ }).count()).toBe(0);
  });

  test('sends a file of this machine, follows each piece with its cost, and ends on the transcript', async () => {
    const { page } = await visitAsPerson(stage, people.analyst, ROOM);
    await pressToOpen(page, 'Transcribe audio');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Where the audio is').selectOption('upload');
    await dialog.getByRole('button', { name: 'Transcribe' }).click();
    await dialog.getByText('Choose a file.', { exact: true }).waitFor();
    await dialog.getByText('Choose an episode.', { exact: true }).waitFor();
    await dialog.getByLabel('Episode', { exact: true }).fill('garden');
    expect(await dialog.locator('datalist option').evaluateAll((all) => all.map((one) => one.getAttribute('value')))).toEqual(
      expect.arrayContaining(['cellar', 'garden', 'kitchen']),
    );
    await dialog.getByLabel('Copy').selectOption('capture');
    await dialog.getByLabel('Audio file').setInputFiles({ name: 'show.mp3', mimeType: 'audio/mpeg', buffer: LONG });
    await dialog.getByRole('button', { name: 'Transcribe' }).click();
    await dialog.getByText('Say when the capture was taken.').waitFor();
    await dialog.getByLabel('Taken at, in UTC').fill('2026-11-01T09:00:00');
    await dialog.getByLabel('Heard by').selectOption({ label: 'ears at home, $0.006 a minute' });
    await checkEverywhere(page, 'transcriptions form');
    await dialog.getByRole('button', { name: 'Transcribe' }).click();
    await page.getByText('It waits for its turn').waitFor();
    const [begun] = await list();
    expect(begun).toMatchObject({ episode: 'garden', bytes: LONG.length, receivedBytes: LONG.length, copy: 'capture', state: 'waiting' });
    models.say(hears([[0, 9, ' Hello from the garden.']], 600), hears([[0, 9, ' And good bye.']], 53));
    await step();
    await step();
    await page.getByText(/^(10:00|9:59) of 10:53, 1 of 2 pieces$/).waitFor();
    await page.getByText('$0.06, 1 call').waitFor();
    await page.getByText('ears at home').waitFor();
    await checkEverywhere(page, 'transcriptions half heard');
    await work();
    await page.getByText('Hello from the garden.').first().waitFor();
    expect(page.url()).toMatch(/\/catalog\/transcripts\/[0-9a-f-]{36}$/);
    await page.getByText('heard by ears at home').waitFor();
    expect((await list())[0]).toMatchObject({ state: 'done', calls: 2 });
  });

  test('stops the sending of a file, and gives up what was sent', async () => {
    const { page } = await visitAsPerson(stage, people.analyst, ROOM);
    let hold: () => void = () => {};
    const isHeld = new Promise<void>((resolve) => (hold = resolve));
    await page.route('**/parts/3', async (route) => {
      await isHeld;
      await route.abort().catch(() => {});
    });
    await pressToOpen(page, 'Transcribe audio');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Where the audio is').selectOption('upload');
    await dialog.getByLabel('Episode', { exact: true }).fill('garden');
    await dialog.getByLabel('Audio file').setInputFiles({ name: 'show.mp3', mimeType: 'audio/mpeg', buffer: LONG });
    await dialog.getByRole('button', { name: 'Transcribe' }).click();
    await dialog.getByText('3.15 MB of 10.4 MB sent').waitFor();
    await checkEverywhere(page, 'transcriptions sending');
    expect((await list())[0]).toMatchObject({ state: 'expecting', receivedBytes: 3 * 1_048_576 });
    await dialog.getByRole('button', { name: 'Stop' }).click();
    await dialog.getByText('of 10.4 MB sent').waitFor({ state: 'detached' });
    hold();
    expect((await list()).filter(({ episode, state }) => episode === 'garden' && state !== 'done')).toEqual([]);
  });

  test('says in words why it failed and what helps, tries again, and gives up', async () => {
    const { page } = await visitAsPerson(stage, people.analyst, ROOM);
    await pressToOpen(page, 'Transcribe audio');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Episode', { exact: true }).fill('kitchen');
    await dialog.getByRole('button', { name: 'Transcribe' }).click();
    await dialog.getByText('The catalogue knows no file of this episode').waitFor();
    await dialog.getByLabel('Where the audio is').selectOption('address');
    await dialog.getByLabel('Address').fill(fileUrl);
    await dialog.getByRole('button', { name: 'Transcribe' }).click();
    await page.getByText('It waits for its turn').waitFor();
    models.say(fails(401));
    await work();
    await page.getByText(/It failed\. home, ears: .*\(401\)/).waitFor();
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('It waits for its turn').waitFor();
    await page.getByRole('button', { name: 'Give up' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Give up' }).click();
    await page.getByRole('heading', { name: 'Transcripts', level: 1 }).waitFor();
    expect((await list()).filter(({ episode, source }) => episode === 'kitchen' && source === 'address')).toEqual([]);
  });
});
