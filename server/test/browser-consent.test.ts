import { createServer, type Server } from 'node:http';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createOauthClient } from '../src/security/oauthclients/service.ts';
import type { CreatedOauthClient } from '../src/security/oauthclients/schema.ts';
import { chromium, launchBrowser, unlessSkipped, visit } from './browser.ts';
import { createPerson, openOauthDriver, type Person } from './oauth-world.ts';
import { openWorld, type World } from './world.ts';

let world: World;
let browser: Browser;
let program: Server;
let programUrl: string;
let client: CreatedOauthClient;
let ann: Person;

/** A program of another site: to a browser `localhost` is another one than `127.0.0.1`. */
async function startProgram(): Promise<void> {
  program = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html');
    response.end(`<a href="${openOauthDriver(world).authorizeUrl(client).replaceAll('&', '&amp;')}">Sign in with Earshot</a>`);
  });
  await new Promise<void>((done) => {
    program.listen(0, done);
  });
  const address = program.address();
  programUrl = `http://localhost:${typeof address === 'object' ? address?.port : 0}`;
}

async function openSignOut(page: Page, parameters: Record<string, string>): Promise<void> {
  await page.goto(programUrl);
  const address = `${world.server.url}/oauth/end-session?${new URLSearchParams(parameters).toString()}`;
  await page.evaluate(`location.href = ${JSON.stringify(address)}`);
  await page.getByRole('heading', { name: 'Sign out of Earshot?' }).waitFor();
}

async function openConsent(scheme: 'light' | 'dark'): Promise<{ page: Page; complaints: string[] }> {
  const opened = await visit(browser, world.server.url, { colorScheme: scheme });
  const cookie = { name: 'earshot_session', value: ann.sessionToken, url: world.server.url, httpOnly: true, sameSite: 'Strict' } as const;
  await opened.page.context().addCookies([cookie]);
  await opened.page.goto(programUrl);
  await opened.page.getByRole('link').click();
  await opened.page.getByRole('heading', { level: 1 }).filter({ hasText: 'asks for access' }).waitFor();
  return opened;
}

/** Whatever faults axe finds. The page runs no script, so what looks for them runs in a copy of it. */
async function faultsOf(page: Page, scheme: 'light' | 'dark'): Promise<string[]> {
  const copy = await visit(browser, world.server.url, { colorScheme: scheme });
  await copy.page.setContent(await page.content());
  await copy.page.addScriptTag({ content: axe.source });
  const found = await copy.page.evaluate<{ violations: { id: string }[] }>('axe.run()');
  return found.violations.map(({ id }) => id);
}

describe.skipIf(chromium === undefined)(`the consent page in a browser${unlessSkipped}`, () => {
  beforeAll(async () => {
    world = await openWorld();
    browser = await launchBrowser();
    ann = await createPerson(world, [[world.mine, 'viewer']]);
    await startProgram();
    const input = { name: 'Weekly report', kind: 'web', redirectUris: [`${programUrl}/cb`], scopes: ['openid', 'email', 'read'] } as const;
    client = await createOauthClient(world.database.context, world.mine.actor, {
      ...input,
      postLogoutRedirectUris: [`${programUrl}/bye`],
      redirectUris: [...input.redirectUris],
      scopes: [...input.scopes],
    });
  });
  afterAll(async () => {
    await browser?.close();
    program?.close();
    await world?.close();
  });

  test('is reached from another site although the session stays behind at first, and leads back with a code', async () => {
    const { page, complaints } = await openConsent('light');
    await page.getByRole('button', { name: 'Allow' }).click();
    await page.waitForURL(`${programUrl}/cb?**`);
    expect(new URL(page.url()).searchParams.get('code')).toMatch(/^[\w-]{43}$/);
    expect(complaints.filter((one) => !one.includes('favicon'))).toEqual([]);
  });

  test('leads back without a code when the person refuses', async () => {
    const { page } = await openConsent('light');
    await page.getByRole('button', { name: 'Refuse' }).click();
    await page.waitForURL(`${programUrl}/cb?**`);
    expect(new URL(page.url()).searchParams.get('error')).toBe('access_denied');
  });

  test.each(['light', 'dark'] as const)('can be read and used by everybody, in %s', async (scheme) => {
    const { page } = await openConsent(scheme);
    expect(await faultsOf(page, scheme)).toEqual([]);
  });

  test.each(['light', 'dark'] as const)('is followed by a page to sign out on, which leads back to the program, in %s', async (scheme) => {
    const leaver = await createPerson(world, [[world.mine, 'viewer']]);
    const { id_token: hint } = await openOauthDriver(world).tokens(leaver, client, 'openid read');
    const { page, complaints } = await visit(browser, world.server.url, { colorScheme: scheme });
    const cookie = {
      name: 'earshot_session',
      value: leaver.sessionToken,
      url: world.server.url,
      httpOnly: true,
      sameSite: 'Strict',
    } as const;
    await page.context().addCookies([cookie]);
    await openSignOut(page, { id_token_hint: hint, post_logout_redirect_uri: `${programUrl}/bye`, state: 'a state' });
    expect(await page.getByRole('main').innerText()).toContain(leaver.email);
    expect(await faultsOf(page, scheme)).toEqual([]);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.waitForURL(`${programUrl}/bye?**`);
    expect(new URL(page.url()).searchParams.get('state')).toBe('a state');
    expect((await page.context().cookies()).map(({ name }) => name)).not.toContain('earshot_session');
    expect(complaints.filter((one) => !one.includes('favicon'))).toEqual([]);
  });
});
