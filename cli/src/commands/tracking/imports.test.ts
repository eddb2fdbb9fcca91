import { rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { emptyFolder, run, runJson, type Server, startServer } from '../../../test/program.ts';

let folder: string;
let server: Server;
let apiKey: string;
beforeAll(async () => {
  folder = emptyFolder();
  server = await startServer(folder);
  apiKey = (await runJson<{ apiKey: string }>(['tenants', 'create', '--name', 'Shop', '--slug', 'shop'], { folder })).apiKey;
});
afterAll(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('earshot imports list and rejects tell what came of a file that was sent over HTTP', async () => {
  const at = new Date(Date.now() - 3_600_000).toISOString();
  const bytes = Buffer.from(`a,b,c,d\none,${at},click,u\ntwo,never,click,u\n`);
  const columns = ['id', 'occurredAt', 'kind', 'identity.userId'];
  const file = { kind: 'touchpoints', fileName: 'exposures.csv', bytes: bytes.length, fingerprint: '1'.repeat(64), format: 'csv', columns };
  const { id } = (await server.send('POST', '/tracking/imports', apiKey, file)).json as { id: string };
  const listed = await run(['imports', 'list', '--tenant', 'shop'], { folder });
  expect(listed.out).toBe(`${id}  exposures.csv  touchpoints  0%  0 accepted, 0 duplicates, 0 rejected\n`);
  await server.send('PUT', `/tracking/imports/${id}/parts/0`, apiKey, { base64: bytes.toString('base64') });
  expect(await runJson(['imports', 'list', '--tenant', 'shop'], { folder })).toMatchObject([
    { id, state: 'done', accepted: 1, rejected: 1 },
  ]);
  const rejects = await run(['imports', 'rejects', id, '--tenant', 'shop'], { folder });
  expect(rejects.out).toMatch(/^line,field,code,reason\r\n3,\/occurredAt,invalid,.*\r\n$/);
  expect((await run(['imports', 'rejects', 'one', '--tenant', 'shop'], { folder })).err).toContain('"one" is no id of an import');
});
