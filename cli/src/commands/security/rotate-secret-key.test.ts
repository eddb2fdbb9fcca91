import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { emptyFolder, run, runJson, type Server, startServer } from '../../../test/program.ts';

let folder: string;
let server: Server | undefined;
beforeEach(() => {
  folder = emptyFolder();
});
afterEach(async () => {
  await server?.stop();
  server = undefined;
  rmSync(folder, { recursive: true, force: true });
});

const file = (name: string) => join(folder, 'data', name);
const secret = () => readFileSync(file('secret.key'), 'utf8');
const event = (id: string, day: string) => ({ id, occurredAt: `${day}T10:00:00Z`, identity: { userId: 'u-1' } });
const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
const today = new Date().toISOString().slice(0, 10);

async function createTenant(): Promise<string> {
  const { apiKey } = await runJson<{ apiKey: string }>(['tenants', 'create', '--name', 'A', '--slug', 'a', '--tier', 'enterprise'], {
    folder,
  });
  return apiKey;
}

/** Sends a touchpoint under one secret, and under another the conversion that only the same hashing key ties to it. */
async function send(path: string, apiKey: string, body: unknown): Promise<void> {
  expect(await server?.send('POST', path, apiKey, body)).toMatchObject({ status: 202, json: { accepted: 1 } });
}

describe('earshot secret-key rotate', () => {
  test('gives the data folder a new secret, and everything goes on as before', async () => {
    server = await startServer(folder);
    const apiKey = await createTenant();
    await send('/touchpoints', apiKey, { touchpoints: [{ ...event('t', yesterday), kind: 'click', campaign: 'spring' }] });
    expect((await run(['secret-key', 'rotate'], { folder })).err).toContain('Something uses the data folder');
    await server.stop();
    const before = secret();
    const rotated = await runJson<object>(['secret-key', 'rotate', '--new-data-keys'], { folder });
    expect(rotated).toMatchObject({ tenants: 1, otherSecrets: 1 });
    expect(secret()).not.toBe(before);
    expect(existsSync(file('secret.previous.key'))).toBe(false);
    server = await startServer(folder);
    await send('/conversions', apiKey, { conversions: [{ ...event('c', today), kind: 'lead' }] });
    expect((await run(['attribution', 'run', '--tenant', 'a'], { folder })).code).toBe(0);
    const report = await server.send('GET', '/attribution/report?groupBy=campaign', apiKey);
    expect(report).toMatchObject({ status: 200, json: { rows: [{ key: 'spring', conversions: 1 }] } });
  });

  test('goes on where it was cut off: between the new secret and its use, everything still opens', async () => {
    server = await startServer(folder);
    const apiKey = await createTenant();
    await server.stop();
    writeFileSync(file('secret.previous.key'), secret());
    writeFileSync(file('secret.key'), `${'n'.repeat(40)}\n`);
    server = await startServer(folder);
    await send('/touchpoints', apiKey, { touchpoints: [{ ...event('t', yesterday), kind: 'click' }] });
    await server.stop();
    expect(await runJson<object>(['secret-key', 'rotate'], { folder })).toMatchObject({ tenants: 1, otherSecrets: 1 });
    expect(secret()).toBe(`${'n'.repeat(40)}\n`);
    expect(existsSync(file('secret.previous.key'))).toBe(false);
  });

  test('asks for both secrets where the environment gives them, and takes them', async () => {
    const first = { EARSHOT_SECRET_KEY: 'the first secret of this installation' };
    const second = { EARSHOT_SECRET_KEY: 'the second secret of this installation' };
    expect((await run(['tenants', 'create', '--name', 'A', '--slug', 'a'], { folder, env: first })).code).toBe(0);
    expect((await run(['secret-key', 'rotate'], { folder, env: second })).err).toContain('EARSHOT_PREVIOUS_SECRET_KEY');
    const both = { ...second, EARSHOT_PREVIOUS_SECRET_KEY: first.EARSHOT_SECRET_KEY };
    expect(await run(['secret-key', 'rotate'], { folder, env: both })).toMatchObject({
      code: 0,
      out: expect.stringContaining('of 1 tenant '),
    });
    expect((await run(['tenants', 'create', '--name', 'B', '--slug', 'b'], { folder, env: second })).code).toBe(0);
    expect((await run(['tenants', 'create', '--name', 'C', '--slug', 'c'], { folder, env: first })).err).toContain(
      'another EARSHOT_SECRET_KEY',
    );
  });
});
