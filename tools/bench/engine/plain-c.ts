import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Contest } from './contest.ts';
import type { BenchPaths } from './data.ts';

type Column = Int32Array | Uint16Array | Float64Array;

/** The columns one behind the other, each from a multiple of 8 bytes on. */
function bytesOf(columns: readonly Column[]): Buffer {
  const parts = columns.flatMap((column) => [
    new Uint8Array(column.buffer, column.byteOffset, column.byteLength),
    new Uint8Array((8 - (column.byteLength % 8)) % 8),
  ]);
  return Buffer.concat(parts);
}

/** A program of this folder, compiled by gcc -O2, over a file with the columns. Undefined where there is no gcc. */
export function runC(source: string, words: readonly string[], columns: readonly Column[], repeats: number): Contest | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'earshot-bench-'));
  try {
    const program = join(folder, 'program');
    const compiled = spawnSync('gcc', ['-O2', '-o', program, join(import.meta.dirname, source), '-lm'], { encoding: 'utf8' });
    if (compiled.error) return undefined;
    if (compiled.status !== 0) throw new Error(`gcc failed: ${compiled.stderr}`);
    const file = join(folder, 'columns.bin');
    writeFileSync(file, bytesOf(columns));
    const { status, stdout, stderr } = spawnSync(program, [...words, file, String(repeats)], { encoding: 'utf8', maxBuffer: 1 << 26 });
    if (status !== 0) throw new Error(`the plain loop failed: ${stderr}`);
    const [times, ...units] = stdout.trim().split('\n');
    return { times: times.split(' ').map(Number), sums: Float64Array.from(units.flatMap((line) => line.split(' ').map(Number))) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The plain loop of credit.c. Undefined where there is no gcc. */
export function runPlainC(paths: BenchPaths, repeats: number): Contest | undefined {
  const header = Int32Array.of(paths.pathCount, paths.ageMs.length, paths.unitCount, 0);
  return runC('credit.c', [], [header, paths.offsets, paths.unit, paths.ageMs, paths.value], repeats);
}
