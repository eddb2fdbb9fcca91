import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { unzipSync } from 'fflate';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { isGenuine } from '../src/privacy/requests/rules.ts';
import type { NewPrivacyRequest, PrivacyRequest, Receipt } from '../src/privacy/requests/schema.ts';
import { createPrivacyRequest, getPrivacyRequest, listPrivacyRequests, refusePrivacyRequest } from '../src/privacy/requests/service.ts';
import { runPrivacyRequests } from '../src/privacy/work/service.ts';
import {
  addMember,
  checkEverywhere,
  findings,
  openStage,
  pressToOpen,
  proveWhoItIs,
  said,
  type Stage,
  visitAsPerson,
} from './browser-person.ts';
import { chromium, unlessSkipped } from './browser.ts';
import type { TestPerson } from './people.ts';

let stage: Stage;
let people: Record<'owner' | 'viewer' | 'ownerOfNone', TestPerson>;
let ids: Record<'waiting' | 'mailed' | 'exported' | 'refused' | 'restricted', string>;

const ROOM = '/settings/privacy';
const DAY_MS = 86_400_000;

const context = () => stage.world.database.context;
const known = () => stage.world.known;

async function ask(input: Partial<NewPrivacyRequest>): Promise<string> {
  const request: NewPrivacyRequest = { kind: 'access', identities: [{ userId: 'u-vector' }], ...input };
  return (await createPrivacyRequest(context(), known().actor, request)).id;
}

const work = () => runPrivacyRequests(context(), 'system', known().tenantId);
const read = (id: string): Promise<PrivacyRequest> => getPrivacyRequest(context(), known().actor, id);

/** Requests that have come as far as each can. */
async function fill(): Promise<void> {
  const now = Date.now();
  stage.world.database.setNow(now - 40 * DAY_MS);
  const waiting = await ask({ kind: 'erasure', objects: true });
  stage.world.database.setNow(now);
  const mailed = await ask({ kind: 'objection', identities: [{ email: 'mailed@people.example' }], confirmByMail: true });
  const refused = await ask({ kind: 'portability' });
  await refusePrivacyRequest(context(), known().actor, refused, 'excessive');
  const exported = await ask({ verification: 'document' });
  const restricted = await ask({ kind: 'restriction', identities: [{ userId: 'u-lead' }], verification: 'signed_in' });
  await work();
  ids = { waiting, mailed, refused, exported, restricted };
}

/** The request that the page shows, by its address. */
async function shown(page: Page): Promise<string> {
  await page.waitForURL(/\/settings\/privacy\/[0-9a-f-]{36}/);
  return new URL(page.url()).pathname.split('/').at(-1) ?? '';
}

/** Opens a request by the form; `enter` fills in what is asked. */
async function open(page: Page, enter: () => Promise<unknown>): Promise<string> {
  await pressToOpen(page, 'Open a request');
  await enter();
  await page.getByRole('button', { name: 'Open the request' }).click();
  return shown(page);
}

async function bytesOf(page: Page, button: string): Promise<{ name: string; bytes: Buffer }> {
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: button }).click();
  const file = await download;
  return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) };
}

type Reach = (page: Page) => Promise<unknown>;
const ROOMS: [string, () => string, Reach][] = [
  ['requests', () => ROOM, (page) => page.getByText('Overdue').waitFor()],
  ['a request to be opened', () => ROOM, (page) => pressToOpen(page, 'Open a request')],
  [
    'a rectification to be opened',
    () => ROOM,
    async (page) => {
      await pressToOpen(page, 'Open a request');
      await page.getByLabel('What they ask for').selectOption('rectification');
      await page.getByRole('button', { name: 'One more correction' }).click();
      await page.getByLabel('What is wrong').last().selectOption('value');
    },
  ],
  ['a request that waits', () => `${ROOM}/${ids.waiting}`, (page) => page.getByText('not made sure of yet').waitFor()],
  ['a code to be entered', () => `${ROOM}/${ids.mailed}`, (page) => pressToOpen(page, 'I know who asks')],
  ['a request to be refused', () => `${ROOM}/${ids.mailed}`, (page) => pressToOpen(page, 'Refuse')],
  ['a request that was refused', () => `${ROOM}/${ids.refused}`, (page) => page.getByText('Refused because').waitFor()],
  ['data to be fetched', () => `${ROOM}/${ids.exported}`, (page) => page.getByRole('heading', { name: 'Receipt' }).waitFor()],
  ['a restriction', () => `${ROOM}/${ids.restricted}`, (page) => page.getByRole('button', { name: 'Take it back' }).waitFor()],
];

