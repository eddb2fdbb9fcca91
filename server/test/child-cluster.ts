import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { ClusterScriptOptions } from './cluster-script.ts';

const SCRIPT = fileURLToPath(new URL('cluster-script.ts', import.meta.url));
const NOBODY = 65_534;

export interface SpawnOptions {
  /** Run as the user nobody. */
  asNobody?: boolean;
  env?: NodeJS.ProcessEnv;
}

/** Another process of ours that holds a database open. */
export interface ChildCluster {
  process: ChildProcess;
  port: number;
  started: boolean;
  /** Ends it as Ctrl-D does; resolves with what it said last. */
  close(): Promise<unknown>;
  /** Ends it as a crash does. */
  kill(): Promise<void>;
}

/** Opens a database in a process of its own. @throws Error with what that process said when it could not. */
export async function spawnCluster(options: ClusterScriptOptions, { asNobody = false, env }: SpawnOptions = {}): Promise<ChildCluster> {
  const user = asNobody ? { uid: NOBODY, gid: NOBODY } : {};
  const child = spawn(process.execPath, [SCRIPT, JSON.stringify(options)], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ...env },
    ...user,
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const exited = once(child, 'exit');
  const nextLine = async () => {
    const { value } = (await lines.next()) as { value: string | undefined };
    return JSON.parse(value ?? '{}') as { port?: number; started?: boolean; error?: string };
  };
  const first = await nextLine();
  if (first.port === undefined) {
    await exited;
    throw new Error(first.error ?? 'the process said nothing');
  }
  return {
    process: child,
    port: first.port,
    started: first.started === true,
    close: async () => {
      child.stdin.end();
      const last = await nextLine();
      await exited;
      return last;
    },
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

/** Whether this process may run others as nobody, and nobody can read this checkout and its Node. */
export function canRunAsNobody(): boolean {
  if (process.getuid?.() !== 0) return false;
  return spawnSync(process.execPath, ['--check', SCRIPT], { uid: NOBODY, gid: NOBODY }).status === 0;
}
