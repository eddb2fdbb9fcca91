import { EventEmitter } from 'node:events';
import type { Runner } from 'graphile-worker';
import { pino } from 'pino';
import { expect, test, vi } from 'vitest';
import { keepRunning } from './job-runner.ts';

const log = pino({ level: 'silent' });

/** A runner that never ends, whatever it is told, as one of graphile-worker can. */
function stuckRunner() {
  const events = new EventEmitter();
  const stop = vi.fn<() => Promise<void>>(() => new Promise(() => undefined));
  return { events, stop, promise: new Promise<void>(() => undefined) } as unknown as Runner & { events: EventEmitter; stop: typeof stop };
}

async function keepStuck(jobs = new Map<string, Promise<unknown>>()) {
  const stopping = new AbortController();
  const runners: ReturnType<typeof stuckRunner>[] = [];
  const start = async () => {
    runners.push(stuckRunner());
    return runners[runners.length - 1];
  };
  const kept = await keepRunning(start, jobs, { stopping: stopping.signal, log, restartMs: 1, endMs: 1 });
  return { kept, runners, stopping };
}

test('a runner that began to end and does not come to it is told to let go, and another one takes its place', async () => {
  const { kept, runners } = await keepStuck();
  runners[0].events.emit('pool:gracefulShutdown');
  await expect.poll(() => runners.length).toBe(2);
  expect(runners[0].stop).toHaveBeenCalled();
  expect(kept.current()).toBe(runners[1]);
});

test('it has as long as jobs are under way', async () => {
  const job = Promise.withResolvers<void>();
  const other = await keepStuck();
  const { runners } = await keepStuck(new Map([['work', job.promise]]));
  for (const one of [runners, other.runners]) one[0].events.emit('pool:gracefulShutdown');
  await expect.poll(() => other.runners.length).toBe(2);
  expect(runners).toHaveLength(1);
  job.resolve();
  await expect.poll(() => runners.length).toBe(2);
});

test('one that was told to stop and does not come to its end keeps nobody from stopping', async () => {
  const { kept, runners, stopping } = await keepStuck();
  runners[0].stop.mockImplementation(() => {
    runners[0].events.emit('pool:gracefulShutdown');
    return new Promise<void>(() => undefined);
  });
  stopping.abort();
  await kept.stop();
  expect(runners).toHaveLength(1);
});
