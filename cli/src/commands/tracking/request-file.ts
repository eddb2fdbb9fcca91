import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import type { OpenLog } from '../../../../server/src/tracking/logs/service.ts';
import { CommandError } from '../../command-error.ts';
import type { FileLine } from './event-file.ts';

/**
 * The requests of a log or an export one after the other, in constant memory; a name that ends in .gz is unpacked.
 * @throws CommandError for a table without what requests need.
 */
export async function* readRequests(file: string, log: OpenLog): AsyncGenerator<FileLine> {
  const packed = createReadStream(file, { highWaterMark: 1 << 18 });
  const input = /\.gz$/i.test(file) ? packed.pipe(createGunzip()) : packed;
  packed.on('error', (error) => input.destroy(error));
  const lines = createInterface({ input, crlfDelay: Infinity });
  let number = 0;
  try {
    for await (const text of lines) {
      number += 1;
      const read = log.read(text);
      if (read !== undefined && 'isOfFile' in read) throw new CommandError(`${file} cannot be read as a table of requests: ${read.fault}`);
      if (read !== undefined) yield { number, source: text, ...read };
    }
  } finally {
    packed.destroy();
  }
}
