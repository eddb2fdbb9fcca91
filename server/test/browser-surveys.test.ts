import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cellsOf, chromium, settle, unlessSkipped } from './browser.ts';
import { addMember, checkEverywhere, openStage, pressToOpen, said, type Stage, visitAsPerson } from './browser-person.ts';
import { daysAgo } from './dashboard-world.ts';
import type { TestPerson } from './people.ts';

let stage: Stage;
let people: Record<'analyst' | 'viewer' | 'newcomer', TestPerson>;

const answer = (id: string, text: string, more: object = {}) => ({ id, occurredAt: daysAgo(2), answer: text, ...more });

/** Two shows with names, and answers that mean one, may mean one, and mean none. */
async function fill(): Promise<void> {
  const { known, server } = stage.world;
  const send = async (method: string, path: string, body: object) => {
    const { status, text } = await server.send(method, `/api/v1${path}`, { key: known.apiKey, body });
    if (status >= 300) throw new Error(`${path}: ${text}`);
  };
  await send('PUT', '/shows/daily-tech', { name: 'Daily Tech' });
  await send('PUT', '/shows/night-shift', { name: 'Night Shift' });
  const answers = [
    answer('clear', 'I heard it on Daily Tech', { orderId: '1001' }),
    answer('likely', 'the nite shft podcast'),
    answer('bearded', 'the guy with the beard'),
    answer('bearded-too', 'The guy with the beard!'),
    answer('search', 'Looked it up on the web'),
  ];
  await send('POST', '/tracking/survey-answers', { answers });
}

const ROOMS: [string, keyof typeof people, string, (page: Page) => Promise<unknown>][] = [
  ['answers that wait', 'viewer', '/tracking/surveys', async () => undefined],
  ['all answers', 'analyst', '/tracking/surveys?state=all', async () => undefined],
  ['no answers yet', 'newcomer', '/tracking/surveys', async () => undefined],
  ['an answer to be confirmed', 'analyst', '/tracking/surveys?state=all', (page) => pressToOpen(page, /^Confirm/)],
];

describe.skipIf(chromium === undefined)(`survey answers on the dashboard${unlessSkipped}`, () => {
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

  test.each(ROOMS)(
    'meets WCAG 2.2 AA in light, in dark and on a phone, and opens without complaint: %s',
    async (name, who, path, reach) => {
      const { page, complaints } = await visitAsPerson(stage, people[who], path, { colorScheme: 'light', reducedMotion: 'reduce' });
      await reach(page);
      await checkEverywhere(page, `surveys ${name}`);
      expect(complaints).toEqual([]);
    },
  );

  test('tells the multiplier with its interval and what each figure means, and shows a viewer no button to judge by', async () => {
    const { page } = await visitAsPerson(stage, people.viewer, '/tracking/surveys?state=all');
    const share = page.locator('dl > div').filter({ hasText: 'Answers that mean a podcast' });
    expect(await share.innerText()).toMatch(/of 5 answers\s+95 % interval \d/);
    await page.getByRole('button', { name: 'What is Survey multiplier?' }).click();
    await page.getByText('for each one that a code or a vanity path shows').waitFor();
    await page.keyboard.press('Escape');
    expect(await page.getByRole('button', { name: /^(Confirm|Reject)/ }).count()).toBe(0);
    expect((await cellsOf(page, 'Answers')).flat()).toContain('Daily Tech 1.00');
  });

  test('has a person confirm a show for an answer and remember its words, and reject another', async () => {
    const { page } = await visitAsPerson(stage, people.analyst, '/tracking/surveys?state=unmapped');
    await page.getByRole('button', { name: 'Confirm a show for “the guy with the beard”' }).click();
    await page.getByRole('button', { name: 'Confirm the show' }).click();
    await page.getByText('Choose a show.', { exact: true }).waitFor();
    await page.getByRole('dialog').getByLabel('Show', { exact: true }).selectOption('night-shift');
    await page.getByLabel('Remember these words').check();
    await page.getByRole('button', { name: 'Confirm the show' }).click();
    await said(page, 'The answer means night-shift, and its words are remembered.');
    await page.getByText('The guy with the beard!').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Reject “Looked it up on the web”: it means no show' }).click();
    await said(page, 'The answer means no show.');
    for (const [state, words] of [
      ['confirmed', 'the guy with the beard'],
      ['mapped', 'The guy with the beard!'],
    ]) {
      await page.getByLabel('State').selectOption(state);
      await page.getByText(words, { exact: true }).waitFor();
      await settle(page);
      expect((await cellsOf(page, 'Answers')).flat()).toContainEqual(expect.stringContaining('night-shift'));
    }
    await page.getByLabel('State').selectOption('rejected');
    await page.getByText('Looked it up on the web').waitFor();
  });
});
