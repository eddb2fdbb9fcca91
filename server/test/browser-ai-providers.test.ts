import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { ProviderDetails } from '../src/ai/providers/schema.ts';
import { putProvider } from '../src/ai/providers/service.ts';
import { addMember, checkEverywhere, openStage, pressToOpen, proveWhoItIs, said, type Stage, visitAsPerson } from './browser-person.ts';
import { cellsOf, chromium, unlessSkipped } from './browser.ts';
import { fails, fromChat, type ModelServer, openModelServer, says } from './model-server.ts';
import type { TestPerson } from './people.ts';

const ROOM = '/settings/ai';
const KEY = 'sk-secret-of-the-browser';
const PRICES = { inputMicros: 200_000, cacheReadMicros: 200_000, cacheWriteMicros: 200_000, outputMicros: 800_000 };

let stage: Stage;
let models: ModelServer;
let people: Record<'owner' | 'viewer' | 'newcomer', TestPerson>;

async function put(key: string, details: object): Promise<void> {
  const { database, known } = stage.world;
  await putProvider(database.context, known.actor, key, ProviderDetails.parse(details));
}

/** A model that answers with the code word of the small question. */
const answersWell = () =>
  models.say((response, asked) => {
    if (asked.path.endsWith('/audio/transcriptions')) return says('text/vtt', 'WEBVTT\n\n')(response, asked);
    const quote = /code word of this sentence is (\w+)\./.exec(asked.text)?.[1] ?? 'none';
    fromChat({ quote })(response, asked);
  });

async function fillIn(page: Page, key: string): Promise<void> {
  await page.getByLabel('Name', { exact: true }).fill(key);
  await page.getByLabel('Interface').selectOption('openai_compatible');
  await page.getByLabel('Key', { exact: true }).fill(KEY);
  await page.getByLabel('Address').fill(models.url);
  await page.getByLabel('Models for texts').fill('llama-3.3 0.20 0.80');
  await page.getByLabel('Models that hear audio').fill('large-v3 0 vtt');
  await page.getByLabel('Most in a month').fill('25');
}

type Reach = (page: Page) => Promise<unknown>;
const ROOMS: [string, keyof typeof people, Reach][] = [
  ['no provider', 'newcomer', (page) => page.getByText('No provider', { exact: true }).waitFor()],
  ['a provider to be added', 'newcomer', (page) => pressToOpen(page, 'Add a provider')],
  ['providers', 'owner', (page) => page.getByText('switched off').waitFor()],
  ['a provider to be changed', 'owner', (page) => pressToOpen(page, 'Change openai')],
  ['a provider to be removed', 'owner', (page) => pressToOpen(page, 'Remove openai', 'alertdialog')],
  ['providers as a viewer sees them', 'viewer', (page) => page.getByText('switched off').waitFor()],
];

