import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Contest } from './contest.ts';
import type { BenchPaths } from './data.ts';

function bytesOf(paths: BenchPaths): Buffer {
  const touches = paths.ageMs.length;
  const header = Int32Array.of(paths.pathCount, touches, paths.unitCount, 0);
  const unit = new Uint16Array(Math.ceil(touches / 4) * 4);
  unit.set(paths.unit);
  const parts = [header, paths.offsets, unit, paths.ageMs, paths.value];
  return Buffer.concat(parts.map((part) => new Uint8Array(part.buffer, part.byteOffset, part.byteLength)));
}

/** The plain loop of credit.c, compiled by gcc -O2. Undefined where there is no gcc. */
export function runPlainC(paths: BenchPaths, repeats: number): Contest | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'earshot-bench-'));
  try {
    const program = join(folder, 'credit');
    const compiled = spawnSync('gcc', ['-O2', '-o', program, join(import.meta.dirname, 'credit.c'), '-lm'], { encoding: 'utf8' });
    if (compiled.error) return undefined;
    if (compiled.status !== 0) throw new Error(`gcc failed: ${compiled.stderr}`);
    const data = join(folder, 'paths.bin');
    writeFileSync(data, bytesOf(paths));
    const { status, stdout, stderr } = spawnSync(program, [data, String(repeats)], { encoding: 'utf8', maxBuffer: 1 << 26 });
    if (status !== 0) throw new Error(`the plain loop failed: ${stderr}`);
    const [times, ...units] = stdout.trim().split('\n');
    return { times: times.split(' ').map(Number), sums: Float64Array.from(units.flatMap((line) => line.split(' ').map(Number))) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
