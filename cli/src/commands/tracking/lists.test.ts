import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { emptyFolder, run, runJson, type Server, startServer } from '../../../test/program.ts';

let folder: string;
let server: Server;
beforeAll(async () => {
  folder = emptyFolder();
  server = await startServer(folder);
  mkdirSync(join(folder, 'from'));
  writeFileSync(
    join(folder, 'from', 'bots.json'),
    JSON.stringify({
      entries: [
        { name: 'One', pattern: '^One/' },
        { name: 'Two', pattern: '(' },
      ],
    }),
  );
  writeFileSync(join(folder, 'from', 'shared_addresses.txt'), '192.0.2.0/24\n');
  writeFileSync(join(folder, 'from', 'README.md'), 'no list');
  writeFileSync(join(folder, 'from', 'referrers.json'), '[]');
});
afterAll(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe('earshot lists', () => {
  test('loads what a folder holds, says what it left out, shows it and keeps its history', async () => {
    const { code, out, err } = await run(['lists', 'update', '--from', 'from', '--licence', 'MIT'], { folder });
    expect({ code, out }).toEqual({ code: 0, out: 'bots: 1 entry, 1 left out.\nshared_addresses: 1 entry.\n' });
    expect(err).toContain('earshot: bots, entry 2, was left out: ');
    expect(err).toContain('earshot: referrers.json was left out: ');
    const shown = await runJson<{ items: object[] }>(['lists', 'show'], { folder });
    expect(shown.items).toMatchObject([{ kind: 'bots', source: 'from/bots.json', licence: 'MIT' }, { kind: 'shared_addresses' }]);
    await runJson(['lists', 'check', 'shared_addresses', '--by', 'ana'], { folder });
    const history = await runJson<object[]>(['lists', 'history', 'shared_addresses'], { folder });
    expect(history).toMatchObject([{ holds: true, checks: [{ checkedBy: 'ana' }, { checkedBy: 'operator' }] }]);
  });

  test('takes back what was loaded by mistake, and says what holds in its place', async () => {
    writeFileSync(join(folder, 'from', 'bots.json'), JSON.stringify([{ name: 'Everybody', pattern: '.' }]));
    await run(['lists', 'update', '--from', 'from/bots.json'], { folder });
    const { code, out } = await run(['lists', 'withdraw', 'bots'], { folder });
    expect({ code, out }).toEqual({
      code: 0,
      out: expect.stringMatching(/^bots: version \d+ is withdrawn from .* the 1 entry of version 1 holds/),
    });
    const none = await runJson<object>(['lists', 'withdraw', 'bots', '--to', 'built-in'], { folder });
    expect(none).toMatchObject({ kind: 'bots', backTo: null, entries: 0, isNew: true });
    const shown = await runJson<{ items: { kind: string }[] }>(['lists', 'show'], { folder });
    expect(shown.items.map(({ kind }) => kind)).toEqual(['shared_addresses']);
    const wrong = await run(['lists', 'withdraw', 'bots', '--to', 'yesterday'], { folder });
    expect(wrong).toMatchObject({ code: 1, err: expect.stringContaining('--to must be before, built-in') as string });
  });

  test('refuses a place that says nothing of a list', async () => {
    writeFileSync(join(folder, 'mine.txt'), '192.0.2.0/24\n');
    expect((await run(['lists', 'update', '--from', 'mine.txt'], { folder })).err).toContain('add --kind, one of bots');
    writeFileSync(join(folder, 'prefixes.json'), '[]');
    expect((await run(['lists', 'update', '--from', 'prefixes.json'], { folder })).err).toContain('"prefixes.json" is not taken: ');
    const dated = await run(['lists', 'update', '--from', 'mine.txt', '--kind', 'networks', '--effective-from', 'soon'], { folder });
    expect(dated).toMatchObject({ code: 1, out: '' });
  });
});
