import { existsSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Ended, emptyFolder, launch, postmasterOf, run } from '../../../test/program.ts';

let folder: string;
let bare: string;
beforeAll(() => {
  folder = emptyFolder();
  bare = emptyFolder();
});
afterAll(() => {
  for (const one of [folder, bare]) rmSync(one, { recursive: true, force: true });
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Expects an orderly end: exit code 0, no database left, nobody registered as its user. */
function expectCleanEnd({ code }: Ended, postmaster: number | undefined, where: string): void {
  expect(code).toBe(0);
  expect(postmaster !== undefined && isAlive(postmaster)).toBe(false);
  expect(existsSync(join(where, 'data/postgres/postmaster.pid'))).toBe(false);
}

async function report(url: string, key: string) {
  const response = await fetch(`${url}/api/v1/attribution/report?groupBy=campaign`, { headers: { authorization: `Bearer ${key}` } });
  return { status: response.status, json: (await response.json()) as { totals: { conversions: number }; rows: unknown[] } };
}

const demoFile = () => JSON.parse(readFileSync(join(folder, 'data/demo.json'), 'utf8')) as { apiKey: string; isFilled: boolean };

describe('earshot serve with a demo', () => {
  let conversions: number;

  test('stops in order while it fills the demo', async () => {
    const { child, ended } = launch(['serve'], { folder });
    await vi.waitUntil(() => existsSync(join(folder, 'data/demo.json')), { interval: 20, timeout: 60_000 });
    const postmaster = postmasterOf(folder);
    child.kill('SIGINT');
    const end = await ended;
    expect(end.out).toBe('');
    expect(demoFile().isFilled).toBe(false);
    expectCleanEnd(end, postmaster, folder);
  });

  test('goes on filling, then prints where everything is, and Ctrl-C stops it and its database', async () => {
    const running = launch(['serve'], { folder });
    const text = await running.printed('Ctrl-C stops everything.');
    const [url] = /http:\/\/127\.0\.0\.1:\d+/.exec(text) ?? [''];
    expect(text).toContain(`Earshot is at ${url}\n`);
    for (const path of ['/sign-in', '/compare', '/docs']) expect(text).toContain(`${url}${path}\n`);
    expect(text).toContain('simulated');
    expect(text).toContain(join(folder, 'data'));
    expect(text).toContain(demoFile().apiKey);
    expect(text).not.toContain('\u001b');
    const { status, json } = await report(url, demoFile().apiKey);
    expect({ status, rows: json.rows.length }).toEqual({ status: 200, rows: 14 });
    conversions = json.totals.conversions;
    expect(conversions).toBeGreaterThan(0);
    const postmaster = postmasterOf(folder);
    running.child.kill('SIGINT');
    const end = await running.ended;
    expect(end.err).toContain('earshot: stopping\n');
    expectCleanEnd(end, postmaster, folder);
  });

  test('prints one line of JSON with --json, and a later start neither fills the demo again nor changes its key', async () => {
    const before = demoFile();
    const running = launch(['serve', '--json'], { folder });
    const printed = JSON.parse(await running.printed('\n')) as { url: string; demoApiKey: string };
    expect(printed).toEqual({ url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/), demoApiKey: before.apiKey });
    expect((await report(printed.url, printed.demoApiKey)).json.totals.conversions).toBe(conversions);
    expect(demoFile()).toEqual(before);
    running.child.kill('SIGTERM');
    const end = await running.ended;
    expect(end.out).toBe(`${JSON.stringify(printed)}\n`);
    expectCleanEnd(end, undefined, folder);
  });
});

describe('earshot serve without a demo', () => {
  test('says nothing of one, and has none to sign in to', async () => {
    const running = launch(['serve'], { folder: bare, env: { EARSHOT_DEMO: '0' } });
    const text = await running.printed('Ctrl-C stops everything.');
    const [url] = /http:\/\/127\.0\.0\.1:\d+/.exec(text) ?? [''];
    expect(text).not.toMatch(/demo/i);
    expect(existsSync(join(bare, 'data/demo.json'))).toBe(false);
    const session = await fetch(`${url}/api/v1/security/sessions/current`);
    expect(await session.json()).toMatchObject({ signedIn: false, demoAvailable: false });
    running.child.kill('SIGINT');
    expectCleanEnd(await running.ended, undefined, bare);
  });

  test('says in one sentence that its port is taken, and leaves no database behind', async () => {
    const occupant = createServer();
    await new Promise<void>((resolve) => occupant.listen(0, '127.0.0.1', resolve));
    const address = occupant.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const { code, out, err } = await run(['serve'], { folder: bare, env: { EARSHOT_DEMO: '0', PORT: String(port) } });
    occupant.close();
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain(`Port ${port} on 127.0.0.1 is in use. Stop what uses it, or set PORT to another one`);
    expect(postmasterOf(bare)).toBeUndefined();
  });

  test('refuses to serve in production on defaults, naming each, before it makes anything', async () => {
    const empty = emptyFolder();
    const { code, out, err } = await run(['serve'], { folder: empty, env: { EARSHOT_ENV: 'production' } });
    expect({ code, out }).toEqual({ code: 1, out: '' });
    for (const name of ['EARSHOT_SECRET_KEY', 'EARSHOT_PUBLIC_URL']) expect(err).toContain(`${name} is not set`);
    expect(existsSync(join(empty, 'data'))).toBe(false);
    rmSync(empty, { recursive: true });
  });
});

/** The processes that a process has begun, as Linux tells them. */
const childrenOf = (pid: number) => readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').map(Number);

test.skipIf(process.platform !== 'linux')('a server whose database does not answer ends all the same, and says so', async () => {
  const running = launch(['serve', '--json'], { folder: bare, env: { EARSHOT_DEMO: '0', EARSHOT_STOP_SECONDS: '1' } });
  await running.printed('\n');
  const postmaster = postmasterOf(bare) ?? 0;
  const processes = [postmaster, ...childrenOf(postmaster)];
  for (const pid of processes) process.kill(pid, 'SIGSTOP');
  running.child.kill('SIGTERM');
  const { code, err } = await running.ended;
  for (const pid of processes) process.kill(pid, 'SIGCONT');
  expect(code).toBe(1);
  expect(err).toContain('something did not end within 1 s of the stop (EARSHOT_STOP_SECONDS)');
  const again = launch(['serve', '--json'], { folder: bare, env: { EARSHOT_DEMO: '0' } });
  await again.printed('\n');
  again.child.kill('SIGTERM');
  expect((await again.ended).code).toBe(0);
  expect(postmasterOf(bare)).toBeUndefined();
});
