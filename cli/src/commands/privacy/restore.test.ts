import { execFileSync } from 'node:child_process';
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { emptyFolder, run, runJson, startServer } from '../../../test/program.ts';

const folder = emptyFolder();
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const data = (name: string) => join(folder, 'data', name);

test('an older copy of the database files that is put back has forgotten the person before the first answer', async () => {
  let server = await startServer(folder);
  const { apiKey } = await runJson<{ apiKey: string }>(['tenants', 'create', '--name', 'Acme', '--slug', 'acme'], { folder });
  const order = { id: 'order-of-jane', occurredAt: new Date().toISOString(), kind: 'lead', identity: { userId: 'jane' } };
  writeFileSync(join(folder, 'c.ndjson'), `${JSON.stringify(order)}\n`);
  await run(['import', 'conversions', 'c.ndjson', '--tenant', 'acme'], { folder });
  await run(['attribution', 'run', '--tenant', 'acme'], { folder });
  await server.stop();
  execFileSync('cp', ['-a', data('postgres'), data('older')]);

  server = await startServer(folder);
  const words = ['--tenant', 'acme', '--kind', 'erasure', '--user-id', 'jane', '--verification', 'document'];
  await runJson(['privacy', 'create', ...words], { folder });
  let status = '';
  while (status !== 'done') {
    await run(['privacy', 'run', '--tenant', 'acme'], { folder });
    [{ status }] = await runJson<{ status: string }[]>(['privacy', 'list', '--tenant', 'acme'], { folder });
  }
  await server.stop();
  rmSync(data('postgres'), { recursive: true });
  renameSync(data('older'), data('postgres'));

  server = await startServer(folder);
  try {
    const { json } = await server.send('GET', '/conversions', apiKey);
    expect((json as { items: { id: string }[] }).items.map(({ id }) => id)).toEqual([expect.stringMatching(/^erased:/)]);
    const sentAgain = await server.send('POST', '/conversions', apiKey, { conversions: [order] });
    expect(sentAgain).toMatchObject({ json: { accepted: 0, duplicates: 1 } });
  } finally {
    await server.stop();
  }
}, 240_000);
