import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { assignments, type Built, showDevices, showLayers } from './layers.ts';
import type { ImageConfig } from './recipe.ts';

/** An image that can be started. */
export interface Image {
  built: Built;
  config: ImageConfig;
}

/** What a container is started with beside its image, as `docker run` has it. */
export interface RunOptions {
  /** Where its root is shown; a name of its own for each container. */
  root: string;
  /** The folder behind `/data`. */
  volume: string;
  env: Record<string, string>;
  /** In place of the image's own words after its program. */
  words?: string[];
}

export interface Container {
  /** Runs a program beside the first one, as `docker exec` does. */
  exec(command: readonly string[]): { code: number | null; out: string; err: string };
  /** Sends the first program a signal, as an engine does. */
  signal(name: NodeJS.Signals): void;
  ended: Promise<{ code: number | null; output: string }>;
}

/** A user without any capability, who cannot get one. */
function unprivileged(user: string): string[] {
  const [uid, gid] = user.split(':');
  return ['setpriv', `--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', '--no-new-privs', '--bounding-set=-all', '--inh-caps=-all'];
}

/** The program that has id 1 in the container: the child of `unshare`. */
async function firstProgram(child: ChildProcess): Promise<number | undefined> {
  while (child.exitCode === null) {
    const [pid] = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8').trim().split(' ');
    // Until it has become the image's program a signal would reach the shell that prepares the container.
    if (pid !== '' && !readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('prepare-container')) return Number(pid);
    await pause(10);
  }
  return undefined;
}

/**
 * Starts the image's program as number 1 of a process namespace, in a network of its own, on a root that cannot be written to, with `/data`
 * and an empty `/tmp`, as the image's user and without capabilities.
 */
export async function startContainer({ built, config }: Image, { root, volume, env, words }: RunOptions): Promise<Container> {
  showLayers(root, built.layers);
  const [program, ...own] = config.command;
  const become = ['chroot', root, ...unprivileged(config.user), 'env', '-i', '-C', built.workdir];
  const environment = assignments({ HOME: '/home/node', HOSTNAME: 'container', ...built.env, ...env });
  const prepare = `: prepare-container
    ip link set lo up && mount --bind "$1" "$2/data" && mount -t tmpfs -o mode=1777 tmpfs "$2/tmp" && shift 2 && exec "$@"`;
  showDevices(root);
  const namespaces = ['--net', '--pid', '--fork', '--kill-child', '--mount', `--mount-proc=${join(root, 'proc')}`];
  const command = [...become, ...environment, program, ...(words ?? own)];
  const child = spawn('unshare', [...namespaces, 'sh', '-c', prepare, 'sh', volume, root, ...command], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => (output += part.toString()));
  const ended = new Promise<{ code: number | null; output: string }>((resolve) => child.once('close', (code) => resolve({ code, output })));
  const pid = await firstProgram(child);
  return {
    ended,
    exec(given) {
      const inside = ['--target', String(pid), '--mount', '--net', '--pid', '--root', '--wdns=/', ...unprivileged(config.user)];
      const all = [...inside, 'env', '-i', '-C', built.workdir, ...environment, ...given];
      const { status, stdout, stderr } = spawnSync('nsenter', all, { encoding: 'utf8', maxBuffer: 1 << 26 });
      return { code: status, out: stdout, err: stderr };
    },
    signal: (name) => void (pid !== undefined && process.kill(pid, name)),
  };
}

/** Runs the image's health check as an engine does until it succeeds; resolves with how long that took, in milliseconds. */
export async function untilHealthy(container: Container, { health }: ImageConfig): Promise<number> {
  const startedAt = performance.now();
  let ended: { code: number | null; output: string } | undefined;
  void container.ended.then((how) => (ended = how));
  for (;;) {
    const { code, err } = container.exec(health.command);
    if (code === 0) return performance.now() - startedAt;
    await pause(1_000);
    if (ended !== undefined) throw new Error(`the container ended with ${ended.code}:\n${ended.output}`);
    if (performance.now() - startedAt > health.startMs) throw new Error(`not healthy in its start period; the check says:\n${err}`);
  }
}
