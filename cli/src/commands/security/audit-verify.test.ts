import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { emptyFolder, run, runJson, type Server, startServer } from '../../../test/program.ts';
import { signCheckpoint, signingKeyOf, describeKey } from '../../../../server/src/security/checkpoints/rules.ts';

let folder: string;
let server: Server;
let apiKey: string;
let exported: string;
beforeAll(async () => {
  folder = emptyFolder();
  server = await startServer(folder);
  ({ apiKey } = await runJson<{ apiKey: string }>(['tenants', 'create', '--name', 'Acme', '--slug', 'acme'], { folder }));
  for (const name of ['one', 'two', 'three']) await server.send('PUT', `/campaigns/${name}`, apiKey, { name });
  const answer = await fetch(`${server.url}/api/v1/security/audit-log/export`, { headers: { authorization: `Bearer ${apiKey}` } });
  exported = await answer.text();
  writeFileSync(join(folder, 'log.ndjson'), exported);
});
afterAll(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

interface Verified {
  rows: number;
  end: { seq: number; hash: string };
  findings: { seq: number; problem: string }[];
}

const verify = (...words: string[]) => run(['audit', 'verify', ...words], { folder });
const lines = () => exported.trimEnd().split('\n');

function write(name: string, text: readonly string[]): string {
  writeFileSync(join(folder, name), `${text.join('\n')}\n`);
  return name;
}

describe('earshot audit verify', () => {
  test('says that a log in the database is as it was written', async () => {
    const verified = await runJson<Verified>(['audit', 'verify', '--tenant', 'acme'], { folder });
    expect(verified).toMatchObject({ findings: [], end: { seq: verified.rows } });
    expect(verified.rows).toBeGreaterThanOrEqual(6);
    const { code, out, err } = await verify('--tenant', 'acme');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain(`${verified.rows} rows`);
    expect(await verify('--platform')).toMatchObject({ code: 0, err: '' });
  });

  test('says so of an export, without a database', async () => {
    const { code, out, err } = await run(['audit', 'verify', '--file', 'log.ndjson', '--json'], {
      folder,
      env: { EARSHOT_DATA_DIR: 'nowhere' },
    });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(JSON.parse(out)).toMatchObject({ rows: lines().length, findings: [] });
    expect(readdirSync(folder)).not.toContain('nowhere');
  });

  test.each<[string, () => string[], string]>([
    ['edited', () => lines().map((line, place) => (place === 2 ? line.replace('campaign.put', 'campaign.get') : line)), 'row 3  changed'],
    ['deleted', () => lines().toSpliced(2, 1), 'row 3  missing'],
    ['swapped', () => lines().toSpliced(2, 2, lines()[3], lines()[2]), 'out_of_place'],
    [
      'dated back',
      () => lines().map((line, place) => (place === 2 ? line.replace(/"occurredAt":"2/, '"occurredAt":"1') : line)),
      'changed',
    ],
  ])('names a row of an export that was %s, and fails', async (what, forged, said) => {
    const { code, out, err } = await verify('--file', write(`${what}.ndjson`, forged()));
    expect(code).toBe(1);
    expect(out).toContain(said);
    expect(err).toMatch(/^earshot: This audit log is not as it was written: \d+ faults?\.\n$/);
  });

  test('finds an export whose end was cut off with a checkpoint, which must be genuine', async () => {
    const key = signingKeyOf(Buffer.alloc(32, 7));
    const last = JSON.parse(lines().at(-1) ?? '') as { tenant: string; seq: number; hash: string };
    const checkpoint = signCheckpoint(key, {
      tenant: last.tenant,
      seq: last.seq,
      hash: last.hash,
      previous: null,
      at: '2026-01-01T00:00:00Z',
    });
    write('checkpoints.ndjson', [JSON.stringify(checkpoint)]);
    write('key.pem', [describeKey(key).publicKey]);
    const cut = write('cut.ndjson', lines().slice(0, -2));
    expect(await verify('--file', cut)).toMatchObject({ code: 0 });
    const words = ['--checkpoint', 'checkpoints.ndjson', '--public-key', 'key.pem'];
    expect(await verify('--file', cut, ...words)).toMatchObject({ code: 1, out: expect.stringContaining('cut_off') as string });
    expect(await verify('--file', 'log.ndjson', ...words)).toMatchObject({ code: 0 });
    write('checkpoints.ndjson', [JSON.stringify({ ...checkpoint, seq: 1 })]);
    expect(await verify('--file', 'log.ndjson', ...words)).toMatchObject({
      code: 1,
      err: expect.stringContaining('is not genuine') as string,
    });
    expect(await verify('--tenant', 'acme', '--checkpoint', 'checkpoints.ndjson')).toMatchObject({
      code: 1,
      err: expect.stringContaining('is not genuine') as string,
    });
  });

  test.each([
    [[], 'Name one of --tenant'],
    [['--tenant', 'acme', '--platform'], 'Name one of --tenant'],
    [['--tenant', 'nobody'], 'There is no tenant "nobody"'],
    [['--file', 'absent.ndjson'], 'cannot be read'],
    [['--file', 'package.json'], 'cannot be read'],
    [['--file', 'log.ndjson', '--checkpoint', 'log.ndjson'], 'needs --public-key'],
    [['--tenant', 'acme', '--checkpoint', 'log.ndjson'], 'holds no checkpoints'],
    [['--tenant', 'acme', '--public-key', 'log.ndjson'], 'holds no public key'],
  ])('refuses %j with what to do', async (words, said) => {
    const { code, out, err } = await verify(...words);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain(said);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
  });

  test('leaves the export it read as it was', () => {
    expect(readFileSync(join(folder, 'log.ndjson'), 'utf8')).toBe(exported);
  });
});
