import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Usage } from '../../../../server/src/metering/usage/schema.ts';
import { type Network, openNetwork } from '../../../test/network.ts';
import { run, runJson } from '../../../test/program.ts';

let network: Network;
beforeAll(async () => {
  network = await openNetwork();
});
afterAll(() => network?.close());

const cost = (...words: string[]) => network.ofNetwork(...words);
const event = (id: string, value: number | string) =>
  JSON.stringify({ id, source: 'calendar', type: 'studio_hours', time: new Date().toISOString(), data: { value, campaign: 'spring' } });

test('a meter is made, takes the events of a file once each, and its sum is shown', async () => {
  const made = await cost('meters', 'set', 'studio_hours', '--unit', 'hours', '--aggregation', 'sum', '--description', 'Of the studio.');
  expect(made).toMatchObject({ code: 0, err: '', out: 'studio_hours  sum of hours\n  Of the studio.\n' });
  writeFileSync(join(network.folder, 'used.ndjson'), [event('1', '1000.5'), event('2', 234), event('3', -1), 'no JSON', ''].join('\n'));
  const imported = await run(['import', 'usage', 'used.ndjson', '--tenant', 'network'], { folder: network.folder });
  expect(imported.out).toMatch(
    /^2 accepted, 0 duplicates, 2 rejected\. The rejected lines, with reasons, are in .*used\.ndjson\.rejected\.ndjson\.$/m,
  );
  expect(readFileSync(join(network.folder, 'used.ndjson.rejected.ndjson'), 'utf8')).toMatch(/"line":3.*decimal that is not negative/);
  const again = await runJson(['import', 'usage', 'used.ndjson', '--tenant', 'network'], { folder: network.folder });
  expect(again).toMatchObject({ accepted: 0, duplicates: 2, rejected: 2 });
  const shown = await cost('usage', '--meter', 'studio_hours', '--group-by', 'campaign');
  expect(shown.out).toMatch(
    /^Used from .* up to .* \(excluded\), days of UTC:\nmeter +campaign +quantity +unit\nstudio_hours +spring +1,234\.5 +hours\n$/,
  );
  const { rows } = JSON.parse((await cost('usage', '--meter', 'studio_hours', '--json')).out) as Usage;
  expect(rows).toEqual([{ meter: 'studio_hours', unit: 'hours', aggregation: 'sum', key: null, quantity: '1234.5', events: 2 }]);
});

test('meters are listed, and what cannot be is said with what to do', async () => {
  expect((await cost('meters', 'list')).out).toMatch(
    /^api_calls {2}sum of requests, counted by Earshot\n[^]*\nstudio_hours {2}sum of hours\n/m,
  );
  expect((await cost('meters', 'set', 'No', '--unit', 'x', '--aggregation', 'sum')).err).toContain('must begin with a small letter');
  expect((await cost('meters', 'remove', 'studio_hours')).err).toContain('would lose its meaning');
  expect((await cost('usage', '--from', 'yesterday')).err).toContain('--from must be a day, such as 2026-11-01.');
  expect((await run(['import', 'usage', 'used.csv', '--tenant', 'network'], { folder: network.folder })).err).toContain(
    'is no .ndjson file',
  );
  await cost('meters', 'set', 'spare', '--unit', 'x', '--aggregation', 'count');
  expect((await cost('meters', 'remove', 'spare')).out).toBe('The meter "spare" is removed.\n');
});
