import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { emptyFolder, run, runJson, type Server, startServer } from '../../../test/program.ts';

interface Listed {
  id: string;
  kind: string;
  status: string;
}

let folder: string;
let server: Server;
const on = (...words: string[]) => ['privacy', ...words, '--tenant', 'acme'];
beforeAll(async () => {
  folder = emptyFolder();
  server = await startServer(folder);
  await run(['tenants', 'create', '--name', 'Acme', '--slug', 'acme'], { folder });
  const event = { id: 't', occurredAt: new Date().toISOString(), kind: 'click', identity: { userId: 'jane' } };
  writeFileSync(join(folder, 't.ndjson'), `${JSON.stringify(event)}\n`);
  await run(['import', 'touchpoints', 't.ndjson', '--tenant', 'acme'], { folder });
});
afterAll(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe('earshot privacy', () => {
  test('takes a request, does its work, lists it, and writes its export where only its owner may read', async () => {
    const created = await runJson<Listed>(on('create', '--kind', 'access', '--user-id', 'jane', '--verification', 'document'), { folder });
    expect(created).toMatchObject({ kind: 'access', status: 'in_progress' });
    let listed: Listed[] = [];
    while (listed[0]?.status !== 'done') {
      await runJson(on('run'), { folder });
      listed = await runJson<Listed[]>(on('list'), { folder });
    }
    expect(listed.map(({ id }) => id)).toEqual([created.id]);
    expect((await run(on('list'), { folder })).out).toMatch(/^[0-9a-f-]{36} {2}access +done +due \d{4}-\d\d-\d\d\n$/);
    const words = on('export', '--request', created.id, '--out', 'jane.zip');
    expect(await runJson(words, { folder })).toMatchObject({ file: 'jane.zip' });
    const file = join(folder, 'jane.zip');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file).subarray(0, 4).toString('latin1')).toBe('PK\u0003\u0004');
    expect((await run(words, { folder })).err).toContain('jane.zip is there already');
  }, 240_000);

  test('erases a person, and the erasure log stands in the data folder for its owner alone', async () => {
    await run(on('create', '--kind', 'erasure', '--user-id', 'jane', '--verification', 'signed_in'), { folder });
    await run(on('run'), { folder });
    const listed = await runJson<Listed[]>(on('list'), { folder });
    expect(listed[0]).toMatchObject({ kind: 'erasure' });
    const log = join(folder, 'data', 'erasures.ndjson');
    expect(statSync(log).mode & 0o777).toBe(0o600);
    expect(readFileSync(log, 'utf8')).not.toContain('jane');
  }, 240_000);

  test.each([
    ['nobody', ['--kind', 'access'], 'names nobody'],
    ['an unknown kind', ['--kind', 'removal', '--user-id', 'x'], 'kind'],
    ['an address without user agent', ['--kind', 'access', '--ip', '203.0.113.1'], 'needs ip and userAgent together'],
  ])('refuses %s in one sentence', async (_what, words, sentence) => {
    const { code, err } = await run(on('create', ...words), { folder });
    expect(code).toBe(1);
    expect(err).toMatch(/^earshot: [^\n]*\n$/);
    expect(err).toContain(sentence);
  });
});