describe.skipIf(chromium === undefined)(`providers of AI in the dashboard${unlessSkipped}`, () => {
  beforeAll(async () => {
    stage = await openStage();
    models = await openModelServer();
    const { known, empty } = stage.world;
    people = {
      owner: await addMember(stage, known, 'owner'),
      viewer: await addMember(stage, known, 'viewer'),
      newcomer: await addMember(stage, empty, 'owner'),
    };
    const openai = { kind: 'openai', account: 'own', apiKey: KEY, monthlyCapCents: 2_000, audioModels: [{ model: 'whisper-1' }] };
    await put('openai', { ...openai, models: [{ model: 'gpt-5-mini' }, { model: 'gpt-unheard-of' }] });
    await put('home', {
      kind: 'openai_compatible',
      account: 'own',
      baseUrl: models.url,
      models: [{ model: 'llama', prices: PRICES }],
      position: 1,
    });
    await put('claude', {
      ...openai,
      kind: 'anthropic',
      audioModels: [],
      models: [{ model: 'claude-haiku-4-5' }],
      position: 2,
      isEnabled: false,
    });
  });
  afterEach(() => stage.world.database.setNow(Date.now()));
  afterAll(async () => {
    await models?.close();
    await stage?.close();
  });

  test.each(ROOMS)('meets WCAG 2.2 AA in light, in dark and on a phone, and opens without complaint: %s', async (name, who, reach) => {
    const { page, complaints } = await visitAsPerson(stage, people[who], ROOM, { colorScheme: 'light', reducedMotion: 'reduce' });
    await reach(page);
    await checkEverywhere(page, `ai providers ${name}`);
    expect(complaints).toEqual([]);
  });

  test('says that nothing needs one, what is sent to whom, and of each its models, prices, cap and state', async () => {
    const { page } = await visitAsPerson(stage, people.viewer, ROOM);
    await page.getByText('Everything works without one').waitFor();
    await page.getByText('Nothing about listeners, orders or people of this tenant is sent').waitFor();
    const [openai, home, claude] = await cellsOf(page, 'Providers');
    expect(openai.join(' ')).toMatch(/openai\s+OpenAI, own account.*gpt-5-mini \$0\.25 in, \$2\.00 out/s);
    expect(openai.join(' ')).toMatch(
      /gpt-unheard-of no price known.*whisper-1 \$0\.006 for a minute.*\$0\.00\s+of \$20\.00.*can be asked/s,
    );
    expect(home.join(' ')).toMatch(/no key.*llama \$0\.20 in, \$0\.80 out.*\(your price\).*no cap.*can be asked/s);
    expect(claude.join(' ')).toMatch(/claude.*switched off/s);
    expect(await page.content()).not.toContain(KEY);
    expect(await page.getByRole('button', { name: /^(Add|Test|Change|Remove)/ }).count()).toBe(0);
  });

  test('adds a provider, after asking who is there, tests it, changes it without its key, and removes it', async () => {
    const { page } = await visitAsPerson(stage, people.newcomer, ROOM);
    stage.world.database.setNow(Date.now() + 11 * 60_000);
    await pressToOpen(page, 'Add a provider');
    await fillIn(page, 'home');
    await page.getByRole('button', { name: 'Save' }).click();
    await proveWhoItIs(page);
    await said(page, '“home” is saved.');
    const [row] = await cellsOf(page, 'Providers');
    expect(row.join(' ')).toMatch(/home.*llama-3\.3 \$0\.20 in.*large-v3 \$0\.00 for a minute.*of \$25\.00.*can be asked/s);
    answersWell();
    await page.getByRole('button', { name: 'Test home' }).click();
    await said(page, 'It answered, and its answer stands on the text. 1 call, $0.00');
    await said(page, 'It heard a second of a tone, and answered in the form that is asked for.');
    expect(models.asked.map(({ path, headers }) => [path, headers.authorization])).toEqual([
      ['/v1/chat/completions', `Bearer ${KEY}`],
      ['/v1/audio/transcriptions', `Bearer ${KEY}`],
    ]);
    await checkEverywhere(page, 'ai providers tested');
    await page.setViewportSize({ width: 1_280, height: 900 });
    models.say(fails(401));
    await page.getByRole('button', { name: 'Test home' }).click();
    await said(
      page,
      'home, llama-3.3: It does not take the call: the key, the name of the model or the address is wrong. It answered 401.',
    );
    await said(page, 'home, large-v3: It does not take the call');
    await pressToOpen(page, 'Change home');
    expect(await page.getByLabel('Models for texts').inputValue()).toBe('llama-3.3 0.2 0.8');
    expect(await page.getByLabel('Models that hear audio').inputValue()).toBe('large-v3 0 vtt');
    await page.getByLabel('Most in a month').fill('7.50');
    await page.getByLabel('It may be asked').uncheck();
    await page.getByLabel('It checks the ads found in transcripts').check();
    await page.getByRole('button', { name: 'Save' }).click();
    await said(page, '“home” is saved.');
    await pressToOpen(page, 'Change home');
    expect(await page.getByLabel('It checks the ads found in transcripts').isChecked()).toBe(true);
    expect(await page.getByLabel('It reads the rest of transcripts for ads, too').isChecked()).toBe(false);
    await page.keyboard.press('Escape');
    await page.getByText('switched off').waitFor();
    expect((await cellsOf(page, 'Providers')).flat().join(' ')).toContain('of $7.50');
    await page.getByRole('button', { name: 'Remove home' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
    await said(page, '“home” is removed.');
    await page.getByText('No provider', { exact: true }).waitFor();
  });

  test('says at each field what is wrong with it, before and after asking the server', async () => {
    const { page } = await visitAsPerson(stage, people.newcomer, ROOM);
    await pressToOpen(page, 'Add a provider');
    const dialog = page.getByRole('dialog');
    await fillIn(page, 'Not a key');
    await dialog.getByLabel('Models for texts').fill('llama cheap');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText('Must be a name, alone or with the price of input and of output in dollars').waitFor();
    await dialog.getByLabel('Models for texts').fill('llama');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText('must be 1 to 63 small letters').waitFor();
    await dialog.getByLabel('Name', { exact: true }).fill('home');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText('Say what "llama" costs').waitFor();
    expect(await dialog.getByLabel('Models for texts').getAttribute('aria-invalid')).toBe('true');
  });
});
