import { createHash } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { emptyFolder, run, runJson, type Server, startServer } from '../../../test/program.ts';

interface Tenant {
  id: string;
  slug: string;
  name: string;
  tier: string;
  state: string;
  eraseAfter: string | null;
}

let folder: string;
let server: Server;
let apiKey: string;
beforeAll(async () => {
  folder = emptyFolder();
  server = await startServer(folder);
  const words = ['tenants', 'create', '--name', 'Acme', '--slug', 'acme'];
  ({ apiKey } = await runJson<{ apiKey: string }>(words, { folder }));
});
afterAll(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const tenants = <Printed = Tenant>(...words: string[]) => runJson<Printed>(['tenants', ...words], { folder });
const failure = async (...words: string[]) => {
  const { code, out, err } = await run(['tenants', ...words], { folder });
  expect({ code, out }).toEqual({ code: 1, out: '' });
  return err;
};
const status = async () => (await server.send('GET', '/attribution/status', apiKey)).status;
/** Resolves once the server answers so; a test that waits in vain runs out of time. */
const answers = async (expected: number) => {
  while ((await status()) !== expected);
};

describe('the operator at the command line', () => {
  test('lists and shows tenants with their quotas and flags', async () => {
    const { items } = await tenants<{ items: Tenant[] }>('list');
    expect(items).toMatchObject([{ slug: 'acme', name: 'Acme', tier: 'free', state: 'active' }]);
    const shown = await tenants<Tenant & { quotas: object[]; flags: object[] }>('show', 'acme');
    expect(shown).toMatchObject({ ...items[0], quotas: expect.arrayContaining([]) as object[] });
    expect(shown.quotas).toContainEqual(expect.objectContaining({ quota: 'members', limit: 5, source: 'tier' }));
    expect(shown.flags).toContainEqual(expect.objectContaining({ flag: 'webhooks', enabled: true, source: 'default' }));
    expect((await run(['tenants', 'show', 'acme'], { folder })).out).toContain('acme  free  active  Acme');
  });

  test('renames a tenant and puts it on another tier', async () => {
    expect(await tenants('rename', 'acme', 'Acme & Co')).toMatchObject({ slug: 'acme', name: 'Acme & Co' });
    expect(await tenants('set-tier', 'acme', 'starter')).toMatchObject({ tier: 'starter', name: 'Acme & Co' });
  });

  test('suspends a tenant that a running server then refuses within two seconds, and reactivates it', async () => {
    expect(await status()).toBe(200);
    expect(await tenants('suspend', 'acme')).toMatchObject({ state: 'suspended' });
    await answers(403);
    expect(await tenants('reactivate', 'acme')).toMatchObject({ state: 'active' });
    await answers(200);
  });

  test('sets no limit, and the tier’s again', async () => {
    const set = (limit: string) => tenants<object>('set-quota', 'acme', 'campaigns', limit);
    expect(await set('none')).toMatchObject({ quota: 'campaigns', limit: null, source: 'override' });
    expect(await set('tier')).toMatchObject({ limit: 1_000, source: 'tier' });
  });

  test('turns a flag for a tenant and for a tier', async () => {
    const flags = async () => (await tenants<{ flags: { flag: string }[] }>('show', 'acme')).flags.find(({ flag }) => flag === 'webhooks');
    await tenants('set-flag', 'webhooks', 'off', '--tier', 'starter', '--until', '2999-01-01T00:00:00Z');
    expect(await flags()).toMatchObject({ enabled: false, source: 'tier', expiresAt: '2999-01-01T00:00:00.000Z' });
    await tenants('set-flag', 'webhooks', 'on', '--tenant', 'acme');
    expect(await flags()).toMatchObject({ enabled: true, source: 'tenant' });
  });

  test('closes a tenant once it was exported, whole and with a checksum, and undoes it', async () => {
    expect(await failure('close', 'acme')).toContain('Export the tenant first');
    const made = await tenants<{ rows: number; sha256: string; file: string }>('export', 'acme', '--out', 'acme.ndjson');
    const text = readFileSync(join(folder, 'acme.ndjson'), 'utf8');
    const lines = text.trimEnd().split('\n');
    expect(lines).toHaveLength(made.rows + 1);
    expect(
      createHash('sha256')
        .update(`${lines.slice(0, -1).join('\n')}\n`)
        .digest('hex'),
    ).toBe(made.sha256);
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ sha256: made.sha256, counts: { tenants: 1 } });
    expect(await tenants('close', 'acme')).toMatchObject({ state: 'closed', eraseAfter: expect.stringMatching(/^\d{4}-/) as string });
    expect(await tenants('reactivate', 'acme')).toMatchObject({ state: 'active', eraseAfter: null });
  });
});

describe('says in one sentence what is wrong', () => {
  test.each([
    ['a tenant there is not', ['show', 'nobody'], 'There is no tenant "nobody" in the data folder '],
    ['a tier there is not', ['set-tier', 'acme', 'gold'], 'use one of free, starter, professional, enterprise'],
    ['a limit that is none', ['set-quota', 'acme', 'members', 'many'], 'use a whole number, "none" or "tier"'],
    ['a flag without anybody to have it', ['set-flag', 'webhooks', 'on'], 'Name either --tenant or --tier.'],
    ['an instant that is none', ['set-flag', 'webhooks', 'on', '--tenant', 'acme', '--until', 'soon'], 'RFC 3339'],
  ])('for %s', async (_what, words, sentence) => {
    const err = await failure(...words);
    expect(err).toMatch(/^earshot: [^\n]*\n$/);
    expect(err).toContain(sentence);
  });
});
