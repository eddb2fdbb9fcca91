import axe from 'axe-core';
import { mkdirSync } from 'node:fs';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hashSecret } from '../src/platform/password-hash.ts';
import { inAuth, inTenant } from '../src/platform/tenant-door.ts';
import { createPerson } from '../src/security/people/service.ts';
import { comeToRest } from './browser-person.ts';
import { chromium, launchBrowser, settle, unlessSkipped, visit, type Visit } from './browser.ts';
import { type DashboardWorld, openDashboard } from './dashboard-world.ts';
import { addTestMember, createTestPerson, giveTestFactor, type TestPerson } from './people.ts';

let world: DashboardWorld;
let browser: Browser;
let passwordHash: string;

const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const PASSWORD = 'a few words in a row';
const OTHER = 'other words that nobody knows';
const PHONE: BrowserContextOptions = { viewport: { width: 375, height: 780 } };
/** Chromium's word for answers that these pages expect. */
const EXPECTED = /status of (400|401|403|429)/;
const SHOTS = process.env.EARSHOT_SHOTS;

const heading = (page: Page) => page.getByRole('heading', { level: 1 });
const title = (page: Page, text: string) => heading(page).filter({ hasText: text }).waitFor();
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

async function personOf(role: 'owner' | 'viewer' = 'owner'): Promise<TestPerson> {
  const { context } = world.database;
  const person = await createTestPerson(context, { passwordHash });
  await addTestMember(context, person, world.known.tenantId, role);
  return person;
}

async function openAt(path: string, options: BrowserContextOptions = {}): Promise<Visit> {
  const opened = await visit(browser, world.server.url, options);
  await opened.page.goto(path);
  return opened;
}

async function enter(page: Page, email: string, password = PASSWORD): Promise<void> {
  await title(page, 'Sign in');
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await press(page, 'Sign in');
}

/** Looks at a page as it stands: wider than the screen, or against the rules of accessibility. */
async function check(page: Page, name: string): Promise<void> {
  const overflow = await page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth');
  expect(overflow, `${name} scrolls sideways`).toBeLessThanOrEqual(0);
  await comeToRest(page);
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<axe.AxeResults>(
    `axe.run(document, { runOnly: { type: 'tag', values: ${JSON.stringify(WCAG)} } })`,
  );
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  if (SHOTS !== undefined) {
    mkdirSync(SHOTS, { recursive: true });
    await page.screenshot({ path: `${SHOTS}/${name}.png`, fullPage: true });
  }
  expect(found, name).toEqual([]);
}

async function requireMfa(isRequired: boolean): Promise<void> {
  const { context } = world.database;
  const values = [world.known.tenantId, isRequired];
  await inTenant(context.db, world.known.tenantId, (tx) =>
    tx.query({ text: 'update tenants set mfa_required = $2 where tenant_id = $1', values }),
  );
}

async function setRole({ id }: TestPerson, role: string): Promise<void> {
  const { tenantId } = world.known;
  const text = 'update members set role = $3 where tenant_id = $1 and person_id = $2';
  await inTenant(world.database.context.db, tenantId, (tx) => tx.query({ text, values: [tenantId, id, role] }));
}

async function linkFor(email: string): Promise<string> {
  const mails = (await world.database.mails()).filter(({ to }) => to === email);
  const link = /https:\/\/earshot\.example(\/\S+)/.exec(mails.at(-1)?.text ?? '')?.[1];
  if (link === undefined) throw new Error('no mail with a link');
  return link;
}

