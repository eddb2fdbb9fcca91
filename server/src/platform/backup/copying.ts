import type { ClientBase, Connection, Submittable } from 'pg';

/** How much is gathered before it is handed on, and how many such parts wait at most. */
const PART_BYTES = 256 * 1024;
const MOST_PARTS = 4;

/** What the driver has of a copy beside what its types say. */
interface CopyConnection extends Connection {
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
  sendCopyFail(reason: string): void;
}

/** A text copy out of the database; PostgreSQL sends each row in a message of its own. */
class CopyOut implements Submittable {
  readonly #text: string;
  readonly #onRow: (row: Uint8Array) => void;
  #connection: Connection | undefined;
  #room = Buffer.allocUnsafeSlow(PART_BYTES);
  #used = 0;
  #parts: Buffer[] = [];
  #isOver = false;
  #failure: Error | undefined;
  #heard = Promise.withResolvers<void>();

  constructor(text: string, onRow: (row: Uint8Array) => void) {
    this.#text = text;
    this.#onRow = onRow;
  }

  submit(connection: Connection): void {
    this.#connection = connection;
    connection.query(this.#text);
  }

  handleCopyData({ chunk }: { chunk: Buffer }): void {
    this.#onRow(chunk);
    if (chunk.length > this.#room.length - this.#used) this.#flush(chunk.length);
    // The driver's buffer is written over with what comes next.
    chunk.copy(this.#room, this.#used);
    this.#used += chunk.length;
  }

  handleError(error: Error): void {
    this.#failure = error;
    this.#end();
  }

  handleCommandComplete(): void {}

  handleReadyForQuery(): void {
    this.#end();
  }

  #end(): void {
    this.#flush(0);
    this.#isOver = true;
    this.#heard.resolve();
  }

  #flush(needed: number): void {
    if (this.#used > 0) this.#parts.push(this.#room.subarray(0, this.#used));
    this.#room = Buffer.allocUnsafeSlow(Math.max(PART_BYTES, needed));
    this.#used = 0;
    if (this.#parts.length >= MOST_PARTS) this.#connection?.stream.pause();
    this.#heard.resolve();
  }

  async *parts(): AsyncGenerator<Buffer> {
    for (;;) {
      const part = this.#parts.shift();
      if (part !== undefined) {
        if (this.#parts.length < MOST_PARTS) this.#connection?.stream.resume();
        yield part;
      } else if (this.#isOver) {
        if (this.#failure) throw this.#failure;
        return;
      } else {
        this.#heard = Promise.withResolvers<void>();
        await this.#heard.promise;
      }
    }
  }
}

/**
 * Runs a query and yields its rows as lines of PostgreSQL's text copy, whole lines together, no faster than they are taken. `onRow` hears
 * of each row, valid during the call alone. A connection whose copy is not read to its end can be used for nothing else.
 */
export async function* copyOut(client: ClientBase, query: string, onRow: (row: Uint8Array) => void): AsyncGenerator<Buffer> {
  const copy = new CopyOut(`copy (${query}) to stdout`, onRow);
  client.query(copy);
  yield* copy.parts();
}

class CopyIn implements Submittable {
  readonly started = Promise.withResolvers<CopyConnection>();
  readonly ended = Promise.withResolvers<void>();
  readonly #text: string;
  #failure: Error | undefined;

  constructor(text: string) {
    this.#text = text;
    this.ended.promise.catch(() => undefined);
  }

  submit(connection: Connection): void {
    connection.query(this.#text);
  }

  handleCopyInResponse(connection: CopyConnection): void {
    this.started.resolve(connection);
  }

  handleError(error: Error): void {
    this.#failure = error;
    this.started.reject(error);
    this.ended.reject(error);
  }

  get failure(): Error | undefined {
    return this.#failure;
  }

  handleCommandComplete(): void {}

  handleReadyForQuery(): void {
    this.ended.resolve();
  }
}

function drained({ stream }: Connection): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      stream.off('drain', done).off('close', done);
      resolve();
    };
    stream.on('drain', done).on('close', done);
  });
}

/** Copies whole lines, as `copyOut` yields them, into columns of a table. @throws Error what the database or the source threw. */
export async function copyIn(
  client: ClientBase,
  { target, columns }: { target: string; columns: string },
  lines: AsyncIterable<Buffer>,
): Promise<void> {
  const copy = new CopyIn(`copy ${target} (${columns}) from stdin`);
  client.query(copy);
  const connection = await copy.started.promise;
  try {
    for await (const part of lines) {
      if (copy.failure) break;
      connection.sendCopyFromChunk(part);
      if (connection.stream.writableNeedDrain) await drained(connection);
    }
  } catch (error) {
    connection.sendCopyFail('the source failed');
    await copy.ended.promise.catch(() => undefined);
    throw error;
  }
  if (!copy.failure) connection.endCopyFrom();
  await copy.ended.promise;
}
