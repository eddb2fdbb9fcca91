import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, lstatSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join, posix } from 'node:path';
import type { Stage, Step } from './recipe.ts';

const SEARCHED = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
/** The certificates that this machine's Node trusts beside its own, as an engine behind a proxy is given them for a build. */
const EXTRA_CERTIFICATES = process.env.NODE_EXTRA_CA_CERTS;

/** A stage that was built: its layers, the topmost first, and what it leaves to its heirs. */
export interface Built {
  layers: string[];
  env: Record<string, string>;
  workdir: string;
}

/** Where the build works. */
export interface Yard {
  folder: string;
  /** The build context, and nothing else. */
  context: string;
  /** The npm cache of this machine, so that a second proof fetches less; undefined for none. */
  npmCache: string | undefined;
}

function mounted(folder: string, layers: readonly string[], upper?: string): void {
  mkdirSync(folder, { recursive: true });
  const lower = `lowerdir=${layers.join(':')}`;
  const options = upper === undefined ? lower : `${lower},upperdir=${upper}/changes,workdir=${upper}/work`;
  execFileSync('mount', ['-t', 'overlay', 'overlay', '-o', options, folder]);
}

/** Shows layers as one folder that nothing can be written to. */
export function showLayers(folder: string, layers: readonly string[]): void {
  mounted(folder, layers);
}

function bind(from: string, to: string): void {
  if (lstatSync(from).isDirectory()) mkdirSync(to, { recursive: true });
  else if (!existsSync(to)) cpSync(from, to);
  execFileSync('mount', ['--bind', from, to]);
}

/** The devices that a program may expect anywhere. */
export function showDevices(root: string): void {
  execFileSync('mount', ['-t', 'tmpfs', 'tmpfs', join(root, 'dev')]);
  for (const name of ['null', 'zero', 'random', 'urandom']) execFileSync('cp', ['-a', `/dev/${name}`, join(root, 'dev', name)]);
}

/** The environment as words for `env -i`. */
export function assignments(env: Record<string, string>): string[] {
  return Object.entries({ PATH: SEARCHED, ...env }).map(([name, value]) => `${name}=${value}`);
}

function runScript(root: string, script: string, { env, workdir }: Built, { npmCache }: Yard): void {
  const undo: string[] = [];
  const lend = (from: string, to: string) => {
    bind(from, join(root, to));
    undo.push(join(root, to));
  };
  if (npmCache !== undefined) lend(npmCache, 'root/.npm');
  const given = { HOME: '/root', ...env, ...(EXTRA_CERTIFICATES === undefined ? {} : { NODE_EXTRA_CA_CERTS: '/tmp/certificates.crt' }) };
  if (EXTRA_CERTIFICATES !== undefined) lend(EXTRA_CERTIFICATES, 'tmp/certificates.crt');
  showDevices(root);
  undo.push(join(root, 'dev'));
  const inside = ['chroot', root, 'env', '-i', '-C', workdir, ...assignments(given), '/bin/sh', '-c', script];
  const { status } = spawnSync('unshare', ['--pid', '--fork', `--mount-proc=${join(root, 'proc')}`, ...inside], {
    stdio: ['ignore', 2, 2],
  });
  for (const place of undo) execFileSync('umount', [place]);
  rmSync(join(root, 'tmp/certificates.crt'), { force: true });
  if (status !== 0) throw new Error(`RUN ended with ${status}: ${script}`);
}

/** Copies one source: of a folder what is in it, of a file itself; owned by root, with the rights it has. */
function copyOne(from: string, target: string, isFolder: boolean): void {
  const found = lstatSync(from, { throwIfNoEntry: false });
  if (found === undefined) throw new Error(`COPY: there is no ${from}`);
  const to = found.isDirectory() || !isFolder ? target : join(target, basename(from));
  mkdirSync(found.isDirectory() ? to : dirname(to), { recursive: true });
  execFileSync('cp', ['--archive', '--no-target-directory', from, to]);
  execFileSync('chown', ['--recursive', '--no-dereference', 'root:root', to]);
}

function runCopy(
  root: string,
  { from, sources, target }: Step & { kind: 'copy' },
  { workdir, sourceRoot }: { workdir: string; sourceRoot: string },
): void {
  const isFolder = target.endsWith('/') || sources.length > 1;
  const place = join(root, posix.resolve(workdir, target));
  for (const source of sources) {
    const isInPlace = lstatSync(place, { throwIfNoEntry: false })?.isDirectory() === true;
    copyOne(join(sourceRoot, from === undefined ? source : posix.resolve('/', source)), place, isFolder || isInPlace);
  }
}

/** Builds one stage on another, each of its steps as Docker would do it. @throws Error at the first step that fails. */
export function buildStage(
  stage: Stage,
  place: number,
  { built, base, yard }: { built: Map<string, Built>; base: string; yard: Yard },
): Built {
  const parent = built.get(stage.base) ?? { layers: [base], env: {}, workdir: '/' };
  const upper = join(yard.folder, `stage-${place}`);
  const root = join(upper, 'root');
  for (const name of ['changes', 'work']) mkdirSync(join(upper, name), { recursive: true });
  chmodSync(join(upper, 'changes'), 0o755);
  mounted(root, parent.layers, upper);
  const own: Built = { layers: [join(upper, 'changes'), ...parent.layers], env: { ...parent.env }, workdir: parent.workdir };
  for (const step of stage.steps) {
    if (step.kind === 'env') Object.assign(own.env, step.values);
    else if (step.kind === 'workdir') mkdirSync(join(root, (own.workdir = posix.resolve(own.workdir, step.path))), { recursive: true });
    else if (step.kind === 'run') runScript(root, step.script, own, yard);
    else runCopy(root, step, { workdir: own.workdir, sourceRoot: sourceRootOf(step.from, built, yard) });
  }
  execFileSync('umount', [root]);
  return own;
}

function sourceRootOf(from: string | undefined, built: Map<string, Built>, yard: Yard): string {
  if (from === undefined) return yard.context;
  const stage = built.get(from);
  if (stage === undefined) throw new Error(`COPY --from=${from}: there is no such stage before it`);
  const shown = join(yard.folder, `shown-${from}`);
  if (!existsSync(shown)) showLayers(shown, stage.layers);
  return shown;
}

/** How many bytes the files of a folder take, links counted as links. */
export function sizeOf(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + lstatSync(join(entry.parentPath, entry.name)).size, 0);
}
