import Fastify from 'fastify';
import { expect, test } from 'vitest';
import { answerInTime } from './late-answers.ts';
import { answerProblem } from './problem.ts';

/** An application whose requests may take 20 milliseconds. */
async function openHurried() {
  const app = Fastify();
  app.setErrorHandler((error, request, reply) => answerProblem(error, request, reply));
  answerInTime(app, 20);
  const work = Promise.withResolvers<string>();
  app.get('/slow', () => work.promise);
  app.get('/begun', async (_request, reply) => {
    reply.hijack();
    reply.raw.write('begun ');
    reply.raw.end(await work.promise);
  });
  app.get('/quick', async () => 'quick');
  await app.ready();
  return { app, work };
}

test('a request that is worked on for too long is answered 503 with Retry-After, and what comes of it later changes nothing', async () => {
  const { app, work } = await openHurried();
  const answer = await app.inject('/slow');
  expect(answer).toMatchObject({ statusCode: 503, headers: { 'retry-after': '5' } });
  expect(answer.json()).toMatchObject({ code: 'unavailable' });
  work.resolve('late');
  expect((await app.inject('/quick')).body).toBe('quick');
  await app.close();
});

test('the same where the work fails later', async () => {
  const { app, work } = await openHurried();
  expect((await app.inject('/slow')).statusCode).toBe(503);
  work.reject(new Error('late'));
  expect((await app.inject('/quick')).body).toBe('quick');
  await app.close();
});

test('an answer that has begun goes on', async () => {
  const { app, work } = await openHurried();
  const answer = app.inject('/begun');
  await app.inject('/slow');
  work.resolve('ended');
  expect(await answer).toMatchObject({ statusCode: 200, body: 'begun ended' });
  await app.close();
});
