import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { emptyFolder, run, runJson, type Server, signalOnce, startServer } from '../../../test/program.ts';

interface Made {
  file: string;
  tenants: string[];
  rows: number;
  removed: string[];
}

interface Restored {
  rows: number;
  erasedAgain: number;
  credit: { tenant: string; verdict: string; conversions: number }[];
}

const folder = emptyFolder();
const backups = join(folder, 'backups');
const folders = [folder];
let server: Server;
let keys: Record<'acme' | 'other', string>;
let whole: Made;
let acme: Made;

const order = (id: string, userId: string) => ({ id, occurredAt: new Date().toISOString(), kind: 'lead', identity: { userId } });

async function erase(userId: string): Promise<void> {
  const words = ['--tenant', 'acme', '--kind', 'erasure', '--user-id', userId, '--verification', 'document'];
  await runJson(['privacy', 'create', ...words], { folder });
  let status = '';
  while (status !== 'done') {
    await run(['privacy', 'run', '--tenant', 'acme'], { folder });
    [{ status }] = await runJson<{ status: string }[]>(['privacy', 'list', '--tenant', 'acme'], { folder });
  }
}

beforeAll(async () => {
  server = await startServer(folder);
  const create = async (slug: string) =>
    (await runJson<{ apiKey: string }>(['tenants', 'create', '--name', slug, '--slug', slug], { folder })).apiKey;
  keys = { acme: await create('acme'), other: await create('other') };
  await server.send('POST', '/conversions', keys.acme, { conversions: [order('of-jane', 'jane'), order('of-joe', 'joe')] });
  await server.send('POST', '/conversions', keys.other, { conversions: [order('of-ann', 'ann')] });
  for (const slug of ['acme', 'other']) await run(['attribution', 'run', '--tenant', slug], { folder });
  whole = await runJson<Made>(['backup', '--out', 'backups'], { folder });
  acme = await runJson<Made>(['backup', '--out', 'backups', '--tenant', 'acme', '--keep', '2'], { folder });
  await erase('jane');
}, 240_000);
afterAll(async () => {
  await server.stop();
  for (const one of folders) rmSync(one, { recursive: true, force: true });
});

/** A folder in which nothing is but the secret and, where asked for, what was erased. */
function newPlace(withErasures: boolean): string {
  const place = emptyFolder();
  folders.push(place);
  mkdirSync(join(place, 'data'), { mode: 0o700 });
  const names = withErasures ? ['secret.key', 'erasures.ndjson'] : ['secret.key'];
  for (const name of names) copyFileSync(join(folder, 'data', name), join(place, 'data', name));
  return place;
}

const idsOf = async (one: Server, key: string) =>
  ((await one.send('GET', '/conversions', key)).json as { items: { id: string }[] }).items.map(({ id }) => id).sort();

test('a restored installation answers as the one before, but for who was erased since', async () => {
  const place = newPlace(true);
  const restored = await runJson<Restored>(['restore', whole.file, '--verify-credit'], { folder: place });
  expect(restored.rows).toBe(whole.rows);
  expect(restored.erasedAgain).toBeGreaterThan(0);
  expect(restored.credit.map(({ tenant, verdict, conversions }) => `${tenant} ${verdict} ${conversions}`)).toEqual([
    'acme same 2',
    'other same 1',
  ]);
  const started = await startServer(place);
  try {
    expect(await idsOf(started, keys.acme)).toEqual([expect.stringMatching(/^erased:/), 'of-joe']);
    expect(await idsOf(started, keys.other)).toEqual(['of-ann']);
    const again = await started.send('POST', '/conversions', keys.acme, { conversions: [order('of-jane', 'jane')] });
    expect(again).toMatchObject({ json: { accepted: 0, duplicates: 1 } });
  } finally {
    await started.stop();
  }
}, 240_000);

test('without the list of what was erased the person would be back, until the next start with it', async () => {
  const place = newPlace(false);
  expect(await runJson<Restored>(['restore', whole.file], { folder: place })).toMatchObject({ erasedAgain: 0, credit: null });
  copyFileSync(join(folder, 'data', 'erasures.ndjson'), join(place, 'data', 'erasures.ndjson'));
  const started = await startServer(place);
  try {
    expect(await idsOf(started, keys.acme)).toEqual([expect.stringMatching(/^erased:/), 'of-joe']);
  } finally {
    await started.stop();
  }
}, 240_000);

test('a killed restore says at the next start what to do, and the same command does it', async () => {
  const place = newPlace(true);
  const base = 'data/postgres/base';
  const isMigrating = `existsSync('${base}') && readdirSync('${base}').some((name) => readdirSync('${base}/' + name).length > 600)`;
  const killed = await run(['restore', whole.file], { folder: place, node: signalOnce(isMigrating, 'SIGKILL') });
  expect(killed.code).toBe(null);
  const refused = await run(['tenants', 'list'], { folder: place });
  expect(refused.code).toBe(1);
  expect(refused.err).toContain('A restore into this database is under way, or was cut off');
  expect((await runJson<Restored>(['restore', whole.file], { folder: place })).rows).toBe(whole.rows);
  expect((await run(['tenants', 'list'], { folder: place })).out).toContain('acme');
}, 240_000);

