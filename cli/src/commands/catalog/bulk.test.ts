import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { emptyFolder, run, runJson, type Server, startServer } from '../../../test/program.ts';

let folder: string;
let server: Server;
beforeAll(async () => {
  folder = emptyFolder();
  server = await startServer(folder);
  await runJson(['tenants', 'create', '--name', 'Acme', '--slug', 'acme'], { folder });
});
afterAll(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('a file is tried, imported, exported and imported again without a trace; one with errors takes nothing and names each', async () => {
  const [good, bad, out] = ['good.csv', 'bad.csv', 'out.csv'].map((name) => join(folder, name));
  writeFileSync(good, 'code,campaign\r\nTECH10,spring\r\n');
  writeFileSync(bad, 'code,campaign\r\nNEXT,spring\r\n,spring\r\n');
  const words = (verb: string, file: string) => ['catalog', verb, 'promo-codes', file, '--tenant', 'acme'];
  expect(await runJson([...words('import', good), '--dry-run'], { folder })).toMatchObject({ isDryRun: true, created: 1, errors: [] });
  expect(await runJson(words('import', good), { folder })).toMatchObject({ isDryRun: false, created: 1 });
  const refused = await run(words('import', bad), { folder });
  expect(refused.code).toBe(1);
  expect(refused.err).toContain('line 3, code: must not be empty');
  expect(await runJson(words('export', out), { folder })).toEqual({ lines: 1, file: out });
  expect(readFileSync(out, 'utf8')).toBe('code,campaign,show,validFrom,validUntil\r\nTECH10,spring,,,\r\n');
  expect(await runJson(words('import', out), { folder })).toMatchObject({ created: 0, changed: 0, unchanged: 1 });
});
