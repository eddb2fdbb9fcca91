import { expect, test } from 'vitest';
import { callInThread, keepInThread, stepInThread, type ThreadCall } from './thread.ts';

const module = new URL('./money.ts', import.meta.url).href;

test('a function is called in a thread of its own, and what it returns or throws comes back', async () => {
  expect(await callInThread({ module, name: 'minorDigits', input: 'JPY' })).toBe(0);
  await expect(callInThread({ module, name: 'nobodyHasThis', input: 1 })).rejects.toThrow(/not a function/);
});

test('a call that is not wanted any more ends', async () => {
  const stop = new AbortController();
  const call = callInThread({ module, name: 'minorDigits', input: 'JPY' }, stop.signal);
  stop.abort(new Error('enough'));
  await expect(call).rejects.toThrow('enough');
});

/** A generator of a module without a file. */
function generator(body: string, input: unknown = null): ThreadCall {
  return { module: `data:text/javascript,export function* work(input) { ${encodeURIComponent(body)} }`, name: 'work', input };
}

async function gather(call: ThreadCall, signal?: AbortSignal) {
  const steps: unknown[] = [];
  const running = stepInThread(call, signal);
  let next = await running.next();
  for (; next.done !== true; next = await running.next()) steps.push(next.value);
  return { steps, result: next.value };
}

test('a generator tells its steps and its result, or only the result to who asks for no more', async () => {
  const call = generator('yield input.start; return input.start + 1;', { start: 4 });
  expect(await gather(call)).toEqual({ steps: [4], result: 5 });
  expect(await callInThread(call)).toBe(5);
});

test('the event loop turns while a thread is busy', async () => {
  const flag = new Int32Array(new SharedArrayBuffer(4));
  const running = gather(generator('yield 1; while (Atomics.load(input, 0) === 0); return "seen";', flag));
  setImmediate(() => Atomics.store(flag, 0, 1));
  expect((await running).result).toBe('seen');
});

/** A thread that keeps the object of this expression, which may use `input`. */
const kept = (object: string, input?: unknown) =>
  keepInThread<Record<string, (input: never) => unknown>>({
    module: `data:text/javascript,export function work(input) { return ${encodeURIComponent(object)}; }`,
    name: 'work',
    input,
  });

test('a thread keeps what it was told from one question to the next, while this one goes on', async () => {
  const flag = new Int32Array(new SharedArrayBuffer(4));
  const thread = kept(
    '{ sum: 0, add(more) { return (input.sum = (input.sum ?? 0) + more); }, wait(flag) { while (!Atomics.load(flag, 0)); } }',
    {},
  );
  expect([await thread.ask('add', 2 as never), await thread.ask('add', 3 as never)]).toEqual([2, 5]);
  const waiting = thread.ask('wait', flag as never);
  setImmediate(() => Atomics.store(flag, 0, 1));
  await waiting;
  expect(await thread.ask('add', 1 as never)).toBe(6);
  await thread.end();
  await expect(thread.ask('add', 1 as never)).rejects.toThrow('the thread has ended');
});

test('questions asked at once are answered one after the other, each to who asked it, and a failure ends all that are open', async () => {
  const thread = kept('{ all: [], note(one) { input.push(one); return input.join(); }, fail() { throw new RangeError("no"); } }', []);
  const answers = await Promise.all([1, 2, 3].map((one) => thread.ask('note', one as never)));
  expect(answers).toEqual(['1', '1,2', '1,2,3']);
  const open = [thread.ask('note', 4 as never), thread.ask('fail', 0 as never), thread.ask('note', 5 as never)];
  expect((await Promise.allSettled(open)).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
});

test('what a kept function throws is thrown to who asked, and buffers that are handed over are gone here', async () => {
  const thread = kept('{ length: (bytes) => bytes.length, fail() { throw new RangeError("too much"); } }');
  const bytes = new Uint8Array(8);
  expect(await thread.ask('length', bytes as never, [bytes.buffer])).toBe(8);
  expect(bytes.byteLength).toBe(0);
  await expect(thread.ask('fail', undefined as never)).rejects.toThrow('too much');
  await thread.end();
});

test('a thread that fails while nobody asks ends nothing else, and tells why to each who asks afterwards', async () => {
  const flagged = new Int32Array(new SharedArrayBuffer(4));
  const seen: unknown[] = [];
  const note = (error: unknown) => seen.push(error);
  process.on('uncaughtException', note);
  try {
    const thread = kept('(() => { Atomics.store(input, 0, 1); throw new RangeError("no room"); })()', flagged);
    await expect.poll(() => Atomics.load(flagged, 0)).toBe(1);
    await expect(thread.ask('add', 1 as never)).rejects.toThrow('no room');
    await expect(thread.ask('add', 1 as never)).rejects.toThrow('no room');
    await thread.end();
    await expect(thread.ask('add', 1 as never)).rejects.toThrow('no room');
  } finally {
    process.off('uncaughtException', note);
  }
  expect(seen).toEqual([]);
});

test('what a generator throws is thrown to the caller', async () => {
  await expect(gather(generator('throw new RangeError("too much");'))).rejects.toThrow('too much');
});

test('a generator that never ends is ended by its signal, and when nobody listens any more', async () => {
  const stop = new AbortController();
  const running = stepInThread(generator('for (;;) yield 1;'), stop.signal);
  expect(await running.next()).toEqual({ done: false, value: 1 });
  stop.abort();
  let next = await running.next();
  while (next.done !== true) next = await running.next();
  expect(next.value).toBeUndefined();
  const left = stepInThread(generator('for (;;) yield 1;'));
  await left.next();
  expect((await left.return(undefined)).done).toBe(true);
  expect(await gather(generator('return 1;'), AbortSignal.abort())).toEqual({ steps: [], result: undefined });
});
