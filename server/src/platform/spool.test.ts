import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
  mkdirSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openLog } from './log.ts';
import { edgeKeysOf } from './edge-key.ts';
import { deriveKey, masterKeyOf } from './sealing.ts';
import { frameSealer, MOST_SEALED_BYTES } from './spool-frames.ts';
import { asideName, dropAllAside, expireAside, putAside, readAside, resealSpool, retryAside, spoolStatus } from './spool-aside.ts';
import { openSpool, type Spool } from './spool.ts';

const SCRIPT = fileURLToPath(new URL('../../test/spool-script.ts', import.meta.url));
const SECRET = 'the-secret-of-a-spool-in-a-test-of-it';
const KEY = edgeKeysOf({ sealingKey: masterKeyOf(SECRET) }).edgeKey;
const OTHER_KEY = deriveKey('another', 'sealing');
const AT = '2026-11-20T12:00:00.000Z';

let folder: string;
let open: Spool[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'earshot-spool-'));
  open = [];
});
afterEach(async () => {
  for (const spool of open) await spool.close();
  rmSync(folder, { recursive: true, force: true });
});

function spoolOf(options: { maxBytes?: number; edgeKey?: Buffer; previousEdgeKey?: Buffer } = {}): Spool {
  const { maxBytes = 2 ** 24, edgeKey = KEY, previousEdgeKey } = options;
  const secrets = { edgeKey, previousEdgeKey };
  const spool = openSpool({ dataDir: folder, secrets, maxBytes, clock: () => Date.parse(AT), log: openLog('silent') });
  open.push(spool);
  return spool;
}

async function recordsOf(spool: Spool): Promise<string[]> {
  const records: string[] = [];
  for (const name of await spool.waiting()) {
    const segment = await spool.read(name);
    records.push(...(segment?.frames.flatMap((frame) => frame.records) ?? []));
  }
  return records;
}

const filesOf = (part = '') => readdirSync(join(folder, 'spool', part), { withFileTypes: true }).filter((one) => one.isFile());

