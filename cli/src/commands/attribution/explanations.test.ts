import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { emptyFolder, run, runJson, type Server, startServer } from '../../../test/program.ts';

let folder: string;
let elsewhere: string;
let server: Server;
let apiKey: string;
beforeAll(async () => {
  folder = emptyFolder();
  elsewhere = emptyFolder();
  server = await startServer(folder);
  apiKey = (await runJson<{ apiKey: string }>(['tenants', 'create', '--name', 'Shop', '--slug', 'shop'], { folder })).apiKey;
  const at = new Date(Date.now() - 3_600_000).toISOString();
  const identity = { userId: 'somebody' };
  const touches = ['one', 'two', 'three'].map((id) => ({ id, kind: 'click', campaign: id, show: id, occurredAt: at, identity }));
  await server.send('POST', '/touchpoints', apiKey, { touchpoints: touches });
  const order = { id: 'order-1', kind: 'purchase', valueMinor: 10_000, currency: 'USD', occurredAt: at, identity };
  await server.send('POST', '/conversions', apiKey, { conversions: [order] });
  const explained = () => server.send('GET', '/attribution/conversions/order-1/explanation', apiKey);
  const isDone = async () => ((await explained()).json as { touchpoints: object[] }).touchpoints.length === 3;
  await vi.waitUntil(isDone, { interval: 100, timeout: 30_000 });
});
afterAll(async () => {
  await server?.stop();
  for (const one of [folder, elsewhere]) rmSync(one, { recursive: true, force: true });
});

const SHARE = ['explanations', 'share', 'order-1', '--tenant', 'shop'];

describe('earshot explanations', () => {
  test('share makes a page, list shows it, verify needs nothing but its statement and the keys, and revoke ends it', async () => {
    const link = await runJson<{ id: string; address: string }>([...SHARE, '--model', 'linear', '--note', 'Hello'], { folder });
    const { pathname, origin } = new URL(link.address);
    expect(origin).toBe(server.url);
    const at = (path: string) => fetch(new URL(path, server.url));
    expect((await at(pathname)).status).toBe(200);
    expect(await runJson(['explanations', 'list', '--tenant', 'shop', '--conversion', 'order-1'], { folder })).toMatchObject([
      { id: link.id, state: 'live', views: 1, note: 'Hello' },
    ]);
    const [statement, keys] = [join(elsewhere, 'explanation.json'), join(elsewhere, 'keys.json')];
    const signed = await (await at(`${pathname}.json`)).text();
    expect(JSON.parse(signed)).toMatchObject({ statement: { issuer: server.url } });
    writeFileSync(statement, signed);
    writeFileSync(keys, await (await at('/.well-known/explanation-keys.json')).text());
    const verify = (file: string) => run(['explanations', 'verify', file, '--key', keys], { folder: elsewhere });
    expect(await verify(statement)).toMatchObject({ code: 0, out: expect.stringMatching(/amount of its 3 credits comes out/) as string });
    const forged = join(elsewhere, 'forged.json');
    writeFileSync(forged, signed.replace('"creditMinor":3334', '"creditMinor":4334'));
    expect(await verify(forged)).toMatchObject({ code: 1, out: expect.stringMatching(/does not hold[^]*the signature/) as string });
    expect(await run(['explanations', 'verify', statement], { folder: elsewhere })).toMatchObject({
      code: 1,
      err: expect.stringContaining(`--key is missing. Save the keys from ${server.url}/.well-known/explanation-keys.json`) as string,
    });
    expect(await run(['explanations', 'revoke', link.id, '--tenant', 'shop'], { folder })).toMatchObject({ code: 0 });
    expect((await at(pathname)).status).toBe(404);
  });

  test.each([
    ['too many days', [...SHARE, '--days', '366'], 'expiresInDays: must be at most 365'],
    ['a conversion that is not there', ['explanations', 'share', 'never', '--tenant', 'shop'], 'There is no such conversion.'],
    ['an id that is none', ['explanations', 'revoke', 'x', '--tenant', 'shop'], '"x" is no id of a page'],
    ['a file that is not there', ['explanations', 'verify', 'never.json', '--key', 'never.json'], 'The key file never.json cannot be read'],
  ])('says in one sentence what is wrong with %s', async (_what, words, says) => {
    const { code, out, err } = await run(words, { folder });
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain(`earshot: ${says}`);
  });
});
