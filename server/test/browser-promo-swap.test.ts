import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromium, settle, unlessSkipped } from './browser.ts';
import { addMember, checkEverywhere, openStage, said, type Stage, visitAsPerson } from './browser-person.ts';
import type { TestPerson } from './people.ts';

let stage: Stage;
let people: Record<'viewer' | 'newcomer', TestPerson>;

const ROOM = '/tracking/promo-swap';
const CHOICE = 'showA=alpha&showB=beta&promoOfA=promo-alpha&promoOfB=promo-beta';

let count = 0;
const touch = (house: number, day: string, more: object) => ({
  id: `swap-${(count += 1)}`,
  occurredAt: `2026-08-${day}T12:00:00Z`,
  identity: { ip: `203.0.113.${house}`, userAgent: 'An app' },
  ...more,
});
const heard = (house: number, campaign: string, show: string) => touch(house, '05', { kind: 'impression', campaign, show });
const fetched = (house: number, day: string, show: string) => touch(house, day, { kind: 'download', show });

/** One household is new to beta, one had listened before and goes on, one stays away; one is new to alpha. */
async function fill(): Promise<void> {
  const { known, server } = stage.world;
  const send = async (method: string, path: string, body: object) => {
    const { status, text } = await server.send(method, `/api/v1${path}`, { key: known.apiKey, body });
    if (status >= 300) throw new Error(`${path}: ${text}`);
  };
  for (const key of ['alpha', 'beta']) {
    await send('PUT', `/shows/${key}`, { name: `The ${key} show` });
    await send('PUT', `/campaigns/promo-${key}`, { name: `Promotion of ${key}` });
  }
  const touchpoints = [
    ...[1, 2, 3].map((house) => heard(house, 'promo-beta', 'alpha')),
    fetched(1, '06', 'beta'),
    fetched(2, '01', 'beta'),
    fetched(2, '08', 'beta'),
    heard(4, 'promo-alpha', 'beta'),
    fetched(4, '06', 'alpha'),
  ];
  await send('POST', '/touchpoints', { touchpoints });
}

const ROOMS: [string, keyof typeof people, string][] = [
  ['both directions', 'viewer', `${ROOM}?${CHOICE}`],
  ['nothing chosen', 'newcomer', ROOM],
];

describe.skipIf(chromium === undefined)(`promo swaps on the dashboard${unlessSkipped}`, () => {
  beforeAll(async () => {
    stage = await openStage();
    people = { viewer: await addMember(stage, stage.world.known, 'viewer'), newcomer: await addMember(stage, stage.world.empty, 'owner') };
    await fill();
  });
  afterAll(() => stage?.close());

  test.each(ROOMS)('meets WCAG 2.2 AA in light, in dark and on a phone, and opens without complaint: %s', async (name, who, path) => {
    const { page, complaints } = await visitAsPerson(stage, people[who], path, { colorScheme: 'light', reducedMotion: 'reduce' });
    await checkEverywhere(page, `promo swap ${name}`);
    expect(complaints).toEqual([]);
  });

  test('tells of both directions of the shows and campaigns that were chosen, each share with its interval', async () => {
    const { page } = await visitAsPerson(stage, people.viewer, ROOM);
    await page.getByLabel('Show A').selectOption('alpha');
    await page.getByLabel('Show B').selectOption('alpha');
    await page.getByText('Choose two different shows').waitFor();
    await page.getByLabel('Show B').selectOption('beta');
    await page.getByLabel('Campaign for A, heard in B').selectOption('promo-alpha');
    await page.getByLabel('Campaign for B, heard in A').selectOption('promo-beta');
    const read = async (name: string) => {
      const region = page.getByRole('region', { name });
      await region.waitFor();
      await settle(page);
      return (await region.innerText()).replaceAll(/\s+/g, ' ');
    };
    const toBeta = await read('beta, promoted in alpha');
    expect(toBeta).toMatch(/Households that heard it \? 3 .*Arrived \? 66\.7% few 2 of 3 households 95 % interval \d/);
    expect(toBeta).toMatch(/New listeners \? 50\.0% few 1 of 2 households .*Had listened before \? 33\.3% few 1 of 3 households/);
    expect(await read('alpha, promoted in beta')).toMatch(/Arrived \? 100\.0% few 1 of 1 household 95 % interval/);
    await page.getByLabel('Days to arrive', { exact: true }).selectOption('1');
    await page.getByText('1 of 3 households').first().waitFor();
    expect(new URL(page.url()).searchParams.get('windowDays')).toBe('1');
  });

  test('calls nobody new where nothing was measured before, and says which show and campaign the catalogue does not know', async () => {
    const { page } = await visitAsPerson(stage, people.viewer, `${ROOM}?${CHOICE.replace('promo-beta', 'promo-bata')}`, {
      reducedMotion: 'reduce',
    });
    const region = page.getByRole('region', { name: 'alpha, promoted in beta' });
    await region.getByText('Not enough measured before').first().waitFor();
    expect(await region.innerText()).toContain('1 household heard this before any download of alpha was measured');
    await said(page, 'The catalogue has no campaign "promo-bata"');
    await checkEverywhere(page, 'promo swap unknown and unmeasured');
  });
});
