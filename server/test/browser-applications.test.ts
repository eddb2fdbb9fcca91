import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { CreatedOauthClient } from '../src/security/oauthclients/schema.ts';
import { createOauthClient, getOauthClient } from '../src/security/oauthclients/service.ts';
import { openJar } from './browser-jar.ts';
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
import type { DashboardWorld } from './dashboard-world.ts';
import { openOauthDriver, type Person } from './oauth-world.ts';
import { cookieOf, type TestPerson } from './people.ts';

let stage: Stage;
let world: DashboardWorld;
let people: Record<'owner' | 'viewer', TestPerson>;
let report: CreatedOauthClient;

const ROOM = '/settings/applications';
const CALLBACK = 'https://report.example/callback';

/** Lets a program in as a person does it at the consent page; its token. */
async function letIn(person: TestPerson, program: CreatedOauthClient): Promise<string> {
  const sessionToken = (await cookieOf(world.database.context, person)).split('=')[1];
  const jar = openJar();
  jar.set('earshot_session', sessionToken, 'strict');
  const holder: Person = { id: person.id, email: person.email, jar, sessionToken };
  return (await openOauthDriver(world).tokens(holder, program)).access_token;
}

async function statusWith(token: string): Promise<number> {
  return (await openOauthDriver(world).read(token)).status;
}

type Reach = (page: Page) => Promise<unknown>;
const ROOMS: [string, string, Reach][] = [
  ['applications', ROOM, async () => undefined],
  ['one to be registered', ROOM, (page) => pressToOpen(page, 'Register an application')],
  ['one to be changed', ROOM, (page) => pressToOpen(page, /^Change /)],
  ['a secret to be renewed', ROOM, (page) => pressToOpen(page, /^Make a new secret/)],
  ['one to be removed', ROOM, (page) => pressToOpen(page, /^Remove /, 'alertdialog')],
  ['consents of a person', '/account', (page) => page.getByRole('region', { name: 'Applications you let in' }).first().waitFor()],
];

