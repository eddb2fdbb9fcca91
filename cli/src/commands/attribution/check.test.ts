import { rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { emptyFolder, run, runJson, type Server, startServer } from '../../../test/program.ts';

let folder: string;
let server: Server;
let apiKey: string;
beforeAll(async () => {
  folder = emptyFolder();
  server = await startServer(folder);
  ({ apiKey } = await runJson<{ apiKey: string }>(['tenants', 'create', '--name', 'A', '--slug', 'a'], { folder }));
});
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();
const identity = { userId: 'u' };
const own = (...words: string[]) => run(['attribution', ...words, '--tenant', 'a'], { folder });
const match = () => runJson(['attribution', 'run', '--tenant', 'a'], { folder });

test('restatements and the check of paths tell what became of a conversion whose touchpoint came late', async () => {
  const order = { id: 'order', kind: 'purchase', occurredAt: hoursAgo(2), valueMinor: 900, currency: 'EUR', identity };
  await server.send('POST', '/conversions', apiKey, { conversions: [order] });
  await match();
  expect(await own('restatements')).toEqual({ code: 0, out: 'Nothing was restated.\n', err: '' });
  const late = { id: 'late', kind: 'click', campaign: 'spring', occurredAt: hoursAgo(5), identity };
  await server.send('POST', '/touchpoints', apiKey, { touchpoints: [late] });
  await match();
  const { code, out } = await own('restatements', '--conversion', 'order');
  expect(code).toBe(0);
  expect(out).toContain('version 2  late_touchpoint');
  expect(out).toContain('before: unattributed, 0 touchpoints, €9.00');
  expect(out).toContain('after:  attributed, 1 touchpoint, €9.00');
  expect(out).toContain('version 1  new');
  const listed = await own('restatements', '--reason', 'late_touchpoint', '--json');
  expect(JSON.parse(listed.out)).toMatchObject({ items: [{ conversionId: 'order', version: 2 }], nextCursor: null });
  const wrong = await own('restatements', '--limit', '0');
  expect(wrong.code).toBe(1);
  expect(wrong.err).toContain('--limit');
  const checked = await own('check', '--json');
  expect(checked.code).toBe(0);
  expect(JSON.parse(checked.out)).toMatchObject({ verdict: 'same', isWhole: true, conversions: 1, differences: [] });
  expect((await own('check')).out).toContain('Every path came out as it is stored');
});
