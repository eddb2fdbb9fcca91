import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { recordUsageIn } from '../../../../server/src/metering/usage/service.ts';
import { createNetwork, type Network, openNetwork } from '../../../test/network.ts';

let network: Network;
const TODAY = new Date().toISOString().slice(0, 10);
const MONTH = TODAY.slice(0, 7);
beforeAll(async () => {
  network = await openNetwork((context) =>
    createNetwork(context, (tx) => recordUsageIn(context, tx, [{ meter: 'emails', id: '1', quantity: '250' }])),
  );
});
afterAll(() => network?.close());

const cost = (...words: string[]) => network.cost(...words);
const ofNetwork = (...words: string[]) => network.ofNetwork(...words);

test('a price is set, usage is booked by the server, and the bill is written and kept to every rule', async () => {
  expect((await ofNetwork('prices', 'list')).out).toMatch(/^emails +unpriced: quantities, and no cost/m);
  const set = await ofNetwork('prices', 'set', 'emails', '--price', '0.40', '--currency', 'EUR', '--per', '1000');
  expect(set).toMatchObject({ code: 0, err: '' });
  expect(set.out).toMatch(/^emails +0\.4 EUR for 1000 messages +\d{4}-\d{2}-\d{2} +operator/m);
  await expect
    .poll(async () => JSON.parse((await ofNetwork('entries', 'list', '--kind', 'usage', '--json')).out), {
      timeout: 60_000,
      interval: 1_000,
    })
    .toMatchObject([{ meter: 'emails', quantity: '250', amount: '0.1', currency: 'EUR', bookedMonth: MONTH }]);
  const words = ['--day', TODAY, '--currency', 'EUR'];
  const added = await ofNetwork('entries', 'add', 'credit', '--amount', '-2.50', '--note', '=Goodwill', ...words);
  expect(added).toMatchObject({ code: 0, err: '' });
  expect(added.out).toContain('-2.5 EUR');
  const entries = await ofNetwork('entries', 'list', '--csv', '--kind', 'credit');
  expect(entries.out).toMatch(/^id,kind,.*\n[^\n]*,EUR,-2\.5,[^\n]*,'=Goodwill,[^\n]*\n$/);
  const exported = await ofNetwork('export', 'bill.csv', '--month', MONTH, '--json');
  expect(JSON.parse(exported.out)).toEqual({ file: join(network.folder, 'bill.csv'), rows: 2 });
  expect(readFileSync(join(network.folder, 'bill.csv'), 'utf8')).toContain(",'=Goodwill,");
  const checked = await cost('validate', 'bill.csv');
  expect(checked).toMatchObject({ code: 0 });
  expect(checked.out).toMatch(/^Checked 2 rows against \d+ rules of ours/);
});

test('tiers come from a file, and what is wrong is told in a sentence', async () => {
  const tiers = [
    { upTo: '1000', price: '0.002' },
    { upTo: null, price: '0.001' },
  ];
  writeFileSync(join(network.folder, 'price.json'), JSON.stringify({ currency: 'USD', included: '100', tiers }));
  const set = await ofNetwork('prices', 'set', 'exports', '--file', 'price.json', '--own');
  expect(set.out).toMatch(/100 free, then 0\.002 up to 1000, 0\.001 USD for exports \(graduated\) .*tenant/);
  const refused = async (...words: string[]) => {
    const { code, err } = await ofNetwork(...words);
    expect(code).toBe(1);
    return err;
  };
  expect(await refused('prices', 'set', 'exports', '--price', '1e309', '--currency', 'USD')).toContain('no exponent');
  expect(await refused('prices', 'set', 'exports', '--price', '1', '--none')).toContain('Say one of');
  expect(await refused('prices', 'set', 'nothing', '--price', '1', '--currency', 'USD')).toContain('There is no such meter');
  expect(await refused('entries', 'list', '--month', 'November')).toContain('must be a month');
  expect(await refused('export', 'bill.csv', '--month', '2026-13')).toContain('must be a month');
});

test('the same month stands in the report, the forecast and the statement', async () => {
  const report = await ofNetwork('report', '--json');
  expect(JSON.parse(report.out)).toMatchObject({
    currencies: [{ currency: 'EUR', amount: '-2.4', rows: [{ key: null }, { key: 'emails' }] }],
  });
  expect((await ofNetwork('report', '--group-by', 'kind')).out).toMatch(/^usage +0\.1$/m);
  expect((await ofNetwork('forecast')).out).toContain('Fewer than three days of data: emails.');
  const csv = join(network.folder, 'statement.csv');
  const statement = await ofNetwork('statement', MONTH, '--csv', csv);
  expect(statement.out).toContain('total -2.40 EUR');
  expect(readFileSync(csv, 'utf8')).toContain(`${MONTH},EUR,usage,emails,`);
  expect((await cost('tenants')).out).toMatch(/^Network +EUR +0\.1 +0 +-2\.5 +0 +-2\.4$/m);
  const compared = await cost('tenants', '--compare', '2026-01');
  expect(compared.out).toMatch(/^tenant +usage +purchases +credits +taxes +total +2026-01 +change$/m);
  expect(compared.out).toMatch(/^Network +EUR +0\.1 +0 +-2\.5 +0 +-2\.4 +0 *$/m);
  expect(await ofNetwork('report', '--compare-from', TODAY)).toMatchObject({ code: 1 });
  expect((await ofNetwork('statement', '2026-13')).err).toContain('must be a month, such as 2026-11');
});