describe.skipIf(chromium === undefined)(`applications in the dashboard${unlessSkipped}`, () => {
  beforeAll(async () => {
    stage = await openStage();
    ({ world } = stage);
    people = { owner: await addMember(stage, world.known, 'owner'), viewer: await addMember(stage, world.known, 'viewer') };
    const { context } = world.database;
    const scopes = ['openid', 'profile', 'email', 'offline_access', 'read'] as const;
    const input = { name: 'Weekly report', kind: 'web', redirectUris: [CALLBACK, 'https://report.example/again'] } as const;
    report = await createOauthClient(context, world.known.actor, { ...input, redirectUris: [...input.redirectUris], scopes: [...scopes] });
    await createOauthClient(context, world.known.actor, { name: 'Nightly', kind: 'service', redirectUris: [], scopes: ['ingest'] });
    await letIn(people.owner, report);
  });
  afterEach(() => world.database.setNow(Date.now()));
  afterAll(() => stage?.close());

  test.each(ROOMS)('meet WCAG 2.2 AA in light, in dark and on a phone, and open without complaint: %s', async (name, path, reach) => {
    const { page, complaints } = await visitAsPerson(stage, people.owner, path, { colorScheme: 'light', reducedMotion: 'reduce' });
    await reach(page);
    await checkEverywhere(page, name);
    expect(complaints).toEqual([]);
  });

  test('register a program that keeps a secret: faults stand at their fields, and the secret is shown once and works', async () => {
    const { page } = await visitAsPerson(stage, people.owner, ROOM);
    await pressToOpen(page, 'Register an application');
    const dialog = page.getByRole('dialog');
    const submit = dialog.getByRole('button', { name: 'Register it' });
    const addresses = dialog.getByLabel('Addresses to send people back to');
    await dialog.getByLabel('Name', { exact: true }).fill('Board');
    await addresses.fill(`${CALLBACK}\nhttp://report.example/`);
    await submit.click();
    await dialog.getByRole('alert').filter({ hasText: 'Line 2: Must begin with https://' }).waitFor();
    expect(await addresses.getAttribute('aria-invalid')).toBe('true');
    expect(await findings(page)).toEqual([]);
    await addresses.fill(CALLBACK);
    await submit.click();
    const id = await page.getByLabel('Client ID').inputValue();
    const secret = await page.getByLabel('Client secret').inputValue();
    expect(await findings(page)).toEqual([]);
    await page.getByRole('button', { name: 'I have kept it' }).click();
    await page.getByRole('row').filter({ hasText: 'Board' }).getByText(id).waitFor();
    expect(await page.content()).not.toContain(secret);
    const made = { ...report, id, clientSecret: secret, redirectUris: [CALLBACK] };
    const driver = openOauthDriver(world);
    expect((await driver.introspect(made, 'nothing')).status).toBe(200);
    expect((await driver.introspect({ ...made, clientSecret: 'wrong' }, 'nothing')).status).toBe(401);
  });

  test('register one that acts for nobody without asking for addresses, and one without a secret', async () => {
    const { page } = await visitAsPerson(stage, people.owner, ROOM);
    await pressToOpen(page, 'Register an application');
    await page.getByLabel('Name', { exact: true }).fill('Batch');
    await page.getByLabel('Where it runs').selectOption('service');
    expect(await page.getByLabel('Addresses to send people back to').count()).toBe(0);
    expect(await page.getByLabel('Know who signed in').count()).toBe(0);
    await page.getByLabel('Read reports').uncheck();
    await page.getByRole('button', { name: 'Register it' }).click();
    await page.getByRole('alert').filter({ hasText: 'Choose what it may ask for.' }).waitFor();
    await page.getByLabel('Read reports').check();
    await page.getByRole('button', { name: 'Register it' }).click();
    const made = { id: await page.getByLabel('Client ID').inputValue(), clientSecret: await page.getByLabel('Client secret').inputValue() };
    const { status, json } = await openOauthDriver(world).credentials({ ...report, ...made }, 'read');
    expect([status, await statusWith(json.access_token)]).toEqual([200, 200]);
    await page.getByRole('button', { name: 'I have kept it' }).click();
    await pressToOpen(page, 'Register an application');
    await page.getByLabel('Name', { exact: true }).fill('Pocket');
    await page.getByLabel('Where it runs').selectOption('native');
    await page.getByLabel('Addresses to send people back to').fill('com.example.app:/done');
    await page.keyboard.press('Tab');
    await page.getByRole('button', { name: 'Register it' }).click();
    await page.getByRole('dialog', { name: '“Pocket” is registered' }).waitFor();
    expect(await page.getByLabel('Client secret').count()).toBe(0);
    await page.getByRole('button', { name: 'Done' }).click();
    await page.getByRole('button', { name: 'Remove Pocket' }).waitFor();
    expect(await page.getByRole('button', { name: 'Make a new secret for Pocket' }).count()).toBe(0);
  });

  test('change, renew and remove one, asking for the password first; its tokens end with it', async () => {
    const { context } = world.database;
    const made = await createOauthClient(context, world.known.actor, { ...report, kind: 'web', name: 'Passing' });
    const token = await letIn(people.viewer, made);
    const { page } = await visitAsPerson(stage, people.owner, ROOM);
    await pressToOpen(page, 'Change Passing');
    await page.getByLabel('Name', { exact: true }).fill('Passing by');
    const afterwards = page.getByLabel('Addresses for people who signed out');
    await afterwards.fill(`${CALLBACK}\nhttp://report.example/bye`);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('alert').filter({ hasText: 'Line 2: Must begin with https://' }).waitFor();
    await afterwards.fill('https://report.example/bye');
    await page.getByRole('button', { name: 'Save' }).click();
    await said(page, '“Passing by” is changed.');
    const { postLogoutRedirectUris } = await getOauthClient(context, world.known.actor, made.id);
    expect(postLogoutRedirectUris).toEqual(['https://report.example/bye']);
    world.database.setNow(Date.now() + 11 * 60_000);
    await pressToOpen(page, 'Make a new secret for Passing by');
    await page.getByLabel('The present secret works for').selectOption('0');
    await page.getByRole('dialog').getByRole('button', { name: 'Make a new secret' }).click();
    await proveWhoItIs(page);
    const fresh = await page.getByLabel('Client secret').inputValue();
    const driver = openOauthDriver(world);
    const statuses = [made.clientSecret, fresh].map(
      async (clientSecret) => (await driver.introspect({ ...made, clientSecret }, 'x')).status,
    );
    expect(await Promise.all(statuses)).toEqual([401, 200]);
    await page.getByRole('button', { name: 'I have kept it' }).click();
    expect(await statusWith(token)).toBe(200);
    await pressToOpen(page, 'Remove Passing by', 'alertdialog');
    await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
    await said(page, '“Passing by” is removed.');
    expect(await statusWith(token)).toBe(401);
  });

  test('stand in the account of whoever let them in, who takes it back at once; nobody else can see them', async () => {
    const token = await letIn(people.viewer, report);
    const { page } = await visitAsPerson(stage, people.viewer, '/account');
    const row = page.getByRole('row').filter({ hasText: 'Weekly report' });
    await row.getByText('Read reports').waitFor();
    await row.getByText('Known Paths').waitFor();
    expect(await statusWith(token)).toBe(200);
    await row.getByRole('button', { name: 'Withdraw what you allowed Weekly report' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('alertdialog').getByRole('button', { name: 'Withdraw' }).click();
    await said(page, '“Weekly report” has no access any more.');
    expect(await statusWith(token)).toBe(401);
    await page.getByText('None at the moment.').waitFor();
    await page.goto(ROOM);
    await page.getByText('Your role does not open this page').waitFor();
  });
});
