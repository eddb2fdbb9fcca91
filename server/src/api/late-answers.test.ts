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

test('a request whose own error is being answered when its time is over ends nothing else', async () => {
  const app = Fastify();
  app.setErrorHandler((error, request, reply) => answerProblem(error, request, reply));
  answerInTime(app, 20);
  const told = Promise.withResolvers<void>();
  app.addHook('onError', async () => told.promise);
  app.get('/failing', () => Promise.reject(new Error('its own')));
  app.get('/quick', async () => 'quick');
  app.get('/slow', () => new Promise(() => undefined));
  const failing = app.inject('/failing');
  // Begun later, it is told later, by the same clock.
  const slow = app.inject('/slow');
  setTimeout(() => told.resolve(), 60);
  expect((await failing).statusCode).toBe(500);
  expect((await slow).statusCode).toBe(503);
  expect((await app.inject('/quick')).body).toBe('quick');
  await app.close();
});

test('where repeating may do something twice, the answer says so', async () => {
  const app = Fastify();
  app.setErrorHandler((error, request, reply) => answerProblem(error, request, reply));
  answerInTime(app, 20);
  app.post('/slow', () => new Promise(() => undefined));
  expect((await app.inject({ method: 'POST', url: '/slow' })).json<{ detail: string }>().detail).toContain('it may be done all the same');
  await app.close();
});
