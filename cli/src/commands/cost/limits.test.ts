import { rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { emptyFolder, run, type Server, startServer } from '../../../test/program.ts';

let folder: string;
let server: Server;
beforeAll(async () => {
  folder = emptyFolder();
  server = await startServer(folder);
  await run(['tenants', 'create', '--name', 'Network', '--slug', 'network', '--tier', 'free'], { folder });
});
afterAll(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const limits = (...words: string[]) => run(['cost', 'limits', ...words, '--tenant', 'network'], { folder });

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
