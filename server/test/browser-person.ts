import axe from 'axe-core';
import { mkdirSync } from 'node:fs';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { expect } from 'vitest';
import { hashSecret } from '../src/platform/password-hash.ts';
import type { Role } from '../src/tenants/authorize.ts';
import { launchBrowser, settle, visit, type Visit } from './browser.ts';
import type { TestTenant } from './database.ts';
import { type DashboardWorld, openDashboard } from './dashboard-world.ts';
import { addTestMember, cookieOf, createTestPerson, type TestPerson } from './people.ts';

const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const SHOTS = process.env.EARSHOT_SHOTS;

const PASSWORD = 'seven quiet herons at dawn';

/** What a visit needs: a served dashboard and a browser. */
export interface Open {
  world: DashboardWorld;
  browser: Browser;
}

/** A served dashboard and a browser, until `close`. */
export interface Stage extends Open {
  close(): Promise<void>;
}

/** Serves a small dashboard and starts a browser for it. */
export async function openStage(): Promise<Stage> {
  const world = await openDashboard(4);
  const browser = await launchBrowser();
  const close = async () => {
    await browser.close();
    await world.close();
  };
  return { world, browser, close };
}

/** A new person with a password, who is a member of a tenant. */
export async function addMember({ world: { database } }: Stage, { tenantId }: TestTenant, role: Role): Promise<TestPerson> {
  const person = await createTestPerson(database.context, { passwordHash: await hashSecret(PASSWORD) });
  await addTestMember(database.context, person, tenantId, role);
  return person;
}

/** Opens a room in a fresh session of a person who has just proved who they are. */
export async function visitAsPerson(
  { world, browser }: Open,
  person: TestPerson,
  path: string,
  options: BrowserContextOptions = {},
): Promise<Visit> {
  const opened = await visit(browser, world.server.url, options);
  const [name, value] = (await cookieOf(world.database.context, person)).split('=');
  await opened.page.context().addCookies([{ name, value, url: world.server.url }]);
  await opened.page.goto(path);
  await settle(opened.page);
  return opened;
}

const AT_REST = `Promise.allSettled(document.getAnimations()
  .filter(({ effect }) => effect?.getComputedTiming().iterations !== Infinity)
  .map(({ finished }) => finished)).then(() => undefined)`;

/** Waits until nothing that comes to an end moves or changes its colour any more. */
export async function comeToRest(page: Page): Promise<void> {
  await page.evaluate(AT_REST);
}

/** Every finding of axe about the page as it stands, as one line each. */
export async function findings(page: Page): Promise<string[]> {
  await comeToRest(page);
  if (!(await page.evaluate<boolean>(`'axe' in window`))) await page.evaluate(axe.source);
  const { violations } = await page.evaluate<axe.AxeResults>(
    `axe.run(document, { runOnly: { type: 'tag', values: ${JSON.stringify(WCAG)} } })`,
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} at ${target.join(' ')}: ${failureSummary}`),
  );
}

/** Keeps a picture of the page in the folder that `EARSHOT_SHOTS` names, when it names one. */
async function shoot(page: Page, name: string): Promise<void> {
  if (SHOTS === undefined) return;
  mkdirSync(SHOTS, { recursive: true });
  await page.screenshot({ path: `${SHOTS}/${name}.png`, fullPage: true });
}

/** Looks at a page as it stands in light, in dark and on a phone: nothing against WCAG 2.2 AA, nothing wider than the screen. */
export async function checkEverywhere(page: Page, name: string): Promise<void> {
  const look = async (how: string) => {
    expect(await findings(page), `${name}, ${how}`).toEqual([]);
    await shoot(page, `${name} ${how}`);
  };
  await look('light');
  await page.emulateMedia({ colorScheme: 'dark' });
  await look('dark');
  await page.setViewportSize({ width: 375, height: 780 });
  await expect.poll(() => page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
  await look('dark phone');
  await page.emulateMedia({ colorScheme: 'light' });
  await shoot(page, `${name} light phone`);
}

/** Presses the first button of a name, which opens a dialog. */
export async function pressToOpen(page: Page, name: string | RegExp, opens: 'dialog' | 'alertdialog' = 'dialog'): Promise<void> {
  await page.getByRole('button', { name }).first().click();
  await page.getByRole(opens).waitFor();
}

/** Signs in as a member that `addMember` made, on the page that asks for it. */
export async function signIn(page: Page, { email }: TestPerson): Promise<void> {
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

/** Answers the question that comes before what is sensitive, as a member that `addMember` made. */
export async function proveWhoItIs(page: Page): Promise<void> {
  const question = page.getByRole('dialog', { name: 'Confirm that it is you' });
  await question.getByLabel('Your password').fill(PASSWORD);
  await question.getByRole('button', { name: 'Confirm' }).click();
}

/** Waits until the page says that something was done. */
export async function said(page: Page, text: string): Promise<void> {
  await page.getByRole('status').filter({ hasText: text }).waitFor();
}
