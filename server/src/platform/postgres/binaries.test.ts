import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { binariesIn, embeddedBinaries, systemBinaries } from './binaries.ts';

function folderWith(program: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'earshot-binaries-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'postgres'), `#!/bin/sh\n${program}\n`, { mode: 0o755 });
  return folder;
}

test('the PostgreSQL that the project carries is 18', async () => {
  expect((await embeddedBinaries()).major).toBe(18);
});

test.each([
  ['postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)', 15],
  ['postgres (PostgreSQL) 19beta2', 19],
])('a folder of programs tells its version: %s', async (answer, major) => {
  const folder = folderWith(`echo '${answer}'`);
  expect(await binariesIn(folder)).toEqual({ folder, major });
});

test('a folder whose program names no version, or cannot run, is refused with its path', async () => {
  const mute = folderWith('echo hello');
  await expect(binariesIn(mute)).rejects.toThrow(`"${join(mute, 'postgres')} --version" answered "hello", which names no version.`);
  const broken = folderWith('exit 3');
  await expect(binariesIn(broken)).rejects.toThrow(join(broken, 'postgres'));
});

test('of the PostgreSQLs of the machine only those of 15 and later are told, oldest first', async () => {
  const majors = (await systemBinaries()).map(({ major }) => major);
  expect(majors).toEqual(majors.filter((major) => major >= 15).toSorted((a, b) => a - b));
});
