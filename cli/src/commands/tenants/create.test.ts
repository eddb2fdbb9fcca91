import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { emptyFolder, postmasterOf, run, runJson, type Server, startServer } from '../../../test/program.ts';

let folder: string;
let server: Server;
beforeAll(async () => {
  folder = emptyFolder();
  server = await startServer(folder);
});
afterAll(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const create = (...words: string[]) => run(['tenants', 'create', ...words], { folder });

interface Created {
  tenantId: string;
  slug: string;
  apiKey: string;
}

describe('earshot tenants create', () => {
  test('prints id, slug and key as JSON, and the key may do everything in its tenant', async () => {
    const { code, out, err } = await create('--name', 'Acme', '--slug', 'acme', '--tier', 'enterprise', '--currency', 'EUR', '--json');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const created = JSON.parse(out) as Created;
    expect(created).toEqual({
      tenantId: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
      slug: 'acme',
      apiKey: expect.any(String),
    });
    expect(out).toBe(`${JSON.stringify(created)}\n`);
    const touchpoint = { id: 't', occurredAt: new Date().toISOString(), kind: 'click', identity: { userId: 'u' } };
    expect(await server.send('POST', '/touchpoints', created.apiKey, { touchpoints: [touchpoint] })).toMatchObject({ status: 202 });
    expect(await server.send('GET', '/attribution/report', created.apiKey)).toMatchObject({ status: 200, json: { currency: 'EUR' } });
    expect(await server.send('PUT', '/campaigns/spring', created.apiKey, { name: 'Spring' })).toMatchObject({ status: 200 });
  });

  test('tells a person the same, and that the key is shown once', async () => {
    const { code, out } = await create('--name', 'Plain', '--slug', 'plain');
    expect(code).toBe(0);
    expect(out).toContain('shown this once');
    const [apiKey] = /earshot_\S+/.exec(out) ?? [];
    expect(await server.send('GET', '/attribution/report', apiKey ?? '')).toMatchObject({ status: 200 });
  });

  test('keeps what is one tenant’s from another', async () => {
    const [one, other] = await Promise.all(
      ['one', 'other'].map((slug) => runJson<Created>(['tenants', 'create', '--name', slug, '--slug', slug], { folder })),
    );
    const order = { id: 'o', occurredAt: new Date().toISOString(), kind: 'lead', identity: { userId: 'u' } };
    await server.send('POST', '/conversions', one.apiKey, { conversions: [order] });
    expect(await server.send('GET', '/conversions', one.apiKey)).toMatchObject({ json: { items: [{ id: 'o' }] } });
    expect(await server.send('GET', '/conversions', other.apiKey)).toMatchObject({ json: { items: [] } });
  });

  test('joins the database that runs, and leaves it running', async () => {
    const before = postmasterOf(folder);
    expect((await create('--name', 'Joins', '--slug', 'joins')).code).toBe(0);
    expect(postmasterOf(folder)).toBe(before);
  });
});

describe('earshot tenants create says in one sentence what is wrong, and fails', () => {
  test.each([
    ['a slug that is taken', ['--name', 'Twice', '--slug', 'twice'], 'The slug "twice" is taken; choose another one.'],
    ['a slug with capitals', ['--name', 'A', '--slug', 'Acme'], 'slug: a slug has 1 to 63 of a-z, 0-9 and "-"'],
    ['no name', ['--name', ' ', '--slug', 'nameless'], 'name: a name is needed'],
    [
      'a tier there is not',
      ['--name', 'A', '--slug', 'a', '--tier', 'gold'],
      '--tier is "gold"; use one of free, starter, professional, enterprise.',
    ],
    [
      'an owner without an address',
      ['--name', 'A', '--slug', 'a', '--owner', 'nobody'],
      '--owner is "nobody", which is no e-mail address.',
    ],
    ['a currency there is not', ['--name', 'A', '--slug', 'a', '--currency', 'dollar'], 'currency: a currency is three capital letters'],
  ])('for %s', async (_name, words, sentence) => {
    if (words.includes('twice')) expect((await create(...words)).code).toBe(0);
    const { code, out, err } = await create(...words, '--json');
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(/^earshot: [^\n]*\n$/);
    expect(err).toContain(sentence);
  });

  test('for a slug that is missing', async () => {
    const { code, out, err } = await create('--name', 'A');
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain("required option '--slug <slug>' not specified");
  });

  test('and stores nothing of a tenant it refused', async () => {
    expect((await create('--name', 'A', '--slug', 'refused', '--currency', 'dollar')).code).toBe(1);
    expect((await create('--name', 'A', '--slug', 'refused')).code).toBe(0);
  });
});