describe.skipIf(chromium === undefined)(`people in the dashboard${unlessSkipped}`, () => {
  beforeAll(async () => {
    world = await openDashboard(20);
    browser = await launchBrowser();
    passwordHash = await hashSecret(PASSWORD);
  });
  afterAll(async () => {
    await browser?.close();
    await world?.close();
  });

  test('sign in with e-mail address and password, are told the same of every wrong one, and get where they wanted to go', async () => {
    const person = await personOf();
    const { page, complaints } = await openAt('/compare?measure=share');
    await title(page, 'Sign in');
    await press(page, 'Sign in');
    await page.getByRole('alert').filter({ hasText: 'Enter your e-mail address first.' }).waitFor();
    await enter(page, person.email, 'another password');
    await page.getByRole('alert').filter({ hasText: 'The e-mail address or the password is not right.' }).waitFor();
    await enter(page, 'nobody@nowhere.example');
    await page.getByRole('alert').filter({ hasText: 'The e-mail address or the password is not right.' }).waitFor();
    await enter(page, person.email);
    await title(page, 'Compare models');
    expect(page.url()).toBe(`${world.server.url}/compare?measure=share`);
    const kept = await page.evaluate('JSON.stringify([localStorage, sessionStorage, document.cookie])');
    expect(kept).not.toMatch(/earshot_session|earshot_device|a few words/);
    expect(complaints.filter((one) => !EXPECTED.test(one))).toEqual([]);
  });

  test('give their second factor before anything opens, also after a reload, or a recovery code', async () => {
    const person = await personOf();
    const code = await giveTestFactor(world.database.context, person);
    const { page } = await openAt('/');
    await enter(page, person.email);
    await title(page, 'One more step');
    await check(page, 'second-factor');
    await page.reload();
    await title(page, 'One more step');
    await page.getByLabel('Code').fill('000000');
    await press(page, 'Continue');
    await page.getByRole('alert').filter({ hasText: 'The code is not right' }).waitFor();
    await press(page, 'Use a recovery code instead');
    await page.getByLabel('Recovery code').waitFor();
    await press(page, 'Use a code of your app instead');
    await page.getByLabel('Code').fill(code(world.database.context.clock()));
    await page.keyboard.press('Enter');
    await title(page, 'Overview');
    expect((await page.request.get('/api/v1/attribution/status')).status()).toBe(200);
  });

  test('choose a new password by a mailed link, which is taken out of the address bar', async () => {
    const person = await personOf();
    const { page } = await openAt('/sign-in');
    await page.getByRole('link', { name: 'Forgotten password?' }).click();
    await title(page, 'Forgotten password');
    await check(page, 'forgotten');
    await page.getByLabel('E-mail address').fill(person.email);
    await press(page, 'Send the link');
    await title(page, 'Look into your mail');
    await check(page, 'forgotten-sent');
    await page.goto(await linkFor(person.email));
    await title(page, 'Choose a password');
    expect(page.url()).toBe(`${world.server.url}/choose-password`);
    await page.getByLabel('New password', { exact: true }).fill('password1234');
    await press(page, 'Set the password');
    await page.getByRole('alert').filter({ hasText: 'attackers try first' }).waitFor();
    await check(page, 'choose-password');
    await page.getByLabel('New password', { exact: true }).fill(OTHER);
    await press(page, 'Set the password');
    await title(page, 'Your password is set');
    await press(page, 'Sign in');
    await enter(page, person.email, OTHER);
    await title(page, 'Overview');
  });

  test('whom the operator made choose their first password, and those with half a link are told so', async () => {
    await createPerson(world.database.context, 'system', { email: 'fresh@people.example', name: 'Fresh Person' });
    const { page } = await openAt(await linkFor('fresh@people.example'));
    await page.getByLabel('New password', { exact: true }).fill(OTHER);
    await press(page, 'Set the password');
    await title(page, 'Your password is set');
    await page.goto('/choose-password');
    await title(page, 'This link is not whole');
    await page.goto('/verify-email');
    await title(page, 'This link is not whole');
    await check(page, 'link-not-whole');
    expect(page.url()).toBe(`${world.server.url}/verify-email`);
  });

  test('set up a second factor with QR code, keep its recovery codes, and sign in with it', async () => {
    const person = await personOf();
    const { page, complaints } = await openAt('/sign-in?next=%2Faccount');
    await enter(page, person.email);
    await title(page, 'Your account');
    await settle(page);
    await check(page, 'account-without-factor');
    await press(page, 'Set up a second factor');
    const image = page.getByRole('img', { name: 'QR code for your authenticator app' });
    await image.waitFor();
    expect(await page.evaluate<number>('document.querySelector("main img").naturalWidth')).toBeGreaterThan(0);
    await check(page, 'enrolment');
    const typed = await page.getByText(/^([A-Z2-7]{4} ){7}[A-Z2-7]{4}$/).innerText();
    const totp = new TOTP({ secret: Secret.fromBase32(typed.replaceAll(' ', '')) });
    await page.getByLabel('Then enter the code it shows').fill('000000');
    await press(page, 'Put it to use');
    await page.getByRole('alert').filter({ hasText: 'The code is not right' }).waitFor();
    await page.getByLabel('Then enter the code it shows').fill(totp.generate({ timestamp: world.database.context.clock() }));
    await press(page, 'Put it to use');
    await page.getByRole('heading', { name: 'Keep your recovery codes' }).waitFor();
    const codes = await page.getByText(/^[0-9A-Z]{4}(-[0-9A-Z]{4}){4}$/).allInnerTexts();
    expect(codes).toHaveLength(10);
    await check(page, 'recovery-codes');
    await press(page, 'I have kept them');
    await page.getByText('10 recovery codes left').waitFor();
    await check(page, 'account-with-factor');
    await press(page, 'Sign out');
    await enter(page, person.email);
    await press(page, 'Use a recovery code instead');
    await page.getByLabel('Recovery code').fill(codes[0].toLowerCase());
    await press(page, 'Continue');
    await title(page, 'Overview');
    await page.getByRole('link', { name: person.name }).click();
    await page.getByText('9 recovery codes left').waitFor();
    expect(complaints.filter((one) => !EXPECTED.test(one))).toEqual([]);
  });

  test('are asked once more who they are before what is sensitive, and then it is done', async () => {
    const person = await personOf();
    const { page } = await openAt('/sign-in?next=%2Faccount');
    await enter(page, person.email);
    await title(page, 'Your account');
    await settle(page);
    const stale = new Date(world.database.context.clock() - 3_600_000);
    await inAuth(world.database.context.db, (tx) =>
      tx.query({ text: 'update sessions set verified_at = $2 where person_id = $1', values: [person.id, stale] }),
    );
    await press(page, 'Set up a second factor');
    const dialog = page.getByRole('dialog', { name: 'Confirm that it is you' });
    await dialog.waitFor();
    await check(page, 'step-up');
    await dialog.getByLabel('Your password').fill('another password');
    await dialog.getByRole('button', { name: 'Confirm' }).click();
    await dialog.getByRole('alert').filter({ hasText: 'The password is not right.' }).waitFor();
    await dialog.getByLabel('Your password').fill(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByRole('img', { name: 'QR code for your authenticator app' }).waitFor();
    await expect.poll(() => dialog.count()).toBe(0);
  });

  test('change name and password, see where they are signed in, and end it there', async () => {
    const person = await personOf();
    const elsewhere = await openAt('/');
    await enter(elsewhere.page, person.email);
    await title(elsewhere.page, 'Overview');
    const { page } = await openAt('/sign-in?next=%2Faccount');
    await enter(page, person.email);
    await title(page, 'Your account');
    await settle(page);
    await page.getByLabel('Name').fill('Another Name');
    await press(page, 'Save the name');
    await page.getByText('Your name is changed.').waitFor();
    await page.getByRole('link', { name: 'Another Name' }).waitFor();
    const rows = page.getByRole('region', { name: 'Your sessions' }).locator('tbody tr');
    await expect.poll(() => rows.count()).toBe(2);
    await page.getByRole('button', { name: /^End the session of Chrome/ }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'End', exact: true }).click();
    await page.getByText('The session has ended.').waitFor();
    await elsewhere.page.getByRole('link', { name: 'Compare models' }).click();
    await title(elsewhere.page, 'Sign in');
    await page.getByLabel('Present password', { exact: true }).fill('another password');
    await page.getByLabel('New password', { exact: true }).fill(OTHER);
    await press(page, 'Change the password');
    await page.getByRole('alert').filter({ hasText: 'not your present password' }).waitFor();
    await page.getByLabel('Present password', { exact: true }).fill(PASSWORD);
    await press(page, 'Change the password');
    await page.getByText('Your password is changed.').waitFor();
    await check(page, 'account-changed');
  });

  test('switch mails of their tenant on and off, of what their role may read', async () => {
    const { context } = world.database;
    const person = await personOf('viewer');
    const chosen = async () => {
      const text = 'select kind, is_mailed from mail_choices where tenant_id = $1 and person_id = $2 order by kind';
      return inTenant(context.db, world.known.tenantId, (tx) => tx.query({ text, values: [world.known.tenantId, person.id] }));
    };
    const { page, complaints } = await openAt('/sign-in?next=%2Faccount');
    await enter(page, person.email);
    await title(page, 'Your account');
    await settle(page);
    const [anomalies, quotas] = [page.getByRole('checkbox', { name: 'Anomalies' }), page.getByRole('checkbox', { name: 'Quotas' })];
    expect([await anomalies.isChecked(), await quotas.isChecked()]).toEqual([false, false]);
    await page.getByText('Tells that 80 % and that 100 % of a quota are used, once each.').waitFor();
    await anomalies.click();
    await page.getByText('You get mails of anomalies from now on.').waitFor();
    await quotas.click();
    await page.getByText('You get mails of quotas from now on.').waitFor();
    await quotas.focus();
    await page.keyboard.press('Space');
    await page.getByText('You get no more mails of quotas.').waitFor();
    expect(await chosen()).toEqual([
      { kind: 'anomalies', is_mailed: true },
      { kind: 'quotas', is_mailed: false },
    ]);
    await check(page, 'account-mails');
    await setRole(person, 'billing');
    await page.reload();
    await title(page, 'Your account');
    await settle(page);
    // Anomalies and reports: whoever pays the bills sees no figures.
    await expect.poll(() => page.getByText('Your role may not read what it tells of, so you get none.').count()).toBe(2);
    expect([await anomalies.isChecked(), await anomalies.isDisabled(), await quotas.isDisabled()]).toEqual([false, true, false]);
    await check(page, 'account-mails-billing');
    expect(complaints.filter((one) => !EXPECTED.test(one))).toEqual([]);
  });

  test('whose tenant asks for a second factor get to their account alone until they have one', async () => {
    const { context } = world.database;
    const person = await personOf('viewer');
    await requireMfa(true);
    try {
      const { page } = await openAt('/conversions');
      await enter(page, person.email);
      await title(page, 'Your account');
      await page.getByText('This tenant asks its members for a second factor.').waitFor();
      await settle(page);
      await check(page, 'enrolment-needed');
      expect(await page.getByRole('link', { name: 'Conversions' }).count()).toBe(0);
      await press(page, 'Set up a second factor');
      const typed = await page.getByText(/^([A-Z2-7]{4} ){7}[A-Z2-7]{4}$/).innerText();
      const code = new TOTP({ secret: Secret.fromBase32(typed.replaceAll(' ', '')) }).generate({ timestamp: context.clock() });
      await page.getByLabel('Then enter the code it shows').fill(code);
      await press(page, 'Put it to use');
      await press(page, 'I have kept them');
      await page.getByRole('link', { name: 'Conversions' }).click();
      await title(page, 'Conversions');
    } finally {
      await requireMfa(false);
    }
  });

  test.each([
    ['light on a desk', {}],
    ['dark on a desk', { colorScheme: 'dark' }],
    ['light on a phone', PHONE],
    ['dark on a phone', { ...PHONE, colorScheme: 'dark' }],
  ] as [string, BrowserContextOptions][])('find their pages without fault: %s', async (name, options) => {
    const person = await personOf();
    const { page, complaints } = await openAt('/sign-in?next=%2Faccount', options);
    await title(page, 'Sign in');
    await check(page, `sign-in ${name}`);
    await enter(page, person.email);
    await title(page, 'Your account');
    await settle(page);
    await check(page, `account ${name}`);
    await press(page, 'Set up a second factor');
    await page.getByRole('img', { name: 'QR code for your authenticator app' }).waitFor();
    await check(page, `enrolment ${name}`);
    expect(complaints).toEqual([]);
  });

  test('get through it with the keyboard alone', async () => {
    const person = await personOf();
    const { page } = await openAt('/sign-in');
    await title(page, 'Sign in');
    await page.getByLabel('E-mail address').focus();
    await page.keyboard.type(person.email);
    await page.keyboard.press('Tab');
    await page.keyboard.type(PASSWORD);
    await page.keyboard.press('Enter');
    await title(page, 'Overview');
    await page.getByRole('link', { name: person.name }).focus();
    await page.keyboard.press('Enter');
    await title(page, 'Your account');
    await page.getByRole('button', { name: 'Set up a second factor' }).focus();
    await page.keyboard.press('Enter');
    await page.getByLabel('Then enter the code it shows').waitFor();
    await expect.poll(() => page.evaluate('document.activeElement?.getAttribute("name")')).toBe('code');
  });
});