describe.skipIf(chromium === undefined)(`privacy requests in the dashboard${unlessSkipped}`, () => {
  beforeAll(async () => {
    stage = await openStage();
    people = {
      owner: await addMember(stage, stage.world.known, 'owner'),
      viewer: await addMember(stage, stage.world.known, 'viewer'),
      ownerOfNone: await addMember(stage, stage.world.empty, 'owner'),
    };
    await fill();
  });
  afterEach(() => stage.world.database.setNow(Date.now()));
  afterAll(() => stage?.close());

  test.each(ROOMS)('meet WCAG 2.2 AA in light, in dark and on a phone, and open without complaint: %s', async (name, path, reach) => {
    const { page, complaints } = await visitAsPerson(stage, people.owner, path(), { colorScheme: 'light', reducedMotion: 'reduce' });
    await reach(page);
    await checkEverywhere(page, name);
    expect(complaints).toEqual([]);
  });

  test('are opened, made sure of and done, and give the data and a receipt that proves it', async () => {
    const { page } = await visitAsPerson(stage, people.owner, ROOM);
    const id = await open(page, () => page.getByLabel('User ids').fill('u-vector'));
    await page.getByRole('button', { name: 'I know who asks' }).click();
    await page.getByLabel('How you made sure').selectOption('known_person');
    await page.getByRole('button', { name: 'Begin the work' }).click();
    await page.getByText('Earshot does the work now.').waitFor();
    await work();
    await page.getByText('The work is done.').waitFor();
    const zip = await bytesOf(page, 'Download the zip');
    expect(zip.name).toBe(`privacy-request-${id}.zip`);
    const touchpoints = JSON.parse(Buffer.from(unzipSync(zip.bytes)['touchpoints.json']).toString()) as unknown[];
    expect(touchpoints).toHaveLength(3);
    const kept = await bytesOf(page, 'Save the receipt');
    const receipt = JSON.parse(kept.bytes.toString()) as Receipt;
    expect([receipt, isGenuine(receipt)]).toEqual([(await read(id)).receipt, true]);
    await page.getByLabel('Hash (SHA-256)').waitFor();
    expect(await page.getByRole('region', { name: 'What was done' }).innerText()).toContain('Touchpoints');
  });

  test('take the code that was mailed to the person, and no other', async () => {
    const { page } = await visitAsPerson(stage, people.owner, ROOM);
    const email = 'restrict@people.example';
    const id = await open(page, async () => {
      await page.getByLabel('What they ask for').selectOption('restriction');
      await page.getByLabel('E-mail addresses').fill(email);
      await page.getByLabel('Who asks').selectOption('mail');
    });
    const mail = (await stage.world.database.mails()).findLast(({ to }) => to === email);
    const code = /^ {4}(\w+)$/m.exec(mail?.text ?? '')?.[1] ?? '';
    await page.getByRole('button', { name: 'I know who asks' }).click();
    await page.getByLabel('The code that was mailed').fill('wrong');
    await page.getByRole('button', { name: 'Begin the work' }).click();
    await page.getByRole('alert').filter({ hasText: 'This is not the code that was mailed' }).waitFor();
    expect(await page.getByLabel('The code that was mailed').getAttribute('aria-invalid')).toBe('true');
    await page.getByLabel('The code that was mailed').fill(code);
    await page.keyboard.press('Enter');
    await page.getByText('Confirmed by mail').waitFor();
    await work();
    await page.getByRole('button', { name: 'Take it back' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Take it back' }).click();
    await page.getByText('Taken back', { exact: true }).waitFor();
    expect((await read(id)).endedAt).not.toBeNull();
  });

  test('say at the field what is wrong, and name the person before anything is asked', async () => {
    const { page } = await visitAsPerson(stage, people.owner, ROOM);
    await pressToOpen(page, 'Open a request');
    const submit = page.getByRole('button', { name: 'Open the request' });
    await submit.click();
    await page.getByRole('alert').filter({ hasText: 'Name the person by at least one key.' }).waitFor();
    await page.getByLabel('User ids').fill('u-1\nu-2');
    await page.getByLabel('E-mail addresses').fill('a@people.example\nnowhere');
    await submit.click();
    await page.getByRole('alert').filter({ hasText: 'Line 2: Must be an e-mail address.' }).waitFor();
    expect(await page.getByLabel('E-mail addresses').getAttribute('aria-invalid')).toBe('true');
    expect(await page.getByLabel('User ids').getAttribute('aria-invalid')).toBe('false');
    expect(await findings(page)).toEqual([]);
    await page.getByLabel('E-mail addresses').fill('');
    await page.getByLabel('What they ask for').selectOption('rectification');
    await page.getByLabel('What is wrong').selectOption('value');
    await page.getByLabel('Id of the event').fill('order-vector');
    await page.getByLabel('Right value').fill('much');
    await page.getByLabel('Currency').fill('usd');
    await submit.click();
    await page.getByRole('alert').filter({ hasText: 'Correction 1: ' }).waitFor();
  });

  test('put an order right', async () => {
    const { page } = await visitAsPerson(stage, people.owner, ROOM);
    const id = await open(page, async () => {
      await page.getByLabel('What they ask for').selectOption('rectification');
      await page.getByLabel('User ids').fill('u-refund');
      await page.getByLabel('What is wrong').selectOption('value');
      await page.getByLabel('Id of the event').fill('order-refunded');
      await page.getByLabel('Right value').fill('49.99');
      await page.getByLabel('Currency').fill('usd');
      await page.getByLabel('Who asks').selectOption('signed_in');
    });
    await work();
    await page.getByText('The work is done.').waitFor();
    expect((await read(id)).receipt?.counts).toEqual({ corrections: 1 });
    await page.goto('/conversions/order-refunded');
    await page.getByText('$49.99').first().waitFor();
  });

  test('are extended once and refused with the reason, by keyboard, after the password was asked again', async () => {
    const id = await ask({ kind: 'erasure' });
    const { page } = await visitAsPerson(stage, people.owner, `${ROOM}/${id}`);
    stage.world.database.setNow(Date.now() + 11 * 60_000);
    await page.getByRole('button', { name: 'Take two months more' }).focus();
    await page.keyboard.press('Enter');
    await page.getByLabel('Reason').selectOption('number_of_requests');
    await page.getByRole('button', { name: 'Extend', exact: true }).click();
    await proveWhoItIs(page);
    await page.getByText('There are many requests').waitFor();
    expect(await page.getByRole('button', { name: 'Take two months more' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Refuse', exact: true }).focus();
    await page.keyboard.press('Enter');
    await page.getByLabel('Reason').selectOption('legal_obligation');
    await page.getByRole('button', { name: 'Refuse it' }).click();
    await page.getByText('A law obliges you to keep the data').waitFor();
    expect(await read(id)).toMatchObject({ status: 'refused', refusal: 'legal_obligation', extension: 'number_of_requests' });
    expect(await page.getByRole('button', { name: /I know who asks|Refuse/ }).count()).toBe(0);
    await page.getByRole('link', { name: 'All privacy requests' }).click();
    await page.getByRole('region', { name: 'Requests' }).first().waitFor();
  });

  test('ask for the password again before the data is fetched', async () => {
    const { page } = await visitAsPerson(stage, people.owner, `${ROOM}/${ids.exported}`);
    await page.getByRole('button', { name: 'Download the zip' }).waitFor();
    stage.world.database.setNow(Date.now() + 11 * 60_000);
    await page.getByRole('button', { name: 'Download the zip' }).click();
    const download = page.waitForEvent('download');
    await proveWhoItIs(page);
    expect((await download).suggestedFilename()).toBe(`privacy-request-${ids.exported}.zip`);
    await said(page, 'The file is on its way to your downloads.');
  });

  test('are where the tabs of a phone stand when it shows them', async () => {
    const { page } = await visitAsPerson(stage, people.owner, ROOM, { viewport: { width: 375, height: 780 } });
    for (const name of ['Settings', 'Privacy requests']) {
      const box = await page.getByRole('navigation').getByRole('link', { name, exact: true }).boundingBox();
      expect([(box?.x ?? -1) >= 0, (box?.x ?? 0) + (box?.width ?? 375) <= 375], name).toEqual([true, true]);
    }
  });

  test('are open to nobody whose role does not allow it, nor to another tenant', async () => {
    const viewer = (await visitAsPerson(stage, people.viewer, ROOM)).page;
    await viewer.getByText('Your role does not open this page').waitFor();
    const other = (await visitAsPerson(stage, people.ownerOfNone, ROOM)).page;
    await other.getByText('No privacy requests yet').waitFor();
    await other.goto(`${ROOM}/${ids.exported}`);
    await other.getByText('There is no such privacy request.').waitFor();
    expect((await listPrivacyRequests(context(), stage.world.empty.actor, { limit: 10 })).items).toEqual([]);
  });
});
