import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromium, unlessSkipped, visit } from './browser.ts';
import { addMember, openStage, type Stage } from './browser-person.ts';
import { cookieOf } from './people.ts';

const MOST_BYTES = 200_000;

describe.skipIf(chromium === undefined)(`the first load of the dashboard${unlessSkipped}`, () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(async () => stage?.close());

  test('takes no more than 200 kB, gzipped, until the overview stands with all it offers an owner, but for what charts need', async () => {
    const { world, browser } = stage;
    const owner = await addMember(stage, world.known, 'owner');
    const { page, complaints } = await visit(browser, world.server.url);
    const [name, value] = (await cookieOf(world.database.context, owner)).split('=');
    await page.context().addCookies([{ name, value, url: world.server.url }]);
    const sizes = new Map<string, Promise<number>>();
    page.on('response', (response) => {
      if (!['document', 'script', 'stylesheet'].includes(response.request().resourceType())) return;
      sizes.set(
        new URL(response.url()).pathname,
        response.body().then((body) => gzipSync(body, { level: 9 }).length),
      );
    });
    await page.goto('/');
    await page.getByRole('button', { name: 'Share report' }).waitFor();
    await page.locator('main [role=img] svg').first().waitFor();
    const counted = await Promise.all([...sizes].map(async ([path, bytes]) => ({ path, bytes: await bytes })));
    const charts = counted.filter(({ path }) => path.includes('/chart-canvas-'));
    expect(charts).toHaveLength(1);
    const bytes = counted.filter((one) => !charts.includes(one)).reduce((sum, one) => sum + one.bytes, 0);
    expect(bytes).toBeGreaterThan(100_000);
    expect(bytes).toBeLessThanOrEqual(MOST_BYTES);
    expect(complaints).toEqual([]);
  });
});
