import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { inTenant } from '../src/platform/tenant-door.ts';
import { createSsoConnection } from '../src/security/ssoconnections/service.ts';
import type { Actor } from '../src/tenants/authorize.ts';
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
import { chromium, unlessSkipped, visit } from './browser.ts';
import type { TestTenant } from './database.ts';
import { type IdentityProvider, startIdentityProvider } from './identity-provider.ts';
import type { TestPerson } from './people.ts';
import { SSO_CONNECTION } from './sso-connection.ts';

let stage: Stage;
let idp: IdentityProvider;
let people: Record<'owner' | 'admin' | 'viewer' | 'ownerOfNone', TestPerson>;

const ROOM = '/settings/sign-on';

async function connect({ tenantId }: TestTenant, { id }: TestPerson, name: string): Promise<void> {
  const who = { kind: 'member', name: `member:${id}`, personId: id, role: 'owner', isRecent: true } as const;
  const actor: Actor = { ...who, tenantId, tier: 'free', scopes: [] };
  await createSsoConnection(stage.world.database.context, actor, { ...SSO_CONNECTION, name });
}

async function disconnectAll({ tenantId }: TestTenant): Promise<void> {
  await inTenant(stage.world.database.context.db, tenantId, (tx) =>
    tx.query({ text: 'delete from sso_connections where tenant_id = $1', values: [tenantId] }),
  );
}

/** Fills in the form for the running provider. */
async function fillIn(page: Page, name: string, secret: string): Promise<void> {
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByLabel('Issuer').fill(idp.issuer);
  await page.getByLabel('Client ID').fill(idp.clientId);
  await page.getByLabel('Client secret').fill(secret);
  await page.getByLabel('E-mail domains').fill('Corp.example');
  await page.getByLabel('Who gets in').selectOption('just_in_time');
  await page.getByLabel('Their role at first').selectOption('analyst');
}

/** A browser of its own that begins at a sign-in address, which the tests' installation serves elsewhere than it says. */
async function beginAt(address: string): Promise<Page> {
  const { page } = await visit(stage.browser, stage.world.server.url);
  await page.goto(stage.world.server.url + new URL(address).pathname);
  return page;
}

type Reach = (page: Page) => Promise<unknown>;
const ROOMS: [string, 'owner' | 'ownerOfNone' | 'admin', Reach][] = [
  ['no provider', 'ownerOfNone', (page) => page.getByText('No identity provider is connected').waitFor()],
  ['a provider to be connected', 'ownerOfNone', (page) => pressToOpen(page, 'Connect a provider')],
  ['providers', 'owner', (page) => page.getByText('Switched off').waitFor()],
  ['a provider to be changed', 'owner', (page) => pressToOpen(page, /^Change /)],
  ['a provider to be removed', 'owner', (page) => pressToOpen(page, /^Remove /, 'alertdialog')],
  ['providers as others see them', 'admin', (page) => page.getByText('Only an owner changes this').waitFor()],
];

