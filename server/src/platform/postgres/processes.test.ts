import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';
import { dropLease, isLeased, takeLease } from './leases.ts';
import { isAlive, isRunning, markOf, whereabouts } from './processes.ts';

const isLinux = process.platform === 'linux';

function newFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'earshot-processes-')));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

test('a process runs until it ends, and another of the same id is not it', async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  const mark = await markOf(Number(child.pid));
  expect(await isRunning(mark)).toBe(true);
  expect(await isRunning({ ...mark, start: `${mark.start}1` })).toBe(!isLinux);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(await isRunning(mark)).toBe(false);
});

test.skipIf(!isLinux)('a process that ended counts as gone even while its parent has not asked for it (needs /proc)', async () => {
  const folder = newFolder();
  const parent = spawn('sh', ['-c', 'sleep 0 & echo $!; exec sleep 60'], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void parent.kill('SIGKILL'));
  const [line] = (await once(createInterface({ input: parent.stdout }), 'line')) as [string];
  const mark = await markOf(Number(line));
  await takeLease(folder);
  writeFileSync(join(folder, 'leases', `${mark.pid}.${mark.start}.of-the-dead`), '');
  await expect.poll(() => isRunning(mark)).toBe(false);
  expect(isAlive(mark.pid)).toBe(true);
  await isLeased(folder);
  expect(readdirSync(join(folder, 'leases'))).not.toContain(`${mark.pid}.${mark.start}.of-the-dead`);
});

test.skipIf(!isLinux)('a process is found in the folder that it works in (needs /proc)', async () => {
  const folder = newFolder();
  const child = spawn(process.execPath, ['-e', 'console.log("ready"); setInterval(() => {}, 1000)'], {
    stdio: ['ignore', 'pipe', 'ignore'],
    cwd: folder,
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child.stdout, 'data');
  expect(await whereabouts(Number(child.pid))).toEqual({ folder });
});

test('a folder is leased while one of several leases is held by a process that lives', async () => {
  const folder = newFolder();
  expect(await isLeased(folder)).toBe(false);
  const [first, second] = [await takeLease(folder), await takeLease(folder)];
  await dropLease(first);
  expect(await isLeased(folder)).toBe(true);
  await dropLease(second);
  expect(await isLeased(folder)).toBe(false);
});

test('a lease of a process that is gone counts for nothing and is removed', async () => {
  const folder = newFolder();
  const lease = await takeLease(folder);
  await dropLease(lease);
  const child = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
  await once(child, 'exit');
  writeFileSync(join(folder, 'leases', `${child.pid}.1.gone`), '');
  expect(await isLeased(folder)).toBe(false);
  expect(readdirSync(join(folder, 'leases'))).toEqual([]);
});
