import { createServer, type Server, type ServerResponse } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { NOW_MS, openTestDatabase, type TestDatabase } from '../../../test/database.ts';
import { discoverProvider } from './service.ts';

let database: TestDatabase;
let server: Server;
let issuer: string;
/** How often the provider was asked, and those it has not answered. */
let asked = 0;
const waiting: ServerResponse[] = [];

beforeAll(async () => {
  database = await openTestDatabase();
  server = createServer((_request, response) => {
    asked += 1;
    waiting.push(response);
  });
  await new Promise<void>((done) => {
    server.listen(0, '127.0.0.1', done);
  });
  const address = server.address();
  issuer = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await database.close();
});

/** Answers so many requests once they all wait. */
async function answer(status: number, count = 1): Promise<void> {
  await expect.poll(() => waiting.length).toBe(count);
  for (const response of waiting.splice(0)) {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ issuer, authorization_endpoint: `${issuer}/auth`, token_endpoint: `${issuer}/token` }));
  }
}

const discover = (clientId = 'earshot') => discoverProvider(database.context, 'public', { issuer, clientId, clientSecret: 's'.repeat(40) });

test('a provider is asked once for all who begin to sign in, and again after ten minutes', async () => {
  const all = Promise.all(Array.from({ length: 200 }, () => discover()));
  await answer(200);
  expect(new Set((await all).map((one) => one.serverMetadata().issuer))).toEqual(new Set([issuer]));
  database.setNow(NOW_MS + 10 * 60_000 - 1);
  await discover();
  expect(asked).toBe(1);
  database.setNow(NOW_MS + 10 * 60_000);
  const again = discover();
  await answer(200);
  await again;
  expect(asked).toBe(2);
});

test('a provider that does not answer as it should is left alone for half a minute, and then asked again', async () => {
  asked = 0;
  const refused = expect(discover('failing')).rejects.toMatchObject({ code: 'unavailable' });
  await answer(500);
  await refused;
  await expect(discover('failing')).rejects.toMatchObject({ code: 'unavailable' });
  expect(asked).toBe(1);
  database.setNow(database.context.clock() + 30_000);
  const again = discover('failing');
  await answer(200);
  await again;
  expect(asked).toBe(2);
});

test('of one provider eight connections are open at a time, however many clients are entered for it', async () => {
  asked = 0;
  const all = Promise.all(Array.from({ length: 20 }, (_, at) => discover(`client-${at}`)));
  for (const count of [8, 8, 4]) await answer(200, count);
  expect(await all).toHaveLength(20);
  expect(asked).toBe(20);
});
