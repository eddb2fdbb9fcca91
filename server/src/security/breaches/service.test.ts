import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../../test/database.ts';
import { startTestServer, type TestServer } from '../../../test/http.ts';
import { cookieOf, createTestPerson } from '../../../test/people.ts';
import type { Context } from '../../platform/context.ts';
import { openOutbound } from '../../platform/outbound.ts';
import { hashSecret } from '../../platform/password-hash.ts';

const PRESENT = 'a few words in a row';
const BREACHED = 'words that somebody lost';
const FRESH = 'words that nobody lost yet';
const hashOf = (password: string) => createHash('sha1').update(password).digest('hex').toUpperCase();

let database: TestDatabase;
let service: Server;
let url: string;
let asked: { url: string | undefined; headers: IncomingHttpHeaders }[] = [];
let answerWith: RequestListener;
let passwordHash: string;
beforeAll(async () => {
  database = await openTestDatabase();
  passwordHash = await hashSecret(PRESENT);
  service = createServer((request, response) => {
    asked.push({ url: request.url, headers: request.headers });
    answerWith(request, response);
  });
  service.listen(0, '127.0.0.1');
  await once(service, 'listening');
  url = `http://127.0.0.1:${(service.address() as AddressInfo).port}/range/`;
});
afterAll(async () => {
  service.closeAllConnections();
  service.close();
  await database.close();
});

/** As the public service answers: rests in upper case, padded with counts of 0; here the fresh password is padding. */
const ranges: RequestListener = (_request, response) =>
  response.end(`${'0'.repeat(35)}:7\r\n${hashOf(FRESH).slice(5)}:0\r\n${hashOf(BREACHED).slice(5)}:3\r\n`);

let warnings: unknown[] = [];
beforeEach(() => {
  [asked, warnings, answerWith] = [[], [], ranges];
});

/** Serves with these settings, changes the password of somebody new, and tells what came of it. */
async function change(newPassword: string, more: Partial<Context>) {
  const log = Object.assign(Object.create(database.context.log) as Context['log'], {
    warn: (...said: unknown[]) => void warnings.push(said),
  });
  const context = { ...database.context, log, ...more };
  const server: TestServer = await startTestServer(context);
  try {
    const cookie = await cookieOf(context, await createTestPerson(context, { passwordHash }));
    const body = { currentPassword: PRESENT, newPassword };
    return await server.send('PUT', '/api/v1/security/password', { headers: { cookie }, body });
  } finally {
    await server.close();
  }
}

test('a breached password is refused with what to do, and only five digits of its hash leave the house', async () => {
  const answer = await change(BREACHED, { breachedPasswordsUrl: url });
  expect(answer).toMatchObject({ status: 400, json: { code: 'invalid_request', errors: [{ pointer: '/newPassword' }] } });
  expect(answer.text).toContain('stolen elsewhere');
  expect(asked).toMatchObject([{ url: `/range/${hashOf(BREACHED).slice(0, 5)}`, headers: { 'add-padding': 'true' } }]);
  expect(JSON.stringify(asked)).not.toContain(hashOf(BREACHED).slice(5));
});

test('another password is taken, also one that stands in the padding', async () => {
  expect((await change(FRESH, { breachedPasswordsUrl: url })).status).toBe(204);
  expect([asked.length, warnings]).toEqual([1, []]);
});

test('a weak password is refused without asking, and nobody is asked where the operator names no service', async () => {
  expect((await change('password1234', { breachedPasswordsUrl: url })).status).toBe(400);
  expect((await change(BREACHED, {})).status).toBe(204);
  expect(asked).toEqual([]);
});

test.each<[string, RequestListener]>([
  ['answers with a failure', (_request, response) => response.writeHead(503).end()],
  ['hangs up', (request) => request.socket.destroy()],
  ['never answers', () => undefined],
  ['answers without end', (_request, response) => void response.write('0'.repeat(600_000))],
])('a service that %s keeps nobody from choosing a password, and the log says so without the password', async (_what, listener) => {
  answerWith = listener;
  expect((await change(BREACHED, { breachedPasswordsUrl: url })).status).toBe(204);
  expect(warnings).toHaveLength(1);
  expect(JSON.stringify(warnings)).toContain('breached passwords');
  expect(JSON.stringify(warnings)).not.toContain(hashOf(BREACHED).slice(5));
  expect(JSON.stringify(warnings)).not.toContain(BREACHED);
});

test('the service is asked through the guard: one inside the network is not reached unless that network is opened', async () => {
  expect((await change(BREACHED, { breachedPasswordsUrl: url, outbound: openOutbound() })).status).toBe(204);
  expect([asked.length, warnings.length]).toEqual([0, 1]);
});
