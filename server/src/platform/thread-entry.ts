import { parentPort, workerData } from 'node:worker_threads';
import type { ThreadMessage } from './thread.ts';

const TELL_EVERY_MS = 250;

type Functions = Record<string, (input: unknown) => unknown>;

const { module, name, input, isKept } = workerData as { module: string; name: string; input: unknown; isKept: boolean };
const exported = (await import(module)) as Functions;

function tell(message: ThreadMessage): void {
  parentPort?.postMessage(message, []);
}

/** Goes through the steps, telling one now and then; returns the result. */
function follow(steps: Iterator<unknown, unknown>): unknown {
  let toldAt = -Infinity;
  let next = steps.next();
  for (; next.done !== true; next = steps.next()) {
    if (performance.now() - toldAt < TELL_EVERY_MS) continue;
    toldAt = performance.now();
    tell({ step: next.value });
  }
  return next.value;
}

function isIterator(value: unknown): value is Iterator<unknown, unknown> {
  return typeof value === 'object' && value !== null && 'next' in value && typeof value.next === 'function';
}

const returned = exported[name](input);
if (isKept) {
  const kept = returned as Functions;
  parentPort?.on('message', (asked: { name: string; input: unknown }) => tell({ result: kept[asked.name](asked.input) }));
} else tell({ result: isIterator(returned) ? follow(returned) : await returned });
