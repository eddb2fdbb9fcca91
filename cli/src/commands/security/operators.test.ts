import { rmSync } from 'node:fs';
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

/** The bytes that base 32 (RFC 4648) writes. */
function bytesOf(base32: string): Uint8Array {
  const bits = Array.from(base32, (sign) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(sign).toString(2).padStart(5, '0')).join('');
  return Uint8Array.from(bits.match(/.{8}/g) ?? [], (byte) => Number.parseInt(byte, 2));
}

async function signIn({ email, password, totpUri }: Access): Promise<{ status: number; json: unknown }> {
  const secret = bytesOf(new URL(totpUri).searchParams.get('secret') ?? '');
  return server.send('POST', '/platform/sessions', '', { email, password, code: codeAt(secret, Date.now()) });
}

let first: Access;
let second: Access;
let token: string;

test('an operator is created, and signs in with what was shown', async () => {
  first = await operators<Access>('create', '--email', 'Ops@Example.com', '--name', 'Ops');
  expect(first).toMatchObject({ email: 'ops@example.com', name: 'Ops', disabledAt: null });
  expect(first.password).toMatch(/^\w{24}$/);
  const signedIn = await signIn(first);
  expect(signedIn.status).toBe(201);
  ({ token } = signedIn.json as { token: string });
  expect(await server.send('GET', '/platform/tenants', token)).toMatchObject({ status: 200, json: { items: [] } });
});

test('one who is given new access signs in with that alone, and is signed out', async () => {
  second = await operators<Access>('reset', 'ops@example.com');
  expect((await server.send('GET', '/platform/tenants', token)).status).toBe(401);
  expect((await signIn(first)).status).toBe(401);
  expect((await signIn(second)).status).toBe(201);
});

test('one who is disabled signs in no more, and is listed so', async () => {
  await operators('disable', 'ops@example.com');
  expect((await signIn(second)).status).toBe(401);
  const { items } = await operators<{ items: object[] }>('list');
  expect(items).toMatchObject([{ email: 'ops@example.com', disabledAt: expect.stringMatching(/^\d{4}-/) as string }]);
});

test.each([
  [['create', '--email', 'nobody', '--name', 'A'], '"nobody" is no e-mail address.'],
  [['disable', 'nobody@example.com'], 'There is no operator "nobody@example.com".'],
])('%j says in one sentence what is wrong', async (words, sentence) => {
  const { code, out, err } = await run(['operators', ...words], { folder });
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).toBe(`earshot: ${sentence}\n`);
});