describe('a spool', () => {
  test('gives back what was appended, in its order, whatever the texts', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.string({ unit: 'binary' }).map((text) => text.toWellFormed()),
          { maxLength: 40 },
        ),
        async (records) => {
          const spool = spoolOf();
          await Promise.all(records.map((record) => spool.append(record)));
          expect(await recordsOf(spool)).toEqual(records);
          for (const name of await spool.waiting()) await spool.remove(name);
          expect(await recordsOf(spool)).toEqual([]);
        },
      ),
      { numRuns: 20 },
    );
  });

  test('makes nothing in the data folder before something is appended', async () => {
    const spool = spoolOf();
    expect(await spool.waiting()).toEqual([]);
    await spool.close();
    expect(existsSync(join(folder, 'spool'))).toBe(false);
  });

  test('holds no record in the clear', async () => {
    const spool = spoolOf();
    await spool.append('a listener at 203.0.113.9');
    await spool.waiting();
    const bytes = Buffer.concat(filesOf().map(({ name }) => readFileSync(join(folder, 'spool', name))));
    expect(bytes.includes('203.0.113.9')).toBe(false);
    expect(bytes.length).toBeGreaterThan(0);
  });

  test('shares one sync among records that come together', async () => {
    const spool = spoolOf();
    await Promise.all(Array.from({ length: 500 }, (_, place) => spool.append(`record ${place}`)));
    const [name] = await spool.waiting();
    expect((await spool.read(name))?.frames).toHaveLength(1);
  });

  test('ignores what a dying process left unfinished at the end, and nothing before it', async () => {
    const spool = spoolOf();
    await spool.append('first');
    await spool.append('second');
    const [name] = await spool.waiting();
    const file = join(folder, 'spool', name);
    const whole = readFileSync(file);
    for (let length = whole.length - 1; length > whole.length / 2; length -= 7) {
      truncateSync(file, length);
      expect(await recordsOf(spool)).toEqual(['first']);
      writeFileSync(file, whole);
    }
    appendFileSync(file, 'ESP1 and then the power went');
    expect(await recordsOf(spool)).toEqual(['first', 'second']);
  });

  test('takes the whole frames before and behind a damaged one', async () => {
    const spool = spoolOf();
    for (const record of ['first', 'second', 'third']) await spool.append(record);
    const [name] = await spool.waiting();
    const file = join(folder, 'spool', name);
    const bytes = readFileSync(file);
    bytes[Math.floor(bytes.length / 2)] ^= 1;
    writeFileSync(file, bytes);
    expect(await recordsOf(spool)).toEqual(['first', 'third']);
    await spool.remove(name);
    expect(filesOf('aside').map((one) => one.name)).toEqual([`${name}.damaged`]);
    expect(readFileSync(join(folder, 'spool', 'aside', `${name}.damaged`)).equals(bytes)).toBe(true);
  });

  test('gives back every record it acknowledged however large those are that come together, and bounds what waits in memory', async () => {
    const spool = spoolOf({ maxBytes: 2 ** 28 });
    const records = Array.from({ length: 24 }, (_, place) => `${place}`.padEnd(3 * 1024 * 1024, 'x'));
    const settled = await Promise.allSettled(records.map((record) => spool.append(record)));
    const acknowledged = records.filter((_, place) => settled[place].status === 'fulfilled');
    expect((await recordsOf(spool)).map((record) => record.slice(0, 3))).toEqual(acknowledged.map((record) => record.slice(0, 3)));
    expect(acknowledged).toHaveLength(21);
    expect(spool.counts().lost).toBe(3);
  });

  test('makes no frame that it would not read, and never forgets a segment with what is none', async () => {
    expect(() => frameSealer({ edgeKey: KEY })(['x'.repeat(MOST_SEALED_BYTES)], 0)).toThrow(RangeError);
    const spool = spoolOf();
    await spool.append('first');
    const [name] = await spool.waiting();
    const oversized = Buffer.alloc(64, 'ESP1');
    oversized.writeUInt32BE(MOST_SEALED_BYTES + 1, 4);
    appendFileSync(join(folder, 'spool', name), oversized);
    expect(await recordsOf(spool)).toEqual(['first']);
    await spool.remove(name);
    expect(filesOf('aside').map((one) => one.name)).toEqual([`${name}.damaged`]);
  });

  test('refuses what it has no room for, says so, and remembers for good how much it lost', async () => {
    const spool = spoolOf({ maxBytes: 2_000 });
    await spool.append('x'.repeat(1_500));
    await expect(spool.append('y'.repeat(1_500))).rejects.toMatchObject({ code: 'unavailable' });
    expect(spool.counts()).toMatchObject({ appended: 1, lost: 1 });
    expect(await recordsOf(spool)).toHaveLength(1);
    await spool.close();
    expect((await spoolStatus(spool)).lost).toMatchObject({ count: 1, firstAt: AT, lastAt: AT, reason: 'The spool is full.' });
    const [name] = await spool.waiting();
    await spool.remove(name);
    await spool.append('z'.repeat(500));
    expect(await recordsOf(spool)).toHaveLength(1);
  });

  test('loses nothing silently when its folder cannot be written', async () => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'spool'), 'a file where the folder should be');
    const spool = spoolOf();
    await expect(spool.append('record')).rejects.toMatchObject({ code: 'unavailable' });
    expect(spool.counts().lost).toBe(1);
  });

  test('leaves a living process its open segment and takes over that of a dead one', async () => {
    const spool = spoolOf();
    await spool.append('mine');
    const [{ name }] = filesOf();
    const other = spoolOf();
    expect(await other.waiting()).toEqual([]);
    await spool.close();
    expect(await recordsOf(other)).toEqual(['mine']);
    const [segment] = await other.waiting();
    const dead = name.replace(/\.\d+\.\d*\.open$/, '.4194304.1.open');
    writeFileSync(join(folder, 'spool', dead), readFileSync(join(folder, 'spool', segment)));
    await other.remove(segment);
    expect(await recordsOf(other)).toEqual(['mine']);
  });
});

describe('the secret of a spool', () => {
  test('what the one before sealed is still read', async () => {
    await spoolOf({ edgeKey: OTHER_KEY }).append('old');
    await open[0].close();
    expect(await recordsOf(spoolOf({ previousEdgeKey: OTHER_KEY }))).toEqual(['old']);
  });

  test('what another one sealed is put aside whole, and comes back with its secret', async () => {
    await spoolOf({ edgeKey: OTHER_KEY }).append('old');
    await open[0].close();
    const spool = spoolOf();
    expect(await recordsOf(spool)).toEqual([]);
    expect(await spoolStatus(spool)).toMatchObject({ waiting: 0, foreignSegments: 1 });
    const both = spoolOf({ previousEdgeKey: OTHER_KEY });
    expect(await retryAside(both)).toEqual({ records: 0, segments: 1 });
    expect(await recordsOf(both)).toEqual(['old']);
  });

  test('a change of it brings all that waits and all that is aside under the new one', async () => {
    const old = spoolOf({ edgeKey: OTHER_KEY });
    await old.append('waiting');
    await putAside(old, { record: 'aside', reason: 'it is poison', attempts: 1, triedAt: AT });
    await old.close();
    expect(await resealSpool(spoolOf({ previousEdgeKey: OTHER_KEY }))).toBe(2);
    const spool = spoolOf();
    expect(await recordsOf(spool)).toEqual(['waiting']);
    expect(await readAside(spool)).toMatchObject([{ record: 'aside' }]);
    expect(await resealSpool(spool)).toBe(0);
    await expect(resealSpool(spoolOf({ edgeKey: deriveKey('a third', 'sealing') }))).rejects.toThrow('neither secret');
  });
});

