import { chmodSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { emptyFolder, run, runJson, type Server, startServer } from '../../../test/program.ts';

interface Check {
  name: string;
  state: string;
  detail: string;
  fix: string | null;
}

let folder: string;
let server: Server;
let apiKey: string;
beforeAll(async () => {
  folder = emptyFolder();
  server = await startServer(folder);
  const words = ['tenants', 'create', '--name', 'A', '--slug', 'a', '--tier', 'enterprise'];
  ({ apiKey } = await runJson<{ apiKey: string }>(words, { folder }));
});
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function examined(env: Record<string, string> = {}): Promise<{ code: number | null; ok: boolean; checks: Check[] }> {
  const { code, out } = await run(['doctor', '--json'], { folder, env });
  return { code, ...(JSON.parse(out) as { ok: boolean; checks: Check[] }) };
}

const now = () => new Date().toISOString();
const send = (name: string, ips: readonly string[]) =>
  server.send('POST', '/touchpoints', apiKey, {
    touchpoints: ips.map((ip, place) => ({ id: `${name}-${place}`, kind: 'click', occurredAt: now(), identity: { ip } })),
  });

test('finds nothing wrong with an installation that is well, and ends with 0', async () => {
  await send(
    'few',
    Array.from({ length: 19 }, () => '203.0.113.1'),
  );
  await runJson(['backup'], { folder });
  const { code, ok, checks } = await examined({ EARSHOT_PUBLIC_URL: 'https://earshot.example' });
  expect({ code, ok }).toEqual({ code: 0, ok: true });
  const names = [
    'public url',
    'secret',
    'disk',
    'spool',
    'backups',
    'database',
    'migrations',
    'clock',
    'isolation',
    'keys',
    'queues',
    'lists',
    'paths',
    'costs',
    'addresses',
  ];
  expect(checks.map(({ name }) => name)).toEqual(names);
  expect(checks.filter(({ name, state }) => name !== 'disk' && state !== 'ok')).toEqual([]);
});

test('fails when one address has more than a fifth of a day’s events of a tenant, and when others may read the secret', async () => {
  await send('many', [...Array.from({ length: 76 }, (_, place) => `198.51.100.${place}`), '203.0.113.1']);
  chmodSync(join(folder, 'data', 'secret.key'), 0o644);
  const { code, ok, checks } = await examined({ EARSHOT_TRUSTED_PROXIES: '10.0.0.0/8' });
  chmodSync(join(folder, 'data', 'secret.key'), 0o600);
  expect({ code, ok }).toEqual({ code: 1, ok: false });
  expect(checks.filter(({ state }) => state === 'failed').map(({ name }) => name)).toEqual(['secret', 'addresses']);
  const { detail, fix } = checks.at(-1) ?? {};
  expect(detail).toContain(`20 of 96 of the tenant a.`);
  expect(fix).toContain('EARSHOT_TRUSTED_PROXIES');
  expect(fix).toContain('10.0.0.0/8');
});

test.each(['', 'http://127.0.0.1:8080', 'http://localhost:8080', 'http://[::1]:8080'])(
  'warns of addresses that are handed out and lead to this machine alone: "%s"',
  async (url) => {
    const { code, checks } = await examined({ EARSHOT_PUBLIC_URL: url });
    expect(code).not.toBe(null);
    expect(checks[0]).toMatchObject({
      name: 'public url',
      state: 'warning',
      detail: expect.stringContaining('on this machine alone') as string,
      fix: expect.stringContaining('Set EARSHOT_PUBLIC_URL') as string,
    });
  },
);

test('warns where no backup is, or the newest is too old, and fails where the server was to make them', async () => {
  const empty = join(folder, 'none');
  const backupsOf = async (env: Record<string, string>) => (await examined(env)).checks.find(({ name }) => name === 'backups');
  expect(await backupsOf({ EARSHOT_BACKUP_DIR: empty })).toMatchObject({ state: 'warning', detail: `There is no backup in ${empty}.` });
  mkdirSync(empty);
  writeFileSync(join(empty, 'earshot-20260101T000000Z.backup'), '');
  const old = await backupsOf({ EARSHOT_BACKUP_DIR: empty });
  expect(old).toMatchObject({ state: 'warning', fix: expect.stringContaining('EARSHOT_BACKUP_HOURS') as string });
  expect(await backupsOf({ EARSHOT_BACKUP_DIR: empty, EARSHOT_BACKUP_HOURS: '24' })).toMatchObject({ state: 'failed' });
});

test('says what it can when the database cannot be had, or a setting is wrong', async () => {
  const secret = { EARSHOT_SECRET_KEY: 'a secret of an installation of a test' };
  const away = await examined({ ...secret, DATABASE_URL: 'postgres://app:pw@127.0.0.1:1/earshot' });
  expect(away).toMatchObject({ code: 1, ok: false });
  expect(away.checks.map(({ name, state }) => `${name} ${state}`)).toEqual(expect.arrayContaining(['spool ok', 'database failed']));
  const wrong = await examined({ PORT: 'many' });
  expect(wrong.checks).toMatchObject([{ name: 'settings', state: 'failed', detail: expect.stringContaining('PORT') as string }]);
});

test('a redirector is well that reaches the main installation with its edge key, and makes neither secret nor database', async () => {
  const { edgeKey } = await runJson<{ edgeKey: string }>(['edge', 'key'], { folder });
  const own = emptyFolder();
  const examineRedirector = async (env: Record<string, string>) => {
    const { code, out } = await run(['doctor', '--role', 'tracking', '--json'], { folder: own, env });
    return { code, ...(JSON.parse(out) as { ok: boolean; checks: Check[] }) };
  };
  const good = { EARSHOT_EDGE_KEY: edgeKey, EARSHOT_UPSTREAM_URL: server.url, EARSHOT_PUBLIC_URL: 'https://go.example' };
  const { code, checks } = await examineRedirector(good);
  expect(code).toBe(0);
  expect(checks.map(({ name }) => name)).toEqual(['public url', 'disk', 'spool', 'upstream', 'snapshot']);
  expect(checks[0]).toMatchObject({ state: 'ok', detail: expect.stringContaining('https://go.example') as string });
  expect(checks[3]).toMatchObject({ state: 'ok', detail: expect.stringContaining('the same edge key') as string });
  const wrong = await examineRedirector({ ...good, EARSHOT_EDGE_KEY: Buffer.alloc(32, 7).toString('base64url') });
  expect(wrong.code).toBe(1);
  expect(wrong.checks[3]).toMatchObject({ name: 'upstream', state: 'failed', fix: expect.stringContaining('earshot edge key') as string });
  for (const url of ['', 'http://localhost:8080']) {
    const local = await examineRedirector({ ...good, EARSHOT_PUBLIC_URL: url });
    expect(local.code).toBe(0);
    expect(local.checks[0]).toMatchObject({
      name: 'public url',
      state: 'warning',
      detail: expect.stringContaining('leads back to itself') as string,
      fix: expect.stringContaining('Set EARSHOT_PUBLIC_URL') as string,
    });
  }
  expect((await examineRedirector({ ...good, EARSHOT_EDGE_KEY: '' })).checks).toMatchObject([{ name: 'settings', state: 'failed' }]);
  expect(existsSync(join(own, 'data'))).toBe(false);
  rmSync(own, { recursive: true, force: true });
});
