import fastify from 'fastify';
import { type AddressInfo, connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cameLater, noteRecognition } from './body.ts';

const app = fastify();
const late: boolean[] = [];
let recognise: () => Promise<unknown> = () => Promise.resolve();
let recognised: Promise<unknown> | undefined;
let port = 0;
beforeAll(async () => {
  app.addHook('onRequest', async (request) => {
    await recognise();
    noteRecognition(request);
  });
  app.addHook('preValidation', async (request) => void late.push(cameLater(request)));
  app.post('/', async () => 'done');
  await app.listen({ port: 0, host: '127.0.0.1' });
  port = (app.server.address() as AddressInfo).port;
});
afterAll(() => app.close());

const HEAD = 'POST / HTTP/1.1\r\nhost: a\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: 7\r\n\r\n';

/** Sends the pieces one after the other, each after a turn of the event loop, and waits for the answer. */
async function send(...pieces: string[]): Promise<boolean | undefined> {
  const socket = connect(port, '127.0.0.1').setNoDelay(true);
  const ended = new Promise((resolve, reject) => socket.once('error', reject).once('close', resolve).resume());
  for (const piece of pieces) {
    await new Promise((resolve) => socket.write(piece, resolve));
    await recognised;
  }
  await ended;
  return late.at(-1);
}

test('a body in one piece with its head does not come later, however long recognition takes', async () => {
  recognise = () => Promise.resolve();
  expect(await send(`${HEAD}{"a":1}`)).toBe(false);
  recognise = () => new Promise((resolve) => setImmediate(resolve));
  expect(await send(`${HEAD}{"a":1}`)).toBe(false);
});

test('a body whose end is sent once the sender is recognised comes later', async () => {
  const found = Promise.withResolvers<undefined>();
  recognised = found.promise;
  recognise = () => {
    setImmediate(() => setImmediate(() => found.resolve(undefined)));
    return Promise.resolve();
  };
  expect(await send(`${HEAD}{"a":`, '1}')).toBe(true);
});