test('the secret of a spool is not changed under a process that writes into it', async () => {
  const writing = spoolOf({ edgeKey: OTHER_KEY });
  await writing.append('written');
  await expect(resealSpool(spoolOf({ previousEdgeKey: OTHER_KEY }))).rejects.toThrow('still writes');
  await writing.close();
  expect(await resealSpool(spoolOf({ previousEdgeKey: OTHER_KEY }))).toBe(1);
});

test('what is aside takes nothing of the room for what waits, has an end of its own, and goes by its age or all at once', async () => {
  const spool = spoolOf({ maxBytes: 4_000 });
  const aside = (record: string, since: string) =>
    putAside(spool, { record, reason: 'why', attempts: 6, triedAt: AT, since }, asideName(since.slice(0, 10)));
  await aside('x'.repeat(5_000), '2026-11-10T12:00:00.000Z');
  await aside('new', '2026-11-19T12:00:00.000Z');
  await aside('newer', '2026-11-19T13:00:00.000Z');
  await spool.append('there is room');
  expect((await readAside(spool)).map(({ record }) => record.slice(0, 5))).toEqual(['xxxxx', 'newer']);
  await expect(aside('x'.repeat(64 * 1024 * 1024), AT)).rejects.toMatchObject({ code: 'too_large' });
  expect(await expireAside(spool, Date.parse(AT) - 7 * 86_400_000)).toBe(1);
  expect(await dropAllAside(spool)).toEqual({ records: 1, segments: 0 });
  expect(filesOf('aside')).toEqual([]);
});

test('what is aside stays with its reason until it is dropped, and can be made due again', async () => {
  const spool = spoolOf();
  await putAside(spool, { record: 'a', reason: 'why', attempts: 6, triedAt: AT });
  expect(await readAside(spool)).toMatchObject([{ record: 'a', reason: 'why', attempts: 6 }]);
  expect(await retryAside(spool)).toEqual({ records: 1, segments: 0 });
  expect(await readAside(spool)).toMatchObject([{ record: 'a', attempts: 0 }]);
});

/** Kills a process that appends without end after so many acknowledgements; resolves with what it had acknowledged. */
async function killWhileAppending(count: number): Promise<string[]> {
  const child: ChildProcess = spawn(process.execPath, [SCRIPT, folder, SECRET], { stdio: ['ignore', 'pipe', 'inherit'] });
  if (!child.stdout) throw new Error('the process has no output');
  const exited = once(child, 'exit');
  let text = '';
  for await (const chunk of child.stdout) {
    text += String(chunk);
    if (text.split('\n').length > count) child.kill('SIGKILL');
  }
  await exited;
  return text.split('\n').slice(0, -1);
}

test('a process killed with -9 under load has lost no record it acknowledged, however often it happens', async () => {
  const acknowledged: string[] = [];
  for (const count of [1, 500, 5_000]) acknowledged.push(...(await killWhileAppending(count)));
  const kept = new Map<string, number>();
  for (const record of await recordsOf(spoolOf())) kept.set(record, (kept.get(record) ?? 0) + 1);
  const needed = new Map<string, number>();
  for (const record of acknowledged) needed.set(record, (needed.get(record) ?? 0) + 1);
  expect([...needed].filter(([record, times]) => (kept.get(record) ?? 0) < times)).toEqual([]);
  expect(acknowledged.length).toBeGreaterThan(5_000);
});

test('under load the next segment stands ready: nothing of what was appended meanwhile is missing, and none is left over', async () => {
  const spool = spoolOf();
  const written: string[] = [];
  const read: string[] = [];
  for (let round = 0; round < 12; round++) {
    const records = Array.from({ length: 40 }, (_, place) => `${round}-${place} ${'x'.repeat(5_000)}`);
    written.push(...records);
    const [names] = await Promise.all([spool.waiting(), ...records.map((record) => spool.append(record))]);
    for (const name of names) {
      read.push(...((await spool.read(name))?.frames ?? []).flatMap((frame) => frame.records));
      await spool.remove(name);
    }
  }
  read.push(...(await recordsOf(spool)));
  expect(read.toSorted()).toEqual(written.toSorted());
  await spool.append('last');
  await spool.close();
  expect(readdirSync(join(folder, 'spool')).filter((name) => name.endsWith('.open'))).toEqual([]);
});

test('what was made ready for load that does not come goes at the next look', async () => {
  const spool = spoolOf();
  await spool.append('x'.repeat(100_000));
  await spool.append('y');
  await spool.waiting();
  await spool.waiting();
  expect(readdirSync(join(folder, 'spool')).filter((name) => name.endsWith('.open'))).toEqual([]);
});
