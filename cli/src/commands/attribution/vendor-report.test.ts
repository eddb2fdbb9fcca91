import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { VendorComparison } from '../../../../server/src/attribution/vendor-reports/schema.ts';
import { emptyFolder, run, runJson } from '../../../test/program.ts';

let folder: string;
beforeAll(async () => {
  folder = emptyFolder();
  await runJson(['tenants', 'create', '--name', 'Agency', '--slug', 'agency', '--tier', 'enterprise'], { folder });
  const touch = (id: string, ip: string, connectionType: string) => ({
    id,
    occurredAt: '2026-09-10T10:00:00Z',
    kind: 'download',
    campaign: 'autumn',
    identity: { ip, userAgent: 'AppleCoreMedia/1.0' },
    metadata: { connectionType },
  });
  write('touches.ndjson', [
    touch('t1', '203.0.113.1', 'household'),
    touch('t2', '203.0.113.2', 'household'),
    touch('t3', '203.0.113.3', 'household'),
    touch('t4', '203.0.113.4', 'mobile'),
  ]);
  const order = { id: 'o1', occurredAt: '2026-09-12T10:00:00Z', kind: 'purchase', valueMinor: 5_000, currency: 'USD' };
  write('orders.ndjson', [{ ...order, identity: { ip: '203.0.113.1' }, metadata: { connectionType: 'household' } }]);
  await runJson(['import', 'touchpoints', 'touches.ndjson', '--tenant', 'agency'], { folder });
  await runJson(['import', 'conversions', 'orders.ndjson', '--tenant', 'agency'], { folder });
  await runJson(['attribution', 'run', '--tenant', 'agency'], { folder });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const write = (name: string, lines: (object | string)[]) =>
  writeFileSync(join(folder, name), lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'));
const report = (file: string, vendor = 'podscribe') => [
  'import',
  'vendor-report',
  vendor,
  file,
  '--tenant',
  'agency',
  '--from',
  '2026-09-01',
  '--to',
  '2026-10-01',
];

test("a vendor's export stands beside ours, with the steps from our figure to theirs", async () => {
  write('theirs.csv', ['\uFEFFCampaign Name,Publisher,Impressions,Reach,Conversions,Revenue', 'Autumn,Acme,"1,004",4,1.33,"$66.67"']);
  const { rows, notes } = await runJson<VendorComparison>(report('theirs.csv'), { folder });
  expect(rows).toMatchObject([{ name: 'Autumn', key: 'autumn', usableShare: 0.75 }]);
  const [impressions, reach, purchases, revenue] = rows[0].differences;
  expect(impressions).toMatchObject({ vendor: 1_004, ours: 4, isBeyondTolerance: true, unexplained: 1_000 });
  expect(reach).toMatchObject({ vendor: 4, ours: 3, isBeyondTolerance: true, unexplained: 0 });
  expect(purchases.steps.map(({ reason, value }) => [reason, value])).toEqual([
    ['vendor_options', 1],
    ['exposures_only', 1],
    ['scaled_up', expect.closeTo(4 / 3, 9)],
  ]);
  expect(purchases.unexplained).toBeCloseTo(0, 1);
  expect(revenue).toMatchObject({ metric: 'revenueMinor', vendor: 6_667, ours: 5_000, unexplained: expect.closeTo(0, 0) });
  expect(notes.join(' ')).toContain('refunds');
});

test('is said in words, and what was not read is named', async () => {
  const { out, err, code } = await run(report('theirs.csv'), { folder });
  expect({ code, err }).toEqual({ code: 0, err: 'earshot: not read: Publisher\n' });
  expect(out).toContain('impressions: podscribe 1,004, ours 4, difference +1,000 (+99.6 %)  beyond ±5 %');
  expect(out).toContain("scaled up by Podscribe from the 75.0 % of exposures on a household's address to all of them: 1.3");
});

test.each([
  ['no column for a name', ['Line,Impressions', 'a,1'], 'The file has no column that names the campaign or the show'],
  ['a cell that is no number', ['Campaign,Impressions', 'a,many'], 'line 2: "many" in the column of impressions is not a number'],
  ['nothing below the header', ['Campaign,Impressions'], 'The file has no line below its header.'],
  ['a line without a name', ['Campaign,Impressions', ',5'], 'row 1: name a name is needed'],
])('a file with %s is refused whole', async (_what, lines, sentence) => {
  write('bad.csv', lines);
  const { code, err } = await run(report('bad.csv'), { folder });
  expect(code).toBe(1);
  expect(err).toContain(sentence);
});
