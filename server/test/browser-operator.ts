import { settle, visit, type Visit } from './browser.ts';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import type { TestDatabase } from './database.ts';
import type { TestServer } from './http.ts';
import { createTestOperator, signInOf } from './operators.ts';

/** A server, the database behind it, and a browser. */
interface Ground {
  browser: Browser;
  world: { database: TestDatabase; server: TestServer };
}

/** Opens a room as a new operator, by the door that stands before it. */
export async function visitAsOperator({ browser, world }: Ground, path: string, options: BrowserContextOptions = {}): Promise<Visit> {
  const { context } = world.database;
  const opened = await visit(browser, world.server.url, { viewport: { width: 1280, height: 900 }, ...options });
  const { page } = opened;
  const { email, password, code } = signInOf(context, await createTestOperator(context));
  await page.goto(path);
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByLabel('Code of the authenticator app').fill(code);
  await page.getByRole('button', { name: 'Sign in as an operator' }).click();
  await page.getByRole('button', { name: 'Sign out' }).waitFor();
  await settle(page);
  return opened;
}
