import { spawn } from 'node:child_process';

export interface RunOptions {
  cwd: string;
  env?: Record<string, string>;
  /** Passes what the program says through as it comes. */
  isShown?: boolean;
}

/** Runs a script under this Node and resolves with its exit code (1 when a signal ended it) and what it said. */
export function runProgram(
  args: readonly string[],
  { cwd, env = {}, isShown = false }: RunOptions,
): Promise<{ code: number; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const take = (part: Buffer) => {
      output += part.toString();
      if (isShown) process.stdout.write(part);
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}
