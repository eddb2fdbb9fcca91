import type { Readable } from 'node:stream';
import Fastify, { type FastifyRequest } from 'fastify';
import { expect, test } from 'vitest';
import { limitBodies, readJsonBody, roomOf } from './body.ts';
import { answerProblem } from './problem.ts';

test('bodies that come to more together than may be held are refused 503, and taken once others are answered', async () => {
  const app = Fastify();
  app.setErrorHandler((error, request, reply) => answerProblem(error, request, reply));
  limitBodies(app, 20);
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', (request: FastifyRequest, payload: Readable) =>
    readJsonBody(payload, 100, { takeRoom: roomOf(request) }),
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
