import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { emptyFolder, run, runJson, type Server, startServer } from '../../../test/program.ts';

let folder: string;
let server: Server;
beforeAll(async () => {
  folder = emptyFolder();
  server = await startServer(folder);
  await runJson(['tenants', 'create', '--name', 'Network', '--slug', 'network'], { folder });
});
afterAll(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const inNetwork = ['--tenant', 'network'];
const CREATE = ['keys', 'create', ...inNetwork, '--name', 'Till', '--scopes', 'read, ingest'];

interface Key {
  id: string;
  apiKey: string;
}

describe('earshot keys', () => {
  test('creates a key that works, lists it without itself, and revokes it', async () => {
    const options = ['--expires-at', '2999-01-01T00:00:00Z', '--networks', '127.0.0.1,::1', '--requests-per-minute', '100'];
    const { id, apiKey, ...terms } = await runJson<Key>([...CREATE, ...options], { folder });
    expect(terms).toMatchObject({
      scopes: ['ingest', 'read'],
      expiresAt: '2999-01-01T00:00:00.000Z',
      allowedNetworks: ['127.0.0.1/32', '::1/128'],
      requestsPerMinute: 100,
    });
    expect(await server.send('GET', '/attribution/status', apiKey)).toMatchObject({ status: 200 });
    const { out } = await run(['keys', 'list', ...inNetwork], { folder });
    expect(out).toContain(`${id}  ${apiKey.slice(0, 17)}…  ingest,read  until 2999-01-01T00:00:00.000Z`);
    expect(out).not.toContain(apiKey);
    expect((await run(['keys', 'revoke', id, ...inNetwork], { folder })).out).toContain('is revoked');
    await expect.poll(async () => (await server.send('GET', '/attribution/status', apiKey)).status).toBe(401);
  });

  test('lists keys as JSON, revoked ones too', async () => {
    const keys = await runJson<(Key & { revokedAt: string | null })[]>(['keys', 'list', ...inNetwork], { folder });
    expect(keys.map(({ revokedAt }) => revokedAt === null)).toEqual([true, false]);
  });

  test('shows a person the key once', async () => {
    const { out } = await run(CREATE, { folder });
    expect(out).toMatch(/shown this once:\n\n {2}earshot_live_\w{36}\n$/);
  });

  test.each([
    ['an unknown scope', [...CREATE, '--scopes', 'everything'], 'scopes.0: '],
    ['what is no network', [...CREATE, '--networks', 'office'], 'This is no network'],
    ['more requests than the tier has', [...CREATE, '--requests-per-minute', '601'], 'A key may make 600 requests a minute'],
    ['an end that is over', [...CREATE, '--expires-at', '2020-01-01T00:00:00Z'], 'must be in the future'],
    ['what is no id', ['keys', 'revoke', 'x', ...inNetwork], '"x" is no id of a key'],
    ['a key there is not', ['keys', 'revoke', '01a213e7-890d-7f87-9b32-3881f0d89edc', ...inNetwork], 'There is no such API key.'],
  ])('says in one sentence what is wrong with %s', async (_, words, sentence) => {
    const { code, out, err } = await run(words, { folder });
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(/^earshot: [^\n]*\n$/);
    expect(err).toContain(sentence);
  });
});
