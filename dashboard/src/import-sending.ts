import { useSyncExternalStore } from 'react';
import { ProblemError } from './api.ts';
import { base64Of } from './file-bytes.ts';
import { endWhenLeaving } from './leaving.ts';
import { getImport, type Import, PART_BYTES, putPart } from './imports-api.ts';

const FIRST_BYTES = 131_072;
const LEAST_BYTES = 32_768;
const MOST_TRIES = 8;
const MOST_WAITS = 120;
const SECOND_MS = 1_000;

/** A file on its way. It goes on wherever the person is in the dashboard, as long as its tab is open. */
export interface Sending {
  file: File;
  /** The tenant into which it goes; another tenant's rooms show nothing of it. */
  tenantId: string;
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

/** What is on its way into a tenant, or was last. */
export const useSending = (tenantId: string | undefined): Sending | undefined =>
  useSyncExternalStore(subscribe, () => (current?.tenantId === tenantId ? current : undefined));

/** Puts away what was sent last. */
export const forgetSending = () => change(undefined);

/** Ends the sending after the part that is on its way. */
export const stopSending = () => stopping.abort();

endWhenLeaving(() => {
  stopSending();
  forgetSending();
});

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

/** Whether it is the part itself that is refused, which a longer one may mend: its first line may be longer than it. */
const isPartRefused = (error: unknown) =>
  error instanceof ProblemError && error.status === 400 && error.faults.some(({ pointer }) => pointer === '/base64');

async function sendParts(sending: Sending, tell: (now: Import, rate?: number) => void, signal: AbortSignal): Promise<void> {
  const { file } = sending;
  let { now } = sending;
  const [from, since] = [now.takenBytes, performance.now()];
  let length = FIRST_BYTES;
  let tries = 0;
  let isElsewhere = false;
  while (now.state === 'open' && !signal.aborted) {
    try {
      if (isElsewhere) {
        now = await getImport(now.id);
        isElsewhere = false;
        tell(now);
        continue;
      }
      const base64 = await base64Of(file.slice(now.takenBytes, now.takenBytes + length));
      if (signal.aborted) return;
      // The part on its way arrives also when it shall be the last one.
      const next = await putPart(now, base64, new AbortController().signal);
      // A part holds as much as is taken of it, and a little more.
      length = Math.min(PART_BYTES, Math.max(LEAST_BYTES, Math.ceil((next.takenBytes - now.takenBytes) * 1.2)));
      now = next;
      tries = 0;
      const seconds = (performance.now() - since) / SECOND_MS;
      tell(now, seconds > 1 ? (now.takenBytes - from) / seconds : undefined);
    } catch (error) {
      if (isPartRefused(error) && length < PART_BYTES) length = PART_BYTES;
      else {
        const ms = waitAfter(error, tries);
        if (ms === undefined) throw error;
        tries += 1;
        isElsewhere ||= error instanceof ProblemError && error.status === 409;
        await pause(ms, signal);
      }
    }
  }
}

const warn = (event: BeforeUnloadEvent) => event.preventDefault();

/** Sends a file from where its import stands, a part in memory at a time; resolves when it is done or has stopped. */
export async function sendFile({ file, now: opened, tenantId }: Pick<Sending, 'file' | 'now' | 'tenantId'>): Promise<void> {
  stopping.abort();
  const mine = new AbortController();
  stopping = mine;
  // What comes of a part after the file was put away, or another one was begun, is shown nowhere.
  const tell = (next: Omit<Sending, 'file' | 'tenantId'>) => current && stopping === mine && change({ file, tenantId, ...next });
  const sending: Sending = { file, tenantId, now: opened, phase: 'sending' };
  change(sending);
  window.addEventListener('beforeunload', warn);
  let last = opened;
  const told = (now: Import, rate?: number) => {
    last = now;
    tell({ now, phase: 'sending', ...(rate === undefined ? {} : { rate }) });
  };
  let problem: string | undefined;
  try {
    await sendParts(sending, told, mine.signal);
  } catch (error) {
    problem = error instanceof Error ? error.message : String(error);
  } finally {
    // Another one that goes on keeps its own warning.
    if (stopping === mine) window.removeEventListener('beforeunload', warn);
  }
  tell({ now: last, phase: last.state === 'done' ? 'done' : 'stopped', ...(problem === undefined ? {} : { problem }) });
}
