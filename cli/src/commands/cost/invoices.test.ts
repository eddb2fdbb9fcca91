import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTenant } from '../../../../server/src/tenants/service.ts';
import { createNetwork, type Network, openNetwork } from '../../../test/network.ts';

let network: Network;
const MONTH = new Date().toISOString().slice(0, 7);
beforeAll(async () => {
  network = await openNetwork(async (context) => {
    await createNetwork(context);
    await createTenant(context, 'system', { name: 'Agency', slug: 'agency', tier: 'free' });
  });
});
afterAll(() => network?.close());

const invoices = (...words: string[]) => network.cost('invoices', ...words);

test("the operator's invoice is split to the cent, and booked in the tenants' bills once", async () => {
  const pools = [{ key: 'hosting', amount: '10.01', driver: { kind: 'even' } }];
  writeFileSync(join(network.folder, 'invoice.json'), JSON.stringify({ month: MONTH, currency: 'EUR', pools }));
  const split = await invoices('split', 'invoice.json', '--json');
  expect(split).toMatchObject({ code: 0, err: '' });
  const { id, amountMinor, lines } = JSON.parse(split.out) as { id: string; amountMinor: number; lines: { amountMinor: number }[] };
  expect(amountMinor).toBe(1_001);
  expect(lines.reduce((sum, line) => sum + line.amountMinor, 0)).toBe(1_001);
  expect((await invoices('list')).out).toContain(id);
  expect((await invoices('show', id)).out).toContain('€10.01: version 1.');
  expect((await invoices('book', id)).out).toMatch(/^\d entries were booked in the bills of \d tenants\.$/m);
  expect((await invoices('book', id)).out).toBe('All of it was booked before.\n');
  const bill = await network.ofNetwork('entries', 'list');
  expect(bill.out).toContain('hosting');
  expect(bill.out).not.toContain('Agency');
});

test('what is wrong is told in a sentence', async () => {
  writeFileSync(join(network.folder, 'wrong.json'), JSON.stringify({ month: MONTH, currency: 'EUR', pools: [] }));
  expect(await invoices('split', 'wrong.json')).toMatchObject({ code: 1, err: expect.stringContaining('must not be empty') as string });
  expect(await invoices('show', 'nothing')).toMatchObject({ code: 1, err: expect.stringContaining('is no id of a split') as string });
  writeFileSync(join(network.folder, 'broken.json'), '{');
  expect(await invoices('split', 'broken.json')).toMatchObject({
    code: 1,
    err: expect.stringContaining('cannot be read as JSON') as string,
  });
});
