import { spawnSync } from 'node:child_process';
import { chownSync, chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeBase } from './image/base.ts';
import { type Container, type Image, startContainer, untilHealthy } from './image/container.ts';
import { copyContext } from './image/ignored.ts';
import { type Built, buildStage, showLayers, sizeOf, type Yard } from './image/layers.ts';
import { type ImageConfig, readRecipe } from './image/recipe.ts';

/**
 * Builds the image of the Dockerfile without an engine and lives through what a container goes through. Each step is done as Docker would,
 * on overlays, in namespaces of its own; the base image is made of this machine's Debian, Node and npm. So a wrong path, a file that
 * `.dockerignore` keeps out, a package or a program that is missing makes it fail. What it cannot see: whether an engine reads the file the
 * same, and what the real base image has otherwise than its Debian's required packages.
 */

const ROOT = join(import.meta.dirname, '../..');
const STOP_LIMIT_MS = 30_000;
const DEBIAN = 'bookworm';
const SECRETS = {
  EARSHOT_SECRET_KEY: 'a secret of the proof of the image, long enough',
  EARSHOT_PUBLIC_URL: 'https://earshot.example',
  SMTP_URL: 'smtp://127.0.0.1:2525',
};

const startedAt = performance.now();
const tell = (text: string) => process.stderr.write(`${((performance.now() - startedAt) / 1_000).toFixed(0).padStart(4)} s  ${text}\n`);
const facts: [string, string][] = [];
const note = (what: string, found: string) => void facts.push([what, found]);
const mebibytes = (bytes: number) => `${(bytes / 2 ** 20).toFixed(0)} MiB`;

function demand(holds: boolean, fault: string): asserts holds {
  if (!holds) throw new Error(fault);
}

/** What this proof needs of the machine, in one sentence, where it is missing. */
function missing(): string | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'it needs root on Linux, for namespaces and mounts';
  const system = readFileSync('/etc/os-release', 'utf8');
  if (!system.includes(`VERSION_CODENAME=${DEBIAN}`)) return `it takes its base image from this machine, which must be Debian ${DEBIAN}`;
  if (spawnSync('npm', ['--version']).status !== 0) return 'npm is not installed';
  return undefined;
}

function npmSays(...words: string[]): string {
  return spawnSync('npm', words, { encoding: 'utf8' }).stdout.trim();
}

/** The folder of the npm that this machine calls. */
function npmFolder(): string {
  const found = spawnSync('sh', ['-c', 'command -v npm'], { encoding: 'utf8' }).stdout.trim();
  return join(realpathSync(found), '../..');
}

function build(folder: string): Image {
  const { stages, config } = readRecipe(readFileSync(join(ROOT, 'Dockerfile'), 'utf8'));
  const base = join(folder, 'base');
  const { packages } = makeBase(base, process.execPath, npmFolder());
  note(
    'base',
    `${packages} packages of Debian ${DEBIAN}, Node ${process.versions.node}, npm ${npmSays('--version')}: ${mebibytes(sizeOf(base))}`,
  );
  const context = join(folder, 'context');
  const files = copyContext(ROOT, readFileSync(join(ROOT, '.dockerignore'), 'utf8'), context);
  note('build context', `${files} files, ${mebibytes(sizeOf(context))}`);
  const cache = npmSays('config', 'get', 'cache');
  const yard: Yard = { folder, context, npmCache: existsSync(cache) ? cache : undefined };
  const built = new Map<string, Built>();
  stages.forEach((stage, place) => {
    tell(`building stage ${stage.name === '' ? 'of the image' : stage.name}`);
    if (!built.has(stage.base)) demand(stage.base === `node:24-${DEBIAN}-slim`, `this proof has no base image ${stage.base}`);
    built.set(stage.name, buildStage(stage, place, { built, base, yard }));
  });
  const final = built.get('');
  demand(final !== undefined, 'the last stage has a name, or there is none');
  note('what the image adds to its base', mebibytes(sizeOf(final.layers[0])));
  return { built: final, config };
}

