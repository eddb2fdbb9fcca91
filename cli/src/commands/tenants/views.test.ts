import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { emptyFolder, run, runJson, type Server, startServer } from '../../../test/program.ts';

interface View {
  id: string;
  name: string;
  address: string;
}

const ADDRESS = '/compare?models=linear&days=30';

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

const views = <Printed>(...words: string[]) => runJson<Printed>(['views', ...words, '--tenant', 'shop'], { folder });
const save = async (name: string, address = ADDRESS) => {
  const { status, json } = await server.send('POST', '/views', apiKey, { name, address, isShared: true });
  expect(status).toBe(201);
  return json as View;
};

describe('earshot views', () => {
  test('list, show and delete tell of what everybody sees, by id and by name', async () => {
    expect((await run(['views', 'list', '--tenant', 'shop'], { folder })).out).toBe('No view is saved for everybody.\n');
    const view = await save('Shows by share');
    const other = await save('Weekly');
    expect(await views('list')).toMatchObject({ items: [view, other] });
    expect(await views('show', 'Shows by share')).toEqual(view);
    expect((await run(['views', 'show', view.id, '--tenant', 'shop'], { folder })).out).toContain(`address  ${ADDRESS}`);
    expect(await views('delete', view.id)).toEqual({ id: view.id, name: 'Shows by share' });
    expect(await views('delete', 'Weekly')).toEqual({ id: other.id, name: 'Weekly' });
    expect(await views('list')).toEqual({ items: [] });
  });

  test('say in one sentence that there is none of a name, and that there are several', async () => {
    const twins = [await save('Twice'), await save('Twice', '/insights')];
    const failure = async (...words: string[]) => {
      const { code, out, err } = await run(['views', ...words], { folder });
      expect({ code, out }).toEqual({ code: 1, out: '' });
      return err;
    };
    expect(await failure('show', 'nothing', '--tenant', 'shop')).toContain('earshot: "nothing" is neither the id nor the name of a view');
    const ambiguous = await failure('delete', 'Twice', '--tenant', 'shop');
    for (const { id } of twins) expect(ambiguous).toContain(id);
    expect(await failure('list', '--tenant', 'nobody')).toContain('There is no tenant "nobody"');
    expect(await views('list')).toMatchObject({ items: [{ name: 'Twice' }, { name: 'Twice' }] });
  });
});
