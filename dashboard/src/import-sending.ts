import { useSyncExternalStore } from 'react';
import { ProblemError } from './api.ts';
import { base64Of } from './file-bytes.ts';
import { getImport, type Import, PART_BYTES, putPart } from './imports-api.ts';

const FIRST_BYTES = 131_072;
const LEAST_BYTES = 32_768;
const MOST_TRIES = 8;
const MOST_WAITS = 120;
const SECOND_MS = 1_000;

/** A file on its way. It goes on wherever the person is in the dashboard, as long as its tab is open. */
export interface Sending {
  file: File;
  now: Import;
  phase: 'sending' | 'stopped' | 'done';
  /** Why it stopped, unless the person wanted it to. */
  problem?: string;
  /** Bytes a second since it went on. */
  rate?: number;
}

let current: Sending | undefined;
let stopping = new AbortController();
const listeners = new Set<() => void>();

function change(next: Sending | undefined): void {
  current = next;
  for (const tell of listeners) tell();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** What is on its way, or was last. */
export const useSending = (): Sending | undefined => useSyncExternalStore(subscribe, () => current);

/** Puts away what was sent last. */
export const forgetSending = () => change(undefined);

/** Ends the sending after the part that is on its way. */
export const stopSending = () => stopping.abort();

const pause = (ms: number, signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
  });

/** How long to wait before the same part is sent again; undefined where that would not help. */
function waitAfter(error: unknown, tries: number): number | undefined {
  if (!(error instanceof ProblemError) || error.code === 'unreadable') return undefined;
  const { status, code } = error;
  if (code === 'rate_limited') return tries < MOST_WAITS ? 5 * SECOND_MS : undefined;
  if (status === 409) return tries < MOST_WAITS ? SECOND_MS : undefined;
  const isPassing = status === 0 || status >= 500;
  return isPassing && tries < MOST_TRIES ? Math.min(30, 2 ** tries) * SECOND_MS : undefined;
}

const isTooShort = (error: unknown) => error instanceof ProblemError && error.status === 400 && error.message.includes('send a longer one');

async function sendParts(sending: Sending, signal: AbortSignal): Promise<void> {
  const { file } = sending;
  let { now } = sending;
  const [from, since] = [now.takenBytes, performance.now()];
  let length = FIRST_BYTES;
  let tries = 0;
  while (now.state === 'open' && !signal.aborted) {
    try {
      // The part on its way arrives also when it shall be the last one.
      const base64 = await base64Of(file.slice(now.takenBytes, now.takenBytes + length));
      const next = await putPart(now, base64, new AbortController().signal);
      // A part holds as much as is taken of it, and a little more.
      length = Math.min(PART_BYTES, Math.max(LEAST_BYTES, Math.ceil((next.takenBytes - now.takenBytes) * 1.2)));
      now = next;
      tries = 0;
      const seconds = (performance.now() - since) / SECOND_MS;
      change({ file, now, phase: 'sending', ...(seconds > 1 ? { rate: (now.takenBytes - from) / seconds } : {}) });
    } catch (error) {
      if (isTooShort(error) && length < PART_BYTES) length = PART_BYTES;
      else {
        const ms = waitAfter(error, tries);
        if (ms === undefined) throw error;
        tries += 1;
        await pause(ms, signal);
        if (error instanceof ProblemError && error.status === 409) now = await getImport(now.id);
      }
    }
  }
}

const warn = (event: BeforeUnloadEvent) => event.preventDefault();

/** Sends a file from where its import stands, a part in memory at a time; resolves when it is done or has stopped. */
export async function sendFile(file: File, opened: Import): Promise<void> {
  stopping.abort();
  stopping = new AbortController();
  const { signal } = stopping;
  change({ file, now: opened, phase: 'sending' });
  window.addEventListener('beforeunload', warn);
  let problem: string | undefined;
  try {
    await sendParts({ file, now: opened, phase: 'sending' }, signal);
  } catch (error) {
    problem = error instanceof Error ? error.message : String(error);
  } finally {
    window.removeEventListener('beforeunload', warn);
  }
  if (current?.file !== file) return;
  const { now } = current;
  change({ file, now, phase: now.state === 'done' ? 'done' : 'stopped', ...(problem === undefined ? {} : { problem }) });
}
