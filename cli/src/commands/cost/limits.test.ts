import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Network, openNetwork } from '../../../test/network.ts';

let network: Network;
beforeAll(async () => {
  network = await openNetwork();
});
afterAll(() => network?.close());

const limits = (...words: string[]) => network.ofNetwork('limits', ...words);

test('a limit is set, listed and removed', async () => {
  expect((await limits('list')).out).toBe('No limits. Set one with "earshot cost limits set".\n');
  const made = await limits(
    'set',
    'ai',
    '--meter',
    'ai_spend_usd',
    '--soft',
    '8',
    '--hard',
    '10',
    '--feature',
    'ad_scan',
    '--grace-percent',
    '20',
  );
  expect(made).toMatchObject({ code: 0, err: '' });
  expect(made.out).toMatch(
    /^ai +ai_spend_usd \(USD\) +feature ad_scan, a month +0 +0 +8 +10 \+20 % +below, 0 % +\d{4}-\d\d-01T00:00:00Z\n$/m,
  );
  const { items } = JSON.parse((await limits('list', '--json')).out) as { items: object[] };
  expect(items).toMatchObject([
    { key: 'ai', allowed: '12', used: '0', entity: { type: 'feature', key: 'ad_scan' }, whenUnknown: 'refuse' },
  ]);
  expect((await limits('remove', 'ai')).out).toBe('The limit "ai" is removed.\n');
  expect(await limits('remove', 'ai')).toMatchObject({ code: 1, err: expect.stringContaining('There is no such limit.') });
});

test.each([
  [['Ai', '--meter', 'exports', '--hard', '1'], 'The key of a limit must hold small letters'],
  [['ai', '--meter', 'exports', '--hard', '1e309'], '--hard must be a plain decimal number'],
  [['ai', '--meter', 'exports', '--hard', 'NaN'], '--hard must be a plain decimal number'],
  [['ai', '--meter', 'exports'], '--hard is missing: give a soft limit, a hard one or both'],
  [['ai', '--meter', 'exports', '--hard', '1', '--grace-percent', 'x'], '--grace-percent must be a whole number from 0 to 100'],
  [['ai', '--meter', 'exports', '--hard', '1', '--campaign', 'a', '--feature', 'b'], 'Say --campaign or --feature, not both.'],
  [['ai', '--meter', 'never', '--hard', '1'], 'There is no meter "never"'],
  [['ai', '--meter', 'emails', '--hard', '1'], 'nothing can be refused by it'],
])('set %j is refused with a sentence', async (words, sentence) => {
  const answer = await limits('set', ...words);
  expect(answer.code).toBe(1);
  expect(answer.err).toContain(sentence);
});
