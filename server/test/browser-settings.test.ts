import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { hashSecret } from '../src/platform/password-hash.ts';
import { inTenant } from '../src/platform/tenant-door.ts';
import { createApiKey, revokeApiKey } from '../src/security/apikeys/service.ts';
import { createInvitation } from '../src/security/invitations/service.ts';
import { createServiceAccount } from '../src/security/serviceaccounts/service.ts';
import type { Role } from '../src/tenants/authorize.ts';
import { chromium, launchBrowser, settle, unlessSkipped, visit, visitAs } from './browser.ts';
import { findings, visitAsPerson as visitAsPersonOn } from './browser-person.ts';
import { type DashboardWorld, openDashboard } from './dashboard-world.ts';
import { addTestMember, cookieOf, createTestPerson, type TestPerson } from './people.ts';

let world: DashboardWorld;
let browser: Browser;
let people: Record<'owner' | 'admin' | 'viewer', TestPerson>;

const PASSWORD = 'seven quiet herons at dawn';

const visitAsPerson = (person: TestPerson, path: string, options?: BrowserContextOptions) =>
  visitAsPersonOn({ world, browser }, person, path, options);

async function member(role: Role): Promise<TestPerson> {
  const { context } = world.database;
  const person = await createTestPerson(context, { passwordHash: await hashSecret(PASSWORD) });
  await addTestMember(context, person, world.known.tenantId, role);
  return person;
}

/** Invites an address, and tells where the mail leads. */
async function linkFor(email: string): Promise<string> {
  await createInvitation(world.database.context, world.known.actor, { email, role: 'analyst' });
  const mail = (await world.database.mails()).findLast(({ to }) => to === email);
  return `/invitation${/#\S+/.exec(mail?.text ?? '')?.[0] ?? ''}`;
}

async function worksWith(key: string): Promise<boolean> {
  return (await world.server.send('GET', '/api/v1/attribution/status', { key })).status === 200;
}

const openDialog = (name: string | RegExp) => async (page: Page) => {
  await page.getByRole('button', { name }).first().click();
  await page.getByRole(/Remove|Revoke/.test(String(name)) ? 'alertdialog' : 'dialog').waitFor();
};

const ROOMS: [string, string, (page: Page) => Promise<void>][] = [
  ['members', '/settings/members', async (page) => page.getByText('What each role may do').click()],
  ['the sessions of a member', '/settings/members', openDialog(/^Sessions of /)],
  ['a removal that is asked about', '/settings/members', openDialog(/^Remove /)],
  ['API keys', '/settings/keys', async (page) => page.getByRole('button', { name: /no longer work/ }).click()],
  ['a key to be created', '/settings/keys', openDialog('Create a key')],
  ['a key to be renewed', '/settings/keys', openDialog(/^Renew the key/)],
  ['a key to be revoked', '/settings/keys', openDialog(/^Revoke the key/)],
  ['service accounts', '/settings/service-accounts', async () => undefined],
  ['a service account to be created', '/settings/service-accounts', openDialog('Create a service account')],
  ['the choice of a tenant', '/settings/members', openDialog(/Switch to another tenant/)],
];

