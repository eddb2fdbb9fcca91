import { rmSync } from 'node:fs';
import { Secret } from 'otpauth';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { codeAt } from '../../../../server/src/security/mfa/rules.ts';
import { emptyFolder, run, runJson, type Server, startServer } from '../../../test/program.ts';

interface Access {
  email: string;
  password: string;
  totpUri: string;
}

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

const operators = <Printed>(...words: string[]) => runJson<Printed>(['operators', ...words], { folder });

async function signIn({ email, password, totpUri }: Access): Promise<{ status: number; json: unknown }> {
  const secret = Secret.fromBase32(new URL(totpUri).searchParams.get('secret') ?? '');
  return server.send('POST', '/platform/sessions', '', { email, password, code: codeAt(secret.bytes, Date.now()) });
}

test('an operator is created, signs in with what was shown, is given new access, and is disabled', async () => {
  const first = await operators<Access>('create', '--email', 'Ops@Example.com', '--name', 'Ops');
  expect(first).toMatchObject({
    email: 'ops@example.com',
    name: 'Ops',
    disabledAt: null,
    password: expect.stringMatching(/^\w{24}$/) as string,
  });
  const signedIn = await signIn(first);
  expect(signedIn.status).toBe(201);
  const { token } = signedIn.json as { token: string };
  expect(await server.send('GET', '/platform/tenants', token)).toMatchObject({ status: 200, json: { items: [] } });
  const second = await operators<Access>('reset', 'ops@example.com');
  expect((await server.send('GET', '/platform/tenants', token)).status).toBe(401);
  expect((await signIn(first)).status).toBe(401);
  expect((await signIn(second)).status).toBe(201);
  await operators('disable', 'ops@example.com');
  expect((await signIn(second)).status).toBe(401);
  expect(await operators('list')).toMatchObject({
    items: [{ email: 'ops@example.com', disabledAt: expect.stringMatching(/^\d{4}-/) as string }],
  });
});

test.each([
  [['create', '--email', 'nobody', '--name', 'A'], '"nobody" is no e-mail address.'],
  [['disable', 'nobody@example.com'], 'There is no operator "nobody@example.com".'],
])('%j says in one sentence what is wrong', async (words, sentence) => {
  const { code, out, err } = await run(['operators', ...words], { folder });
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).toBe(`earshot: ${sentence}\n`);
});
