import { closeSync, createReadStream, existsSync, fsyncSync, mkdirSync, openSync, readSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Logger } from './log.ts';

const FILE_NAME = 'erasures.ndjson';

/**
 * One thing that an erasure took away, by keyed hash: an identity, or the id of an event. Or an identity that an objection alone is about,
 * or that an objection was taken back.
 */
export interface Erasure {
  tenantId: string;
  requestId: string;
  /** When the erasure began, by the database's clock; what was received later is not meant, unless the person also objected. */
  at: string;
  kind: 'identity' | 'touchpoint' | 'conversion' | 'request' | 'objection' | 'objection_end';
  /** Of an identity: by which field it is known. */
  field?: string;
  /** Empty for the end of an objection. */
  key: string;
  agentKey?: string;
  objected?: boolean;
}

/** The list of what was erased, kept beside the database and not in it: a copy of the database that is put back knows nothing of it. */
export interface ErasureLog {
  /** Resolves once the lines are on disk. */
  append(erasures: readonly Erasure[]): void;
  read(): AsyncGenerator<Erasure>;
}

function endsInLine(file: string): boolean {
  const { size } = statSync(file);
  if (size === 0) return true;
  const descriptor = openSync(file, 'r');
  try {
    const last = Buffer.alloc(1);
    readSync(descriptor, last, 0, 1, size - 1);
    return last[0] === 0x0a;
  } finally {
    closeSync(descriptor);
  }
}

function syncFolder(folder: string): void {
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/**
 * The erasure log of a folder, `erasures.ndjson`, readable by its owner alone. A line that a dying machine left unfinished was never
 * counted as done; it is passed over, and said so in the log.
 */
export function openErasureLog(folder: string, log: Logger): ErasureLog {
  const file = join(folder, FILE_NAME);
  return {
    append(erasures) {
      if (erasures.length === 0) return;
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      const isNew = !existsSync(file);
      const opening = isNew || endsInLine(file) ? '' : '\n';
      const descriptor = openSync(file, 'a', 0o600);
      try {
        writeSync(descriptor, opening + erasures.map((one) => `${JSON.stringify(one)}\n`).join(''));
        fsyncSync(descriptor);
      } finally {
        closeSync(descriptor);
      }
      if (isNew) syncFolder(folder);
    },
    async *read() {
      if (!existsSync(file)) return;
      for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
        if (line === '') continue;
        let erasure: Erasure | undefined;
        try {
          erasure = JSON.parse(line) as Erasure;
        } catch (cause) {
          log.warn({ err: cause }, 'a line of the erasure log is unfinished and is passed over');
        }
        if (erasure) yield erasure;
      }
    },
  };
}
