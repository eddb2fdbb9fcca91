import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Network, openNetwork } from '../../../test/network.ts';

let network: Network;
const TODAY = new Date().toISOString().slice(0, 10);
const MONTH = TODAY.slice(0, 7);
beforeAll(async () => {
  network = await openNetwork();
});
afterAll(() => network?.close());

const ofNetwork = (...words: string[]) => network.ofNetwork(...words);
const over = ['--month', MONTH, '--dimension', 'feature'];

test('a bill is split by rules from a file, listed and shown again, and the same inputs make no further version', async () => {
  const words = ['--day', TODAY, '--currency', 'EUR'];
  await ofNetwork('entries', 'add', 'purchase', '--amount', '10.00', '--note', 'Hosting', '--feature', 'hosting', ...words);
  await ofNetwork('entries', 'add', 'purchase', '--amount', '1.00', '--note', 'Support', ...words);
  const rest = { kind: 'fixed', shares: [{ owner: 'reports', percent: '60' }] };
  writeFileSync(join(network.folder, 'rules.json'), JSON.stringify({ pools: [], rest }));
  const set = await ofNetwork('allocations', 'rules', '--dimension', 'feature', '--file', 'rules.json');
  expect(set).toMatchObject({ code: 0, err: '' });
  expect(set.out).toMatch(/^other +all else +fixed reports 60 %/m);
  const first = await ofNetwork('allocations', 'run', ...over);
  expect(first).toMatchObject({ code: 0, err: '' });
  expect(first.out).toContain('€11.00, over features: version 1');
  expect(first.out).toMatch(/^hosting +direct +direct +€10\.00$/m);
  expect(first.out).toMatch(/^reports +shared +other +fixed +60 percent +€0\.60$/m);
  expect(first.out).toMatch(/^\(idle\) +idle +other +fixed +40 percent +€0\.40$/m);
  const again = JSON.parse((await ofNetwork('allocations', 'run', ...over, '--json')).out);
  expect(again).toMatchObject({ version: 1, invoices: [{ currency: 'EUR', amountMinor: 1_100 }] });
  expect((await ofNetwork('allocations', 'list')).out).toContain(again.id);
  expect((await ofNetwork('allocations', 'show', again.id)).out).toBe(first.out);
});

test('margins say what they lack', async () => {
  expect((await ofNetwork('margins')).out).toContain('no campaign has spend, cost or deliveries.');
  expect((await ofNetwork('margins')).out).toContain(`Not split yet: ${MONTH}.`);
  await ofNetwork('allocations', 'run', '--month', MONTH, '--dimension', 'campaign');
  expect((await ofNetwork('margins')).out).toContain('Borne by no campaign: €0.00 idle, €11.00 unassigned.');
});

test('what is wrong is told in a sentence', async () => {
  const refused = async (...words: string[]) => {
    const { code, err } = await ofNetwork(...words);
    expect(code).toBe(1);
    return err;
  };
  expect(await refused('allocations', 'run', '--month', '2999-01', '--dimension', 'campaign')).toContain('must not be later');
  expect(await refused('allocations', 'run', '--month', 'May', '--dimension', 'campaign')).toContain('must be a month');
  expect(await refused('allocations', 'show', 'nothing')).toContain('is no id');
  expect(await refused('allocations', 'rules', '--dimension', 'feature')).toContain('together');
  writeFileSync(
    join(network.folder, 'wrong.json'),
    JSON.stringify({ pools: [], rest: { kind: 'usage', meter: 'events', capacity: '1e309' } }),
  );
  expect(await refused('allocations', 'rules', '--dimension', 'feature', '--file', 'wrong.json')).toContain('no exponent');
  expect(await refused('margins', '--from', '2026-13')).toContain('must be a month');
});