describe.skipIf(chromium === undefined)(`the settings of the dashboard${unlessSkipped}`, () => {
  beforeAll(async () => {
    world = await openDashboard(4);
    browser = await launchBrowser();
    const { context } = world.database;
    const { actor } = world.known;
    people = { owner: await member('owner'), admin: await member('admin'), viewer: await member('viewer') };
    await addTestMember(context, people.owner, world.empty.tenantId, 'analyst');
    await createInvitation(context, actor, { email: 'waiting@people.example', role: 'viewer' });
    const account = await createServiceAccount(context, actor, { name: 'Nightly export', role: 'analyst' });
    await createApiKey(context, actor, { name: 'Export', scopes: ['read'], serviceAccountId: account.id, allowedNetworks: ['10.0.0.0/8'] });
    await revokeApiKey(context, actor, (await createApiKey(context, actor, { name: 'Gone', scopes: ['read'] })).id);
  });
  afterEach(() => world.database.setNow(Date.now()));
  afterAll(async () => {
    await browser?.close();
    await world?.close();
  });

  test.each(ROOMS)('meet WCAG 2.2 AA in light, in dark and on a phone, and open without complaint: %s', async (_, path, reach) => {
    const { page, complaints } = await visitAsPerson(people.owner, path, { colorScheme: 'light', reducedMotion: 'reduce' });
    await reach(page);
    expect(await findings(page)).toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await findings(page)).toEqual([]);
    await page.setViewportSize({ width: 390, height: 844 });
    await expect.poll(() => page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
    expect(await findings(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });

  test('show a new key once, which works at once, and one that is revoked works no more', async () => {
    const { page } = await visitAsPerson(people.owner, '/settings/keys');
    await page.getByRole('button', { name: 'Create a key' }).click();
    await page.getByLabel('Name').fill('Till');
    await page.getByLabel('Requests a minute').fill('50');
    await page.getByRole('button', { name: 'Create the key' }).click();
    const key = await page.getByLabel('The key', { exact: true }).inputValue();
    expect(await worksWith(key)).toBe(true);
    await page.getByRole('button', { name: 'I have kept it' }).click();
    await page.getByRole('region', { name: 'API keys' }).getByText('Till').waitFor();
    expect(await page.content()).not.toContain(key);
    await page.getByRole('button', { name: 'Revoke the key Till' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke' }).click();
    await page.getByRole('status').filter({ hasText: 'is revoked' }).waitFor();
    expect(await worksWith(key)).toBe(false);
  });

  test('say which keys a member who goes leaves behind, and revoke them with the member where that is chosen', async () => {
    const { context } = world.database;
    const leaving = await member('admin');
    const cookie = await cookieOf(context, leaving);
    const body = { name: 'Left behind', scopes: ['read'] };
    const made = await world.server.send('POST', '/api/v1/security/api-keys', { headers: { cookie }, body });
    const { apiKey } = made.json as { apiKey: string };
    expect(await worksWith(apiKey)).toBe(true);
    const { page } = await visitAsPerson(people.owner, '/settings/members');
    await page.getByRole('button', { name: `Remove ${leaving.name}` }).click();
    const question = page.getByRole('alertdialog');
    await question.getByText('Left behind').waitFor();
    expect(await findings(page)).toEqual([]);
    await question.getByLabel('Revoke it as well').check();
    await question.getByRole('button', { name: 'Remove' }).click();
    await page.getByRole('status').filter({ hasText: 'is no longer a member' }).waitFor();
    expect(await worksWith(apiKey)).toBe(false);
  });

  test('show where a member is signed in, and end a session there, which is refused from then on', async () => {
    const { context } = world.database;
    const somebody = await member('analyst');
    const [lost, own] = [await cookieOf(context, somebody), await cookieOf(context, somebody)];
    const isOpen = async (cookie: string) =>
      (await world.server.send('GET', '/api/v1/security/people/me', { headers: { cookie } })).status === 200;
    const { page } = await visitAsPerson(people.admin, '/settings/members');
    await page.getByRole('button', { name: `Sessions of ${somebody.name}` }).click();
    const end = page.getByRole('dialog').getByRole('button', { name: /^End the session of/ });
    await end.nth(1).waitFor();
    await end.first().click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'End' }).click();
    await page.getByText('The session is ended.').waitFor();
    expect([await isOpen(lost), await isOpen(own)].filter((open) => open)).toHaveLength(1);
    await end.first().click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'End' }).click();
    await page.getByText('They are signed in nowhere at the moment.').waitFor();
    expect([await isOpen(lost), await isOpen(own)]).toEqual([false, false]);
    expect(await findings(page)).toEqual([]);
  });

  test('say at the field what is wrong with it, in words that name the line', async () => {
    const { page } = await visitAsPerson(people.owner, '/settings/keys');
    await page.getByRole('button', { name: 'Create a key' }).click();
    const submit = page.getByRole('button', { name: 'Create the key' });
    await submit.click();
    const [name, networks] = [page.getByLabel('Name'), page.getByLabel('Only from these networks')];
    const faulty = () => Promise.all([name, networks].map((field) => field.getAttribute('aria-invalid')));
    await page.getByRole('alert').filter({ hasText: 'A name is needed.' }).waitFor();
    expect(await faulty()).toEqual(['true', 'false']);
    await name.fill('Till');
    await networks.fill('10.0.0.0/8\nnowhere');
    await submit.click();
    await page.getByRole('alert').filter({ hasText: 'Line 2: ' }).waitFor();
    expect(await faulty()).toEqual(['false', 'true']);
    expect(await findings(page)).toEqual([]);
  });

  test('renew a key: the new secret is shown, and the old one goes on for as long as was chosen', async () => {
    const { apiKey } = await createApiKey(world.database.context, world.known.actor, { name: 'Renewable', scopes: ['read'] });
    const { page } = await visitAsPerson(people.owner, '/settings/keys');
    await page.getByRole('button', { name: 'Renew the key Renewable' }).click();
    await page.getByLabel('The present secret works for').selectOption('1');
    await page.getByRole('button', { name: 'Make a new secret' }).click();
    const fresh = await page.getByLabel('The key', { exact: true }).inputValue();
    expect([await worksWith(apiKey), await worksWith(fresh)]).toEqual([true, true]);
    world.database.setNow(Date.now() + 3_601_000);
    expect([await worksWith(apiKey), await worksWith(fresh)]).toEqual([false, true]);
  });

  test('invite somebody, whom the mailed link makes a member; the link then stands in no address and works no more', async () => {
    const { page } = await visitAsPerson(people.owner, '/settings/members');
    await page.getByLabel('E-mail address').fill('Grace@people.example');
    await page.getByRole('button', { name: 'Send invitation' }).click();
    await page.getByRole('status').filter({ hasText: 'grace@people.example' }).waitFor();
    const mail = (await world.database.mails()).findLast(({ to }) => to === 'grace@people.example');
    const link = `/invitation${/#\S+/.exec(mail?.text ?? '')?.[0]}`;
    const theirs = (await visit(browser, world.server.url)).page;
    await theirs.goto(link);
    await theirs.getByRole('heading', { name: 'Join Known Paths' }).waitFor();
    expect(theirs.url()).toBe(`${world.server.url}/invitation`);
    expect(await findings(theirs)).toEqual([]);
    await theirs.getByLabel('Your name').fill('Grace Lark');
    await theirs.getByLabel('Choose a password').fill('short');
    await theirs.getByRole('button', { name: 'Accept and sign in' }).click();
    await theirs.getByRole('alert').waitFor();
    await theirs.getByLabel('Choose a password').fill(PASSWORD);
    await theirs.getByRole('button', { name: 'Accept and sign in' }).click();
    await theirs.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
    await page.reload();
    await page.getByLabel('Role of Grace Lark').selectOption('viewer');
    await page.getByRole('status').filter({ hasText: 'Grace Lark is now viewer' }).waitFor();
    const again = (await visit(browser, world.server.url)).page;
    await again.goto(link);
    await again.getByRole('heading', { name: 'This invitation does not work' }).waitFor();
    await page.getByRole('button', { name: 'Remove Grace Lark' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
    await page.getByRole('status').filter({ hasText: 'no longer a member' }).waitFor();
    await theirs.reload();
    await theirs.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
  });

  test('let somebody with an account accept as themselves only', async () => {
    const known = await createTestPerson(world.database.context);
    const link = await linkFor(known.email);
    const stranger = await visitAsPerson(people.viewer, '/');
    await stranger.page.goto(link);
    await stranger.page.getByText('You are signed in with another address').waitFor();
    const nobody = (await visit(browser, world.server.url)).page;
    await nobody.goto(link);
    await nobody.getByRole('button', { name: 'Sign in to accept' }).waitFor();
    const { page } = await visit(browser, world.server.url);
    const [name, value] = (await cookieOf(world.database.context, known)).split('=');
    await page.context().addCookies([{ name, value, url: world.server.url }]);
    await page.goto(link);
    await page.getByRole('button', { name: 'Accept' }).click();
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
    expect(await page.getByText('Known Paths').count()).toBeGreaterThan(0);
  });

  test('ask for the password again before who gets in is changed, and then go on', async () => {
    const { page } = await visitAsPerson(people.owner, '/settings/members');
    world.database.setNow(Date.now() + 11 * 60_000);
    await page.getByLabel('E-mail address').fill('later@people.example');
    await page.getByRole('button', { name: 'Send invitation' }).click();
    await page.getByRole('dialog', { name: 'Confirm that it is you' }).waitFor();
    expect(await findings(page)).toEqual([]);
    await page.getByLabel('Your password').fill('not my password');
    await page.getByRole('button', { name: 'Confirm' }).click();
    await page.getByRole('alert').waitFor();
    await page.getByLabel('Your password').fill(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByRole('status').filter({ hasText: 'later@people.example' }).waitFor();
  });

  test('show each role what it may do: an administrator leaves owners alone, a viewer can only leave, a key only look', async () => {
    const admin = (await visitAsPerson(people.admin, '/settings/members')).page;
    await admin.getByRole('button', { name: `Remove ${people.viewer.name}` }).waitFor();
    expect(await admin.getByRole('button', { name: `Remove ${people.owner.name}` }).count()).toBe(0);
    expect(await admin.getByLabel('Role', { exact: true }).locator('option').allInnerTexts()).not.toContain('Owner');
    const viewer = (await visitAsPerson(people.viewer, '/settings/members')).page;
    await viewer.getByText('Your role does not open this page').waitFor();
    expect(await viewer.getByRole('button', { name: 'Leave' }).count()).toBe(1);
    expect(await findings(viewer)).toEqual([]);
    const key = (await visitAs(browser, world.server.url, world.known.apiKey)).page;
    await key.goto('/settings/members');
    await key.getByText(people.owner.email).waitFor();
    expect(await key.getByRole('button', { name: /Remove|Leave|Send invitation/ }).count()).toBe(0);
    const demo = (await visitAs(browser, world.server.url, world.demo.apiKey)).page;
    await demo.goto('/');
    await settle(demo);
  });

  test('lead from one tenant to another by keyboard, with that one’s data', async () => {
    const { page } = await visitAsPerson(people.owner, '/');
    const menu = page.getByRole('button', { name: /Switch to another tenant/ });
    await menu.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: /Nothing Yet/ }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Steps to the first credited conversion' }).waitFor();
    await page.getByRole('button', { name: /^Nothing Yet/ }).waitFor();
    await page.getByRole('link', { name: 'Settings' }).click();
    await page.getByRole('link', { name: 'Members' }).click();
    await page.getByText('Your role does not open this page').first().waitFor();
    expect(await page.getByText('Known Paths').count()).toBe(0);
  });

  test('lead somebody who was taken out of the tenant they looked at to their other one', async () => {
    const person = await member('viewer');
    await addTestMember(world.database.context, person, world.empty.tenantId, 'viewer');
    const { page } = await visitAsPerson(person, '/');
    await inTenant(world.database.context.db, world.known.tenantId, (tx) =>
      tx.query({ text: 'delete from members where tenant_id = $1 and person_id = $2', values: [world.known.tenantId, person.id] }),
    );
    await page.goto('/');
    await page.getByRole('button', { name: /Choose a tenant/ }).click();
    await page.getByRole('button', { name: /Nothing Yet/ }).click();
    await page.getByRole('heading', { name: 'Steps to the first credited conversion' }).waitFor();
    expect(await page.getByText('Known Paths').count()).toBe(0);
  });

  test('disable a service account and all its keys, and enable it again', async () => {
    const { context } = world.database;
    const account = await createServiceAccount(context, world.known.actor, { name: 'Partner', role: 'viewer' });
    const { apiKey } = await createApiKey(context, world.known.actor, { name: 'x', scopes: ['read'], serviceAccountId: account.id });
    const { page } = await visitAsPerson(people.owner, '/settings/service-accounts');
    expect(await worksWith(apiKey)).toBe(true);
    await page.getByRole('button', { name: 'Disable Partner' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Disable' }).click();
    await page.getByRole('button', { name: 'Enable Partner' }).waitFor();
    expect(await worksWith(apiKey)).toBe(false);
    await page.getByRole('button', { name: 'Enable Partner' }).click();
    await page.getByRole('button', { name: 'Disable Partner' }).waitFor();
    expect(await worksWith(apiKey)).toBe(true);
  });
});
