import type { Readable } from 'node:stream';
import fastify, { type FastifyRequest } from 'fastify';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { cameLater, noteRecognition, readJsonBody } from './body.ts';
import { takeTurns } from './turns.ts';

/** An application whose tenants are named in the path, and whose answers wait until the test lets them go. */
const app = fastify({ forceCloseConnections: true });
let url = '';
const held: { name: string; answer(): void }[] = [];
const late = new Map<string, boolean>();
const nameOf = ({ params }: FastifyRequest) => Object.values(params as Record<string, string>).join('');

beforeAll(async () => {
  takeTurns(app);
  app.addHook('onRequest', async (request) => {
    request.actor = { tenantId: nameOf(request)[0] } as never;
    noteRecognition(request);
  });
  app.addHook('preValidation', async (request) => void late.set(nameOf(request), cameLater(request)));
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', async (request: FastifyRequest, payload: Readable) =>
    readJsonBody(payload, 1e6, { awaitTurn: request.awaitTurn }),
  );
  app.all('/:tenant/:place', (request, reply) => {
    held.push({ name: nameOf(request), answer: () => void (reply.sent || reply.send('done')) });
  });
  url = await app.listen({ port: 0, host: '127.0.0.1' });
});
beforeEach(() => void held.splice(0));
afterAll(() => app.close());

const read = (tenant: string, place: number, signal?: AbortSignal) => fetch(`${url}/${tenant}/${place}`, signal ? { signal } : {});
const write = (tenant: string, place: number, body: unknown = {}) =>
  fetch(`${url}/${tenant}/${place}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
const names = () => held.map(({ name }) => name);

/** A request of another tenant, begun and answered, that came after all that was sent before. */
async function passBy(tenant: string, place: number): Promise<void> {
  const passing = read(tenant, place);
  await expect.poll(names).toContain(`${tenant}${place}`);
  held.find(({ name }) => name === `${tenant}${place}`)?.answer();
  expect((await passing).status).toBe(200);
}

/** Answers everything, also what begins only then. */
async function answerAll(asked: readonly Promise<Response>[]): Promise<void> {
  let statuses: number[] | undefined;
  const all = Promise.all(asked).then((answers) => (statuses = answers.map(({ status }) => status)));
  await expect
    .poll(() => {
      for (const { answer } of held) answer();
      return statuses;
    })
    .toEqual(asked.map(() => 200));
  await all;
}

test('beside another tenant two requests without a body are worked on at a time, and the next one follows an answer', async () => {
  await passBy('b', 0);
  const asked = [1, 2, 3].map((place) => read('a', place));
  await expect.poll(() => names().filter((name) => name.startsWith('a')).length).toBe(2);
  await passBy('b', 1);
  expect(names().filter((name) => name.startsWith('a'))).toHaveLength(2);
  held.find(({ name }) => name.startsWith('a'))?.answer();
  await expect.poll(() => names().filter((name) => name.startsWith('a')).length).toBe(3);
  const last = names().at(-1) ?? '';
  expect([late.get(last), late.get('b1')]).toEqual([true, false]);
  await answerAll(asked);
});

test('a large body goes alone, and does not keep what is read from the database waiting', async () => {
  await passBy('b', 2);
  const asked = [write('a', 1, { text: 'x'.repeat(100_000) })];
  await expect.poll(names).toContain('a1');
  asked.push(write('a', 2), read('a', 3));
  await expect.poll(names).toContain('a3');
  await passBy('b', 3);
  expect(names()).not.toContain('a2');
  await answerAll(asked);
});

test('whoever goes away gives its turn back', async () => {
  await passBy('b', 4);
  const leaving = new AbortController();
  const left = [1, 2].map((place) => read('a', place, leaving.signal).catch(() => undefined));
  await expect.poll(() => names().filter((name) => name.startsWith('a')).length).toBe(2);
  const next = read('a', 5);
  await passBy('b', 5);
  expect(names()).not.toContain('a5');
  leaving.abort();
  await Promise.all(left);
  await expect.poll(names).toContain('a5');
  held.find(({ name }) => name === 'a5')?.answer();
  expect((await next).status).toBe(200);
});