/** Every package that the sources of the image import can be found from where it is imported. */
const FIND_PACKAGES = `
  const { readdirSync, readFileSync } = await import('node:fs');
  const { createRequire } = await import('node:module');
  const named = /^(?:import (?!type)|export ).*?from '([@a-z][^']*)'|import\\('([@a-z][^']*)'\\)/gm;
  let found = 0;
  const lacking = new Set();
  for (const folder of ['cli', 'client', 'engine', 'server', 'simulator'].map((name) => '/app/' + name + '/src/'))
    for (const name of readdirSync(folder, { recursive: true }).filter((one) => one.endsWith('.ts')))
      for (const [, first, second] of readFileSync(folder + name, 'utf8').matchAll(named)) {
        const wanted = first ?? second;
        if (wanted.startsWith('node:')) continue;
        try {
          createRequire(folder + 'x.js').resolve(wanted);
          found += 1;
        } catch (error) {
          if (error.code !== 'ERR_PACKAGE_PATH_NOT_EXPORTED') lacking.add(folder + name + ': ' + wanted);
        }
      }
  console.log(JSON.stringify({ found, lacking: [...lacking] }));`;

const SEND_EVENT = `
  const at = 'http://127.0.0.1:' + process.env.PORT;
  const event = { id: 'first', kind: 'click', occurredAt: '2026-01-01T00:00:00Z', identity: { ip: '203.0.113.1' } };
  const headers = { authorization: 'Bearer ' + process.argv[1], 'content-type': 'application/json' };
  const sent = await fetch(at + '/api/v1/touchpoints', { method: 'POST', headers, body: JSON.stringify({ touchpoints: [event] }) });
  const page = await fetch(at + '/');
  const title = /<title>(.*?)</.exec(await page.text())?.[1];
  console.log(JSON.stringify({ status: sent.status, answer: await sent.json(), page: page.status, title }));`;

function evaluate(container: Container, source: string, ...words: string[]): unknown {
  const { code, out, err } = container.exec(['node', '--input-type=module', '--eval', source, ...words]);
  demand(code === 0, `a program in the container ended with ${code}:\n${err}`);
  return JSON.parse(out);
}

interface Sent {
  status: number;
  answer: { accepted: number; duplicates: number };
  page: number;
  title: string | undefined;
}

async function stopInTime(container: Container, { stopSignal }: ImageConfig): Promise<void> {
  const from = performance.now();
  const limit = setTimeout(() => container.signal('SIGKILL'), STOP_LIMIT_MS);
  container.signal(stopSignal as NodeJS.Signals);
  const { code, output } = await container.ended;
  clearTimeout(limit);
  demand(code === 0, `after ${stopSignal} it ended with ${code}:\n${output}`);
  note(`${stopSignal} to the end with code 0`, `${((performance.now() - from) / 1_000).toFixed(1)} s`);
}

