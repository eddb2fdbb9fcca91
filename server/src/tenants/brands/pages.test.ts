import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openWorld, type World } from '../../../test/world.ts';
import type { Brand } from './schema.ts';

let world: World;
let paths: { report: string; explanation: string };
beforeAll(async () => {
  world = await openWorld();
  const made = async (path: string, body: object) =>
    new URL(((await world.send('POST', path, { body })).json as { address: string }).address).pathname;
  const conversion = encodeURIComponent(world.mine.conversion);
  paths = {
    report: await made('/attribution/report-links', { report: {} }),
    explanation: await made(`/attribution/conversions/${conversion}/explanation-links`, {}),
  };
});
afterAll(() => world.close());

const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const put = (body: object, tenantId = world.mine.tenantId) => world.send('PUT', `/tenants/${tenantId}/brand`, { body });
const open = (path: string) => world.server.send('GET', path);

describe('a tenant’s logo and colour', () => {
  test('stand on the pages that it shares, and the logo nowhere but below their addresses', async () => {
    const answer = await put({ colour: '#FFEE00', logo: PNG });
    expect(answer.status, answer.text).toBe(200);
    const { onLight, logo } = answer.json as Brand;
    expect(logo).toMatchObject({ type: 'image/png', width: 1, height: 1 });
    for (const path of [paths.report, paths.explanation]) {
      const { text, headers } = await open(path);
      expect(text).toContain(`src="${path}/logo"`);
      expect(text).toContain(`--accent: light-dark(${onLight}, #ffee00)`);
      expect(headers.get('content-security-policy')).toMatch(
        /^default-src 'none'; style-src 'sha256-[^']+'; img-src 'self'; base-uri 'none'/,
      );
      const image = await open(`${path}/logo`);
      expect(image.status).toBe(200);
      expect(Object.fromEntries(image.headers)).toMatchObject({
        'content-type': 'image/png',
        'x-content-type-options': 'nosniff',
        'cache-control': 'no-store',
        'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      });
    }
    expect((await open(`/r/${'A'.repeat(32)}/logo`)).status).toBe(404);
  });

  test('are shown without what the page tells being read or computed', async () => {
    await put({ colour: null, logo: PNG });
    await world.admin.query('begin; lock table conversions, paths in access exclusive mode');
    const answers = await Promise.all([open(`${paths.report}/logo`), open(`${paths.explanation}/logo`)]);
    await world.admin.query('rollback');
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  });

  test('are gone once they are deleted, and the logo once its page is', async () => {
    await put({ colour: null, logo: PNG });
    const { json } = await world.send('GET', '/attribution/report-links?limit=1');
    const [{ id }] = (json as { items: { id: string }[] }).items;
    expect((await open(`${paths.report}/logo`)).status).toBe(200);
    expect((await world.send('DELETE', `/attribution/report-links/${id}`)).status).toBe(204);
    expect((await open(`${paths.report}/logo`)).status).toBe(404);
    expect((await world.send('DELETE', `/tenants/${world.mine.tenantId}/brand`)).status).toBe(204);
    const { text, headers } = await open(paths.explanation);
    expect(text).not.toContain('<img');
    expect(headers.get('content-security-policy')).not.toContain('img-src');
    expect((await open(`${paths.explanation}/logo`)).status).toBe(404);
  });

  test.each([
    ['a colour that is none', { colour: 'red;}' }, '/colour'],
    ['an SVG', { logo: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>').toString('base64') }, '/logo'],
    ['more than 64 KiB', { logo: Buffer.alloc(65_537).toString('base64') }, '/logo'],
    ['what is no base64', { logo: 'data:image/png;base64,AA' }, '/logo'],
    [
      'a side of 1,025 pixels',
      { logo: Buffer.from(Buffer.from(PNG, 'base64').fill(Buffer.from('00000401', 'hex'), 16, 20)).toString('base64') },
      '/logo',
    ],
  ])('are not %s', async (_what, body, pointer) => {
    const { status, text } = await put(body);
    expect(status).toBe(400);
    expect(text).toContain(pointer);
  });

  test('are written to the audit log without the bytes of the logo', async () => {
    await put({ colour: '#0b6e5f', logo: PNG });
    const { rows } = await world.admin.query<{ found: string }>(`select string_agg(a::text, '') as found from audit_log a`);
    expect(rows[0].found).toContain('tenant_brand.put');
    expect(rows[0].found).not.toContain(PNG.slice(0, 40));
  });
});
