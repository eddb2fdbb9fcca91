import { edgeKeysOf } from '../src/platform/edge-key.ts';
import { openLog } from '../src/platform/log.ts';
import { masterKeyOf } from '../src/platform/sealing.ts';
import { openSpool } from '../src/platform/spool.ts';

const [dataDir, secret] = process.argv.slice(2);
const spool = openSpool({
  dataDir,
  secrets: edgeKeysOf({ sealingKey: masterKeyOf(secret) }),
  maxBytes: 2 ** 30,
  clock: () => Date.now(),
  log: openLog('silent'),
});

/** Appends without end, many at a time, and names each record on a line of its own once it is acknowledged. */
async function appendWithoutEnd(lane: number): Promise<never> {
  for (let count = 0; ; count++) {
    await spool.append(`record ${lane}-${count}`);
    process.stdout.write(`record ${lane}-${count}\n`);
  }
}

await Promise.all(Array.from({ length: 32 }, (_, lane) => appendWithoutEnd(lane)));
