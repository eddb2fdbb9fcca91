import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Recommendation, RecommendationLook } from '../../../../server/src/ai/recommendations/schema.ts';
import { withInstallation } from '../../../../server/src/main.ts';
import { createTenant } from '../../../../server/src/tenants/service.ts';
import { acceptConversions } from '../../../../server/src/tracking/intake/service.ts';
import { operatorOf } from '../../installation.ts';
import { emptyFolder, run, type Server, startServer } from '../../../test/program.ts';

const DAYS_AGO = 45;
const ORDERS = 40;

let folder: string;
let server: Server;
beforeAll(async () => {
  folder = emptyFolder();
  server = await startServer(folder);
  process.env.EARSHOT_DATA_DIR = join(folder, 'data');
  await withInstallation(
    async (context) => {
      await createTenant(context, 'system', { name: 'Network', slug: 'network', tier: 'free' });
      const occurredAt = new Date(context.clock() - DAYS_AGO * 86_400_000).toISOString();
      const conversions = Array.from({ length: ORDERS }, (_, place) => ({
        id: `glow-${place}`,
        occurredAt,
        kind: 'purchase',
        valueMinor: 4_000,
        currency: 'USD',
        promoCode: 'GLOW',
      }));
      const { rejected } = await acceptConversions(context, await operatorOf(context, 'network'), conversions, 'server');
      if (rejected.length > 0) throw new Error(JSON.stringify(rejected[0]));
    },
    () => undefined,
  );
});
afterAll(async () => {
  await server?.stop();
  delete process.env.EARSHOT_DATA_DIR;
  rmSync(folder, { recursive: true, force: true });
});

const recommendations = (...words: string[]) => run(['ai', 'recommendations', ...words, '--tenant', 'network'], { folder });

async function printed(...words: string[]): Promise<string> {
  const { code, out, err } = await recommendations(...words);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return out;
}
const listed = async (...words: string[]) => JSON.parse(await printed('list', '--json', ...words)) as Recommendation[];

test('a look finds what to do, which is listed, shown with its evidence, dismissed and done', async () => {
  expect(await printed('refresh')).toBe('1 recommendation is open.\n');
  const [{ id }, ...others] = await listed();
  expect(others).toEqual([]);
  const title = 'Say whose promo code GLOW is';
  const gain = '40 conversions become known (80 %: 32 to 48)';
  expect(await printed('list')).toBe(`${id}  open  fix_tracking  ${title}  ${gain}\n`);
  const shown = await printed('show', id);
  expect(shown).toContain(`Expected in 90 days: ${gain}, with a chance of `);
  expect(shown).toMatch(/Evidence:\n {2}orders with the code GLOW: 40\n {4}orders that carry it/);
  expect(shown).toMatch(/What would change our mind:\n {2}The code is none of an ad/);

  expect(await printed('dismiss', id, '--note', 'A voucher of the shop.')).toBe(`${id}  dismissed  fix_tracking  ${title}  ${gain}\n`);
  expect(await listed('--status', 'open')).toEqual([]);
  expect(await listed('--status', 'dismissed')).toMatchObject([{ id, note: 'A voucher of the shop.' }]);
  expect(await printed('show', id)).toMatch(/^dismissed by .+ on \d{4}-\d\d-\d\d: A voucher of the shop\.$/m);

  expect(await printed('done', id)).toMatch(/\nThe outcome can be told from \d{4}-\d\d-\d\d on\.\n$/);
  const decided = JSON.parse(await printed('show', id, '--json')) as Recommendation;
  expect(decided).toMatchObject({ id, status: 'done', outcome: null, note: null, evidence: [{ value: '40' }] });
});

test('what is decided on is not told again, and a look says why nothing is told', async () => {
  const look = JSON.parse(await printed('refresh', '--json')) as RecommendationLook;
  expect(look).toMatchObject({ open: 0, conversions: ORDERS });
  expect(await printed('refresh')).toMatch(/^There is no recommendation\. Why, by kind:\n {2}move budget: /);
  expect(await printed('list', '--status', 'open')).toContain('  cap frequency: ');
});

test.each([
  [['list', '--status', 'gone'], '--status must be one of open, dismissed, done, lapsed.'],
  [['show', 'x'], '"x" is no id of a recommendation; "earshot ai recommendations list" shows them.'],
  [['show', '00000000-0000-4000-8000-000000000000'], 'There is no such recommendation.'],
  [['done', '00000000-0000-4000-8000-000000000000'], 'There is no such recommendation.'],
  [['dismiss', '00000000-0000-4000-8000-000000000000', '--note', 'x'.repeat(1_001)], '--note has at most 1,000 characters.'],
])('%j is refused and says why', async (words, reason) => {
  const { code, out, err } = await recommendations(...words);
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).toContain(reason);
});
