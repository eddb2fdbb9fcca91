import type { Readable } from 'node:stream';
import Fastify, { type FastifyRequest } from 'fastify';
import { expect, test } from 'vitest';
import { limitBodies, readJsonBody, roomOf } from './body.ts';
import { answerProblem } from './problem.ts';

test.each([
  ['together', { inAll: 20, ofOne: 100 }],
  ['from one address', { inAll: 100, ofOne: 20 }],
])('bodies that come to more %s than may be held are refused 503, and taken once others are answered', async (_what, room) => {
  const app = Fastify();
  app.setErrorHandler((error, request, reply) => answerProblem(error, request, reply));
  limitBodies(app, room);
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', (request: FastifyRequest, payload: Readable) =>
    readJsonBody(payload, 100, { room: roomOf(request) }),
  );
  const begun = Promise.withResolvers<void>();
  const held = Promise.withResolvers<string>();
  app.post('/held', () => {
    begun.resolve();
    return held.promise;
  });
  app.post('/free', async () => 'taken');
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  const post = (path: string) =>
    fetch(`${url}${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"a":"bcdefgh"}' });
  const first = post('/held');
  await begun.promise;
  const refused = await post('/free');
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1']);
  held.resolve('taken');
  expect((await first).status).toBe(200);
  await expect.poll(async () => (await post('/free')).status).toBe(200);
  await app.close();
});

test('a body that is refused holds no room, though its sender still waits', async () => {
  const app = Fastify();
  app.setErrorHandler((error, request, reply) => answerProblem(error, request, reply));
  limitBodies(app, { inAll: 20, ofOne: 20 });
  app.removeAllContentTypeParsers();
  const refused = Promise.withResolvers<void>();
  const going = Promise.withResolvers<void>();
  app.addContentTypeParser('application/json', (request: FastifyRequest, payload: Readable) =>
    readJsonBody(payload, request.url === '/long' ? 16 : 100, { room: roomOf(request) }),
  );
  app.addHook('onError', async (request) => {
    if (request.url !== '/long') return;
    refused.resolve();
    await going.promise;
  });
  app.post('/long', async () => 'taken');
  app.post('/short', async () => 'taken');
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  const post = (path: string, body: string) =>
    fetch(`${url}${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  const long = post('/long', '{"a":"bcdefghijklmnop"}');
  await refused.promise;
  expect((await post('/short', '{"a":"bcdefgh"}')).status).toBe(200);
  going.resolve();
  expect((await long).status).toBe(413);
  await app.close();
});
