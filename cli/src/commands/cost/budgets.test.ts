import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Network, openNetwork } from '../../../test/network.ts';

let network: Network;
beforeAll(async () => {
  network = await openNetwork();
});
afterAll(() => network?.close());

const ofNetwork = (...words: string[]) => network.ofNetwork(...words);
const LIMIT = ['--amount', '10.00', '--currency', 'USD'];

test('a budget is set, the server tells what is reached of it, and it is removed', async () => {
  const set = await ofNetwork('budgets', 'set', 'search', '--feature', 'search', '--name', 'Search', ...LIMIT);
  expect(set).toMatchObject({ code: 0, err: '' });
  expect(set.out).toMatch(/^search +feature search +\d{4}-\d\d-01 to \d{4}-\d\d-\d\d +0 USD +10 USD +0 % +Not enough data/m);
  const today = new Date().toISOString().slice(0, 10);
  const words = ['--day', today, '--amount', '8.12', '--currency', 'USD', '--feature', 'search', '--note', 'Search'];
  expect(await ofNetwork('entries', 'add', 'purchase', ...words)).toMatchObject({ code: 0, err: '' });
  await expect
    .poll(async () => JSON.parse((await ofNetwork('alerts', '--json')).out), { timeout: 60_000, interval: 1_000 })
    .toMatchObject([
      { budget: 'search', kind: 'actual', threshold: '80', used: '8.12', isLate: false },
      { budget: 'search', kind: 'actual', threshold: '50' },
    ]);
  expect((await ofNetwork('budgets', 'list')).out).toMatch(/8\.12 USD +10 USD +81\.2 %/);
  expect((await ofNetwork('budgets', 'remove', 'search')).out).toBe('Removed the budget search; its alerts stay.\n');
  expect(JSON.parse((await ofNetwork('budgets', 'list', '--json')).out)).toEqual([]);
  expect((await ofNetwork('alerts', '--budget', 'search')).out).toContain('The budget “Search” has reached 80 % of its limit');
});

test('what is wrong is told in a sentence', async () => {
  const refused = async (...words: string[]) => {
    const { code, err } = await ofNetwork('budgets', ...words);
    expect(code).toBe(1);
    return err;
  };
  expect(await refused('set', 'b', '--amount', '1e309', '--currency', 'USD')).toContain('no exponent');
  expect(await refused('set', 'No Key', ...LIMIT)).toContain('must be small letters');
  expect(await refused('set', 'b', ...LIMIT, '--actual', '0')).toContain('at least 1 %');
  expect(await refused('set', 'b', ...LIMIT, '--campaign', 'never')).toContain('There is no campaign with this key');
  expect(await refused('set', 'b', ...LIMIT, '--campaign', 'a', '--feature', 'b')).toContain('Say one of');
  expect(await refused('set', 'b', ...LIMIT, '--period', 'flight', '--from', '2026-11-02', '--to', '2026-11-01')).toContain(
    'must not lie before',
  );
  expect(await refused('remove', 'never')).toContain('There is no such budget');
});
