import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Finding, Insight } from '../../../../server/src/ai/insights/schema.ts';
import { endInsightsIn, recordInsightIn } from '../../../../server/src/ai/insights/service.ts';
import { withInstallation } from '../../../../server/src/main.ts';
import { createTenant } from '../../../../server/src/tenants/service.ts';
import { emptyFolder, run, type Server, startServer } from '../../../test/program.ts';

const FOUND: Finding = {
  source: 'anomaly',
  kind: 'spike',
  key: 'spring 2026-11-10 conversions',
  day: '2026-11-10',
  subject: { type: 'campaign', key: 'spring' },
  finding: 'Conversions of spring were three times what is usual on a Tuesday.',
  evidence: [{ label: 'conversions', value: '30, where 8 to 14 were expected' }],
};

let folder: string;
let server: Server;

beforeAll(async () => {
  folder = emptyFolder();
  server = await startServer(folder);
  process.env.EARSHOT_DATA_DIR = join(folder, 'data');
  const network = { name: 'Network', slug: 'network', tier: 'free' } as const;
  const at = new Date('2026-11-11T01:00:00Z');
  await withInstallation(
    (context) =>
      createTenant(context, 'system', network, async (tx) => {
        await recordInsightIn(tx, FOUND, at);
        await recordInsightIn(tx, { ...FOUND, key: 'over', finding: 'Downloads stopped.' }, at);
        await endInsightsIn(tx, { source: 'anomaly', keys: ['over'] }, new Date('2026-11-12T01:00:00Z'));
      }),
    () => undefined,
  );
});
afterAll(async () => {
  await server?.stop();
  delete process.env.EARSHOT_DATA_DIR;
  rmSync(folder, { recursive: true, force: true });
});

const insights = (...words: string[]) => run(['ai', 'insights', ...words, '--tenant', 'network'], { folder });

test('findings are listed with what they rest on, marked with a note, and then no longer open', async () => {
  const { out } = await insights('list');
  expect(out).toContain('Conversions of spring were three times what is usual on a Tuesday.');
  expect(out).toContain('conversions: 30, where 8 to 14 were expected');
  const [{ id }] = JSON.parse((await insights('list', '--json')).out) as Insight[];
  const marked = await insights('mark', id, 'done', '--note', 'A sale ran.');
  expect(marked).toMatchObject({ code: 0, err: '' });
  expect(marked.out).toContain('note: A sale ran.');
  expect((await insights('list')).out).toBe('There are no findings that are open.\n');
  const over = (await insights('list', '--status', 'ended')).out;
  expect(over).toMatch(/ {2}ended {2}.*\n {2}Downloads stopped\.\n[^]*no longer so since 2026-11-12/);
  const all = JSON.parse((await insights('list', '--status', 'all', '--source', 'anomaly', '--json')).out) as Insight[];
  expect(all).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ id, status: 'done', note: 'A sale ran.' }),
      expect.objectContaining({ status: 'ended', endedAt: '2026-11-12T01:00:00.000Z' }),
    ]),
  );
});

test('what is no id, no status or too long a note is refused with what to do', async () => {
  const id = '00000000-0000-4000-8000-000000000000';
  for (const [words, says] of [
    [['mark', 'x', 'done'], '"x" is no id of a finding; "earshot ai insights list" shows them.'],
    [['mark', id, 'ended'], '"ended" is no status; say open, done, dismissed.'],
    [['mark', id, 'done', '--note', 'x'.repeat(501)], 'note: has at most 500 characters.'],
    [['mark', id, 'done'], 'There is no such insight.'],
  ] as const) {
    const { code, out, err } = await insights(...words);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain(says);
  }
});
