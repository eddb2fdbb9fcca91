import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { emptyFolder, run, type Server, startServer } from '../../../test/program.ts';

let folder: string;
let server: Server;
beforeAll(async () => {
  folder = emptyFolder();
  server = await startServer(folder);
  await run(['tenants', 'create', '--name', 'Acme', '--slug', 'acme'], { folder });
});
afterAll(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const people = (...words: string[]) => run(['people', ...words], { folder });

describe('earshot people create', () => {
  test('prints the id of the person, who is the owner of the tenant', async () => {
    const { code, out, err } = await people('create', '--email', 'ann@acme.example', '--name', 'Ann', '--tenant', 'acme', '--json');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(JSON.parse(out)).toEqual({ personId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string, email: 'ann@acme.example' });
  });

  test('says what is wrong, and creates nothing', async () => {
    const create = (...more: string[]) => people('create', '--name', 'Bo', ...more);
    expect(await create('--email', 'no address')).toMatchObject({ code: 1, err: expect.stringContaining('e-mail address') as string });
    expect(await create('--email', 'bo@acme.example', '--tenant', 'nobody')).toMatchObject({
      code: 1,
      err: expect.stringContaining('no tenant "nobody"') as string,
    });
    expect(await create('--email', 'bo@acme.example', '--role', 'king')).toMatchObject({
      code: 1,
      err: expect.stringContaining('use one of owner') as string,
    });
    expect((await create('--email', 'bo@acme.example')).code).toBe(0);
    expect(await create('--email', 'BO@acme.example')).toMatchObject({
      code: 1,
      err: expect.stringContaining('There is a person') as string,
    });
  });
});

test('earshot people reset-mfa says when there is nobody, or nothing to remove', async () => {
  await people('create', '--email', 'cy@acme.example', '--name', 'Cy');
  const reset = (email: string) => people('reset-mfa', '--email', email);
  expect(await reset('nobody@acme.example')).toMatchObject({ code: 1, err: expect.stringContaining('no person') as string });
  expect(await reset('cy@acme.example')).toMatchObject({ code: 1, err: expect.stringContaining('No second factor') as string });
});

test('earshot people disable and enable say what they did, and when there is nobody', async () => {
  await people('create', '--email', 'di@acme.example', '--name', 'Di');
  const email = ['--email', 'di@acme.example'];
  expect(await people('disable', ...email)).toMatchObject({
    code: 0,
    out: 'di@acme.example is signed out everywhere and gets in no more.\n',
  });
  expect(await people('enable', ...email, '--json')).toMatchObject({ code: 0, out: '{"email":"di@acme.example"}\n' });
  for (const verb of ['disable', 'enable'])
    expect(await people(verb, '--email', 'nobody@acme.example')).toMatchObject({
      code: 1,
      err: expect.stringContaining('no person') as string,
    });
});