describe.skipIf(chromium === undefined)(`single sign-on in the dashboard${unlessSkipped}`, () => {
  beforeAll(async () => {
    stage = await openStage();
    const { known, empty, server } = stage.world;
    idp = await startIdentityProvider(`${server.url}/sso/callback`);
    people = {
      owner: await addMember(stage, known, 'owner'),
      admin: await addMember(stage, known, 'admin'),
      viewer: await addMember(stage, known, 'viewer'),
      ownerOfNone: await addMember(stage, empty, 'owner'),
    };
    await connect(known, people.owner, 'Corp');
    await connect(known, people.owner, 'Old login');
    const off = `update sso_connections set is_enabled = false where tenant_id = $1 and name = 'Old login'`;
    await inTenant(stage.world.database.context.db, known.tenantId, (tx) => tx.query({ text: off, values: [known.tenantId] }));
  });
  afterEach(async () => {
    stage.world.database.setNow(Date.now());
    await disconnectAll(stage.world.empty);
  });
  afterAll(async () => {
    idp?.close();
    await stage?.close();
  });

  test.each(ROOMS)('meets WCAG 2.2 AA in light, in dark and on a phone, and opens without complaint: %s', async (name, who, reach) => {
    const { page, complaints } = await visitAsPerson(stage, people[who], ROOM, { colorScheme: 'light', reducedMotion: 'reduce' });
    await reach(page);
    await checkEverywhere(page, name);
    expect(complaints).toEqual([]);
  });

  test('connects a provider, whose sign-in address then lets in who it vouches for; switched off, it ends that at once', async () => {
    const { page } = await visitAsPerson(stage, people.ownerOfNone, ROOM);
    await pressToOpen(page, 'Connect a provider');
    await fillIn(page, 'Company login', idp.clientSecret);
    await page.getByRole('button', { name: 'Connect it' }).click();
    await said(page, '“Company login” is connected.');
    expect(await page.content()).not.toContain(idp.clientSecret);
    const address = await page.getByLabel('Sign-in address').inputValue();
    idp.subject = { sub: 'sam', email: 'sam@corp.example', email_verified: true, name: 'Sam' };
    const theirs = await beginAt(address);
    await theirs.getByRole('heading', { name: 'Steps to the first credited conversion' }).waitFor();
    await theirs.getByRole('link', { name: 'Sam' }).waitFor();
    await page.getByRole('button', { name: 'Switch off Company login' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Switch off' }).click();
    await said(page, '“Company login” is switched off.');
    await page.getByLabel('Sign-in address').waitFor({ state: 'detached' });
    await theirs.reload();
    await theirs.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
    await page.getByRole('button', { name: 'Switch on Company login' }).click();
    await said(page, '“Company login” is switched on.');
    await beginAt(address).then((again) => again.getByRole('heading', { name: 'Steps to the first credited conversion' }).waitFor());
  });

  test('leads somebody it signed in before back by the same way, from where they were', async () => {
    const { page } = await visitAsPerson(stage, people.ownerOfNone, ROOM);
    await pressToOpen(page, 'Connect a provider');
    await fillIn(page, 'Company login', idp.clientSecret);
    await page.getByRole('button', { name: 'Connect it' }).click();
    await said(page, '“Company login” is connected.');
    idp.subject = { sub: 'kim', email: 'kim@corp.example', email_verified: true, name: 'Kim' };
    const theirs = await beginAt(await page.getByLabel('Sign-in address').inputValue());
    await theirs.getByRole('link', { name: 'Kim' }).waitFor();
    await theirs.goto('/compare');
    await theirs.getByRole('heading', { level: 1, name: 'Compare models' }).waitFor();
    await theirs.getByRole('button', { name: 'Sign out' }).click();
    await theirs.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
    await theirs.goto('/compare');
    const door = theirs.getByRole('link', { name: 'Sign in with Company login' });
    await door.waitFor();
    await theirs.emulateMedia({ reducedMotion: 'reduce' });
    await checkEverywhere(theirs, 'the way back');
    await door.focus();
    await theirs.keyboard.press('Enter');
    await theirs.getByRole('heading', { level: 1, name: 'Compare models' }).waitFor();
    expect(new URL(theirs.url()).pathname).toBe('/compare');
    await theirs.setViewportSize({ width: 1440, height: 900 });
    await theirs.getByRole('link', { name: 'Kim' }).waitFor();
  });

  test('says at the field what is wrong, and keeps the stored secret where none is entered', async () => {
    const { page } = await visitAsPerson(stage, people.ownerOfNone, ROOM);
    await pressToOpen(page, 'Connect a provider');
    await fillIn(page, 'Company login', idp.clientSecret);
    await page.getByLabel('E-mail domains').fill('corp.example\nnot a domain');
    await page.getByRole('button', { name: 'Connect it' }).click();
    await page.getByRole('alert').filter({ hasText: 'Line 2: Must be a domain such as example.com.' }).waitFor();
    expect(await page.getByLabel('E-mail domains').getAttribute('aria-invalid')).toBe('true');
    await page.getByLabel('E-mail domains').fill('corp.example');
    await page.getByLabel('Issuer').fill('login.example.com');
    await page.getByRole('button', { name: 'Connect it' }).click();
    await page.getByRole('alert').filter({ hasText: 'Must be a web address' }).waitFor();
    expect(await findings(page)).toEqual([]);
    await page.getByLabel('Issuer').fill(idp.issuer);
    await page.keyboard.press('Enter');
    await said(page, '“Company login” is connected.');
    await pressToOpen(page, 'Change Company login');
    expect(await page.getByLabel('Client secret').inputValue()).toBe('');
    await page.getByLabel('Name', { exact: true }).fill('Login');
    await page.getByLabel('Who gets in').selectOption('members_only');
    await page.getByRole('button', { name: 'Save' }).click();
    await said(page, '“Login” is changed.');
    await page.getByText('Members only').waitFor();
    idp.subject = { sub: 'owner', email: 'stranger@corp.example', email_verified: true };
    const stranger = await beginAt(await page.getByLabel('Sign-in address').inputValue());
    await stranger
      .getByText(/invite|member/i)
      .first()
      .waitFor();
    expect(idp.asked.get('client_id')).toBe(idp.clientId);
  });

  test('tells the redirect address before anything is connected, and copies it', async () => {
    const { page } = await visitAsPerson(stage, people.ownerOfNone, ROOM);
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.getByRole('button', { name: 'Copy Redirect address' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('Copied').waitFor();
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(`${stage.world.database.context.publicUrl}/sso/callback`);
  });

  test('asks an owner for the password again before it is removed; others see it, or not even that', async () => {
    const admin = (await visitAsPerson(stage, people.admin, ROOM)).page;
    await admin.getByLabel('Sign-in address').waitFor();
    expect(await admin.getByRole('button', { name: /Connect|Change|Switch|Remove/ }).count()).toBe(0);
    const viewer = (await visitAsPerson(stage, people.viewer, ROOM)).page;
    await viewer.getByText('Your role does not open this page').waitFor();
    await connect(stage.world.empty, people.ownerOfNone, 'Passing');
    const { page } = await visitAsPerson(stage, people.ownerOfNone, ROOM);
    stage.world.database.setNow(Date.now() + 11 * 60_000);
    await pressToOpen(page, 'Remove Passing', 'alertdialog');
    await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
    await proveWhoItIs(page);
    await said(page, '“Passing” is removed.');
    await page.getByText('No identity provider is connected').waitFor();
  });
});