async function live(image: Image, folder: string): Promise<void> {
  const { config, built } = image;
  const shown = join(folder, 'shown');
  showLayers(shown, built.layers);
  const { uid, gid, mode } = statSync(join(shown, 'data'));
  demand(`${uid}:${gid}` === config.user && config.user !== '0:0', `/data belongs to ${uid}:${gid} and the image runs as ${config.user}`);
  demand(config.volumes.includes('/data') && config.ports.join() === built.env.PORT, 'VOLUME or EXPOSE is not what the settings are');
  const volume = join(folder, 'volume');
  mkdirSync(volume);
  chownSync(volume, uid, gid);
  chmodSync(volume, mode);
  const start = (name: string, env: Record<string, string>, words?: string[]) =>
    startContainer(image, { root: join(folder, name), volume, env, ...(words === undefined ? {} : { words }) });

  tell('starting without settings');
  const refused = await (await start('bare', {})).ended;
  demand(refused.code === 1, `without settings it ended with ${refused.code}`);
  for (const name of Object.keys(SECRETS))
    demand(refused.output.includes(name), `without settings it does not ask for ${name}:\n${refused.output}`);

  const asked = await (await start('asked', {}, ['tenants', '--help'])).ended;
  demand(asked.code === 0 && asked.output.includes('create'), `"tenants --help" in place of "serve" ended with ${asked.code}`);

  tell('starting with a new volume');
  const first = await start('first', SECRETS);
  note('start with an empty volume until healthy', `${((await untilHealthy(first, config)) / 1_000).toFixed(1)} s`);
  const { found, lacking } = evaluate(first, FIND_PACKAGES) as { found: number; lacking: string[] };
  demand(found > 100 && lacking.length === 0, `packages are missing: ${lacking.join(', ')}`);
  note('imports of packages that were found', String(found));
  const made = first.exec(['earshot', 'tenants', 'create', '--name', 'A', '--slug', 'a', '--json']);
  demand(made.code === 0, `earshot tenants create ended with ${made.code}:\n${made.err}`);
  const { apiKey } = JSON.parse(made.out) as { apiKey: string };
  const sent = evaluate(first, SEND_EVENT, apiKey) as Sent;
  demand(sent.status === 202 && sent.page === 200 && sent.title !== undefined, `an event was answered ${JSON.stringify(sent)}`);
  note('an event over HTTP, and the dashboard', `${sent.status} ${JSON.stringify(sent.answer)}, ${sent.page} "${sent.title}"`);
  const wrote = first.exec(['sh', '-c', 'touch /app/x || touch /usr/local/x']);
  demand(wrote.code !== 0, 'the root of the container can be written to');
  await stopInTime(first, config);

  tell('starting again, to be killed');
  const second = await start('second', SECRETS);
  await untilHealthy(second, config);
  second.signal('SIGKILL');
  await second.ended;
  tell('starting after the kill');
  const third = await start('third', SECRETS);
  note('start after SIGKILL until healthy', `${((await untilHealthy(third, config)) / 1_000).toFixed(1)} s`);
  const again = evaluate(third, SEND_EVENT, apiKey) as Sent;
  demand(
    again.status === 202 && JSON.stringify(again.answer) !== JSON.stringify(sent.answer),
    `the event is not known any more: ${JSON.stringify(again)}`,
  );
  note('the same event after a stop and a kill', `${again.status} ${JSON.stringify(again.answer)}`);
  await stopInTime(third, config);
}

async function prove(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'earshot-image-'));
  try {
    const image = build(folder);
    await live(image, folder);
    process.stdout.write(`Image, ${new Date().toISOString().slice(0, 10)}, without an engine\n\n| what | found |\n| --- | --- |\n`);
    for (const [what, found] of facts) process.stdout.write(`| ${what} | ${found} |\n`);
    process.stdout.write('\nIt holds.\n');
  } finally {
    spawnSync('sh', ['-c', `for place in $(grep -o "${folder}[^ ]*" /proc/mounts | sort -r); do umount -l "$place"; done`]);
    rmSync(folder, { recursive: true, force: true });
  }
}

const lack = missing();
if (lack !== undefined) {
  process.stderr.write(`prove:image cannot run here: ${lack}.\n`);
  process.exitCode = 1;
} else if (process.env.EARSHOT_PROOF_OF_IMAGE !== '1') {
  // In a mount namespace of its own: what is mounted is seen by nobody else, and gone with it.
  const env = { ...process.env, EARSHOT_PROOF_OF_IMAGE: '1' };
  const { status } = spawnSync('unshare', ['--mount', '--propagation', 'private', process.execPath, import.meta.filename], {
    env,
    stdio: 'inherit',
  });
  process.exitCode = status ?? 1;
} else {
  await prove();
}
