import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import { markOf } from './processes.ts';
import { underStartLock } from './start-lock.ts';

const SCRIPT = fileURLToPath(new URL('../../../test/lock-script.ts', import.meta.url));
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'earshot-lock-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Another process that holds the folder's lock. */
async function spawnHolder() {
  const child = spawn(process.execPath, [SCRIPT, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child.stdout, 'data');
  return child;
}

/** Resolves once so many attempts to make the lock were seen in the folder. */
async function attempts(count: number): Promise<void> {
  const watcher = watch(folder);
  for (let seen = 0; seen < count; seen += 1) await once(watcher, 'change');
  watcher.close();
}

test('one at a time works under the lock of a data folder, whatever became of the one before', async () => {
  let inside = 0;
  const seen: number[] = [];
  const work = async (place: number) => {
    inside += 1;
    seen.push(inside);
    await new Promise(setImmediate);
    inside -= 1;
    if (place === 3) throw new Error('this one failed');
    return place;
  };
  const results = await Promise.allSettled([1, 2, 3, 4, 5].map((place) => underStartLock(folder, () => work(place))));
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
  expect(seen).toEqual([1, 1, 1, 1, 1]);
  expect(readdirSync(folder)).toEqual([]);
});

test('a process that lives keeps its lock, and one that was killed loses it to exactly one of those that wait', async () => {
  const holder = await spawnHolder();
  let isHeld = true;
  let inside = 0;
  const work = async () => {
    inside += 1;
    const found = { isHeld, inside };
    await new Promise(setImmediate);
    inside -= 1;
    return found;
  };
  const waiting = [1, 2, 3].map(() => underStartLock(folder, work));
  await attempts(20);
  expect(readFileSync(join(folder, 'start.lock'), 'utf8')).toMatch(new RegExp(`^${holder.pid} `));
  isHeld = false;
  holder.kill('SIGKILL');
  expect(await Promise.all(waiting)).toEqual(Array.from({ length: 3 }, () => ({ isHeld: false, inside: 1 })));
  expect(readdirSync(folder)).toEqual([]);
});

test('a lock is dead when its process id belongs to a later process', async () => {
  const { pid } = await markOf(process.pid);
  writeFileSync(join(folder, 'start.lock'), `${pid} 1 an-earlier-process`);
  expect(await underStartLock(folder, async () => 'worked')).toBe('worked');
});
