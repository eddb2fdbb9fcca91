import { on } from 'node:events';
import { Worker } from 'node:worker_threads';

const ENTRY = new URL('./thread-entry.ts', import.meta.url);

/** A function that a module exports, to be called in a thread of its own. */
export interface ThreadCall {
  /** The address of its file. */
  module: string;
  name: string;
  /** What it is given; must be what a structured clone can hold. */
  input: unknown;
  /** Buffers of the input that are handed over instead of copied: nobody else can use them afterwards. */
  transfer?: ArrayBuffer[];
}

/** What a thread tells: steps, when its function is a generator, and in the end the result. */
export type ThreadMessage = { step: unknown } | { result: unknown };

function open({ module, name, input, transfer = [] }: ThreadCall, isKept = false): Worker {
  return new Worker(ENTRY, { workerData: { module, name, input, isKept }, transferList: transfer, execArgv: [] });
}

/** A thread that keeps what a function returned, and answers questions to it until it is ended. */
export interface KeptThread<Kept extends Record<keyof Kept, (input: never) => unknown>> {
  /**
   * Calls one of the functions that the thread keeps, one after the other, and resolves with what it returned. Buffers to `transfer` are
   * handed over instead of copied. @throws Error what the function threw, after which the thread is over; what ended it before.
   */
  ask<Name extends keyof Kept>(name: Name, input: Parameters<Kept[Name]>[0], transfer?: ArrayBuffer[]): Promise<ReturnType<Kept[Name]>>;
  end(): Promise<void>;
}

/**
 * Opens a thread that keeps the functions of the object which the called one returned, with all that they share, out of this thread's
 * memory and time.
 */
export function keepInThread<Kept extends Record<keyof Kept, (input: never) => unknown>>(call: ThreadCall): KeptThread<Kept> {
  const worker = open(call, true);
  let failure: Error | undefined;
  // The thread answers in the order in which it was asked.
  const asked: { resolve: (result: never) => void; reject: (error: Error) => void }[] = [];
  worker.on('message', ({ result }: { result: never }) => asked.shift()?.resolve(result));
  // An error can overtake the answers given before it; the end cannot.
  worker.on('error', (error: Error) => {
    failure ??= error;
  });
  worker.on('exit', () => {
    failure ??= new Error('the thread has ended');
    for (const one of asked.splice(0)) one.reject(failure);
  });
  return {
    ask<Name extends keyof Kept>(name: Name, input: Parameters<Kept[Name]>[0], transfer: ArrayBuffer[] = []) {
      return new Promise<ReturnType<Kept[Name]>>((resolve, reject) => {
        if (failure) {
          reject(failure);
          return;
        }
        worker.postMessage({ name, input }, transfer);
        asked.push({ resolve, reject });
      });
    },
    async end() {
      await worker.terminate();
    },
  };
}

/**
 * Calls a function in a thread of its own, so that this one goes on serving, and resolves with what it returned, or its promise came to.
 * Aborting ends the thread at once. @throws Error what the function threw; the signal's reason.
 */
export async function callInThread<Result>(call: ThreadCall, signal?: AbortSignal): Promise<Result> {
  signal?.throwIfAborted();
  const worker = open(call);
  return new Promise<Result>((resolve, reject) => {
    const abort = () => {
      void worker.terminate();
      reject(signal?.reason instanceof Error ? signal.reason : new Error('aborted'));
    };
    signal?.addEventListener('abort', abort, { once: true });
    worker.on('message', (message: ThreadMessage) => {
      if ('result' in message) resolve(message.result as Result);
    });
    worker.once('error', reject);
    worker.once('exit', (code) => {
      signal?.removeEventListener('abort', abort);
      reject(new Error(`the thread ended with ${code} before it answered`));
    });
  });
}

/**
 * Runs a synchronous generator in a thread of its own. Yields its steps, at most four a second and the latest ones, and returns its result;
 * undefined when `signal` aborts before. The thread ends when it is done, when the caller stops listening, or when `signal` aborts.
 * @throws Error what the generator threw.
 */
export async function* stepInThread<Step, Result>(call: ThreadCall, signal?: AbortSignal): AsyncGenerator<Step, Result | undefined> {
  const isStopped = () => signal?.aborted === true;
  if (isStopped()) return undefined;
  const worker = open(call);
  try {
    for await (const [message] of on(worker, 'message', { close: ['exit'], ...(signal && { signal }) })) {
      const told = message as ThreadMessage;
      if ('result' in told) return told.result as Result;
      yield told.step as Step;
    }
    throw new Error('the thread ended without a result');
  } catch (error) {
    if (isStopped()) return undefined;
    throw error;
  } finally {
    await worker.terminate();
  }
}
