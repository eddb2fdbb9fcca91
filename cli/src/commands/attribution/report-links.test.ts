import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { emptyFolder, run, runJson, type Server, startServer } from '../../../test/program.ts';

let folder: string;
let server: Server;
let apiKey: string;
beforeAll(async () => {
  folder = emptyFolder();
  server = await startServer(folder);
  ({ apiKey } = await runJson<{ apiKey: string }>(['tenants', 'create', '--name', 'Shop', '--slug', 'shop'], { folder }));
});
afterAll(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const CREATE = ['report-links', 'create', '--tenant', 'shop'];

describe('earshot report-links', () => {
  test('create makes a page, list shows it, and revoke ends it', async () => {
    const options = [
      '--title',
      'Hello',
      '--models',
      'linear,last_touch',
      '--days',
      '7',
      '--group-by',
      'show',
      '--expires-in',
      '3',
      '--shows-spend',
    ];
    const link = await runJson<{ id: string; address: string }>([...CREATE, ...options], { folder });
    const { pathname } = new URL(link.address);
    const open = () => fetch(new URL(pathname, server.url));
    expect(await (await open()).text()).toContain('<h1>Hello</h1>');
    expect(await runJson(['report-links', 'list', '--tenant', 'shop'], { folder })).toMatchObject([
      {
        id: link.id,
        state: 'live',
        views: 1,
        title: 'Hello',
        showsSpend: true,
        report: { models: ['linear', 'last_touch'], days: 7, groupBy: 'show' },
      },
    ]);
    expect(await run(['report-links', 'revoke', link.id, '--tenant', 'shop'], { folder })).toMatchObject({ code: 0 });
    expect((await open()).status).toBe(404);
  });

  test('a page of one campaign, or of one advertiser, says so in the list; of one that is not there it is refused', async () => {
    await server.send('PUT', '/campaigns/spring', apiKey, { name: 'Spring', advertiser: 'lumen' });
    for (const [name, key] of [
      ['campaign', 'spring'],
      ['advertiser', 'lumen'],
    ]) {
      const link = await runJson<{ id: string }>([...CREATE, `--${name}`, key], { folder });
      const { out } = await run(['report-links', 'list', '--tenant', 'shop'], { folder });
      expect(out.split('\n').find((line) => line.includes(link.id))).toContain(`${name} ${key}`);
      const refused = await run([...CREATE, `--${name}`, 'absent'], { folder });
      expect(refused).toMatchObject({ code: 1, out: '' });
      expect(refused.err).toMatch(new RegExp(`^earshot: .*${name}.*absent`));
    }
    expect((await run([...CREATE, '--campaign', 'spring', '--advertiser', 'lumen'], { folder })).code).toBe(1);
  });

  test.each([
    ['too many days', [...CREATE, '--expires-in', '366'], 'expiresInDays: must be at most 365'],
    ['two periods', [...CREATE, '--days', '7', '--from', '2026-11-01'], 'days: excludes from and to; send one of both'],
    ['an id that is none', ['report-links', 'revoke', 'x', '--tenant', 'shop'], '"x" is no id of a page'],
  ])('says in one sentence what is wrong with %s', async (_what, words, says) => {
    const { code, out, err } = await run(words, { folder });
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain(`earshot: ${says}`);
  });
});