test('a tenant that is not there comes in beside others while the server runs, without who was erased, and not twice', async () => {
  const place = newPlace(true);
  const started = await startServer(place);
  try {
    await run(['tenants', 'create', '--name', 'Beside', '--slug', 'beside'], { folder: place });
    const restored = await runJson<Restored>(['restore', acme.file, '--tenant', 'acme', '--verify-credit'], { folder: place });
    expect(restored).toMatchObject({ rows: acme.rows, credit: [{ tenant: 'acme', verdict: 'same' }] });
    expect(restored.erasedAgain).toBeGreaterThan(0);
    expect(await idsOf(started, keys.acme)).toEqual([expect.stringMatching(/^erased:/), 'of-joe']);
    const again = await run(['restore', acme.file, '--tenant', 'acme'], { folder: place });
    expect(again).toMatchObject({ code: 1, err: expect.stringContaining('There is a tenant "acme" already') as string });
    const absent = await run(['restore', acme.file, '--tenant', 'other'], { folder: place });
    expect(absent.err).toContain('The backup holds no tenant "other"');
  } finally {
    await started.stop();
  }
}, 240_000);

describe('a restore is refused, with nothing touched,', () => {
  /** Restores into an empty place, and what stands there afterwards. */
  const attempt = async (file: string, words: string[] = [], env: Record<string, string> = {}) => {
    const place = newPlace(false);
    const { code, err } = await run(['restore', file, ...words], { folder: place, env });
    return { code, err, left: readdirSync(join(place, 'data')) };
  };
  const changed = (name: string, change: (bytes: Buffer) => Buffer) => {
    const file = join(folder, name);
    writeFileSync(file, change(readFileSync(whole.file)));
    return file;
  };

  test('of a file with one byte changed, one cut off, one of another secret, one of a single tenant, and none at all', async () => {
    const flipped = changed('flipped', (bytes) => {
      bytes[Math.floor(bytes.length / 2)] ^= 1;
      return bytes;
    });
    const cut = changed('cut', (bytes) => bytes.subarray(0, bytes.length - 30));
    const wanted = { code: 1, left: ['secret.key'] };
    expect(await attempt(flipped)).toMatchObject({ ...wanted, err: expect.stringContaining('is damaged') as string });
    expect(await attempt(cut)).toMatchObject({ ...wanted, err: expect.stringMatching(/damaged|cut off/) as string });
    const secret = { EARSHOT_SECRET_KEY: 'another secret than the one of the backup' };
    expect(await attempt(whole.file, [], secret)).toMatchObject({ ...wanted, err: expect.stringContaining('another secret') as string });
    expect(await attempt(acme.file)).toMatchObject({ ...wanted, err: expect.stringContaining('Add --tenant acme') as string });
    expect(await attempt('nowhere')).toMatchObject({ ...wanted, err: expect.stringContaining('There is no file') as string });
  });

  test('into a folder that is in use, and where there is no secret, of which none is made', async () => {
    const used = await run(['restore', whole.file], { folder });
    expect(used).toMatchObject({ code: 1, err: expect.stringContaining('Something uses the data folder') as string });
    const bare = emptyFolder();
    folders.push(bare);
    const none = await run(['restore', whole.file], { folder: bare });
    expect(none).toMatchObject({ code: 1, err: expect.stringContaining('There is no secret') as string });
    expect(existsSync(join(bare, 'data'))).toBe(false);
  });
});

test('backups are listed and verified without a database, and only older ones of the same kind are deleted', async () => {
  const more = await runJson<Made>(['backup', '--out', 'backups', '--tenant', 'acme', '--keep', '1'], { folder });
  expect(more.removed).toEqual([acme.file]);
  copyFileSync(more.file, acme.file);
  const { items } = await runJson<{ items: { file: string; tenant: string | null }[] }>(['backup', 'list', '--out', 'backups'], { folder });
  expect(items.map(({ tenant }) => tenant ?? '').sort()).toEqual(['', 'acme', 'acme']);
  expect(readdirSync(backups)).toHaveLength(3);
  const place = newPlace(false);
  const verified = await runJson<{ tenants: string[]; rows: number }>(['backup', 'verify', whole.file], { folder: place });
  expect(verified).toMatchObject({ tenants: ['acme', 'other'], rows: whole.rows });
  expect(readdirSync(join(place, 'data'))).toEqual(['secret.key']);
  const nowhere = await run(['backup'], { folder: place });
  expect(nowhere).toMatchObject({ code: 1, err: expect.stringContaining('There is no installation') as string });
  expect(readdirSync(join(place, 'data'))).toEqual(['secret.key']);
  expect((await run(['backup', '--keep', 'all'], { folder })).err).toContain('--keep is "all"');
});
