import { styleText } from 'node:util';
import { Command, Option } from 'commander';
import { type Serving, serve, serveTracking } from '../../../../server/src/main.ts';
import { type Progress, startProgress } from '../../progress.ts';
import { stopSignal } from '../../stop-signal.ts';

const LABEL_WIDTH = 14;

/** What the person who started the server has to know, readable at a glance; on a terminal the addresses stand out. */
function welcome({ url, demo, dataDir }: Serving): string {
  const label = (text: string) => styleText('dim', text.padEnd(LABEL_WIDTH), { stream: process.stdout });
  const strong = (text: string) => styleText('bold', text, { stream: process.stdout });
  const address = (text: string) => styleText('cyan', text, { stream: process.stdout });
  const lines = ['', `${strong('Earshot')} is at ${strong(address(url))}`, ''];
  if (demo) {
    lines.push(
      `${label('Demo')}${address(`${url}/sign-in`)}`,
      `${label('')}Choose "Open the demo"; no password is needed. All of its data is simulated.`,
      `${label('Comparison')}${address(`${url}/compare`)}`,
      `${label('Demo API key')}${demo.apiKey}`,
      '',
    );
  }
  lines.push(`${label('API')}${address(`${url}/docs`)}`, `${label('Data folder')}${dataDir}`, '', 'Ctrl-C stops everything.');
  return `${lines.map((line) => (line === '' ? '' : `  ${line}`)).join('\n')}\n\n`;
}

async function start(role: InstallationRole, signal: AbortSignal): Promise<Serving | undefined> {
  let progress: Progress | undefined;
  const onEvents = (count: number) => {
    progress ??= startProgress({ label: 'filling the demo', unit: 'events' });
    progress.advance(count);
  };
  try {
    return await serve(role, { signal, onEvents });
  } catch (error) {
    if (signal.aborted) return undefined;
    throw error;
  } finally {
    progress?.done();
  }
}

/** Finishes what is under way, in the time that is given; whatever does not end by then is left. */
async function end({ close, stopMs }: Pick<Serving, 'close' | 'stopMs'>): Promise<void> {
  process.stderr.write('earshot: stopping\n');
  const giveUp = () => {
    const open = [...new Set(process.getActiveResourcesInfo())].sort((a, b) => a.localeCompare(b)).join(', ');
    process.stderr.write(
      `earshot: something did not end within ${stopMs / 1_000} s of the stop (EARSHOT_STOP_SECONDS), such as a database that does not ` +
        `answer; ending without it. What was acknowledged is stored; whoever had no answer yet can ask again. Still open: ${open}.\n`,
    );
    process.exit(1);
  };
  setTimeout(giveUp, stopMs).unref();
  await close();
}

/** Answers public addresses alone until a signal stops it. */
async function runRedirector({ json }: ServeOptions): Promise<void> {
  const signal = stopSignal();
  const redirecting = await serveTracking();
  const { url, upstreamUrl, dataDir } = redirecting;
  const told = json === true ? JSON.stringify({ url, upstreamUrl }) : `Redirecting at ${url} for ${upstreamUrl}; data folder ${dataDir}.`;
  process.stdout.write(`${told}\n`);
  if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
  await end(redirecting);
}

type InstallationRole = Parameters<typeof serve>[0];

interface ServeOptions {
  json?: boolean;
  role: InstallationRole | 'tracking';
}

/** What a process says that has begun to serve or to work. */
function greeting(serving: Serving, { json, role }: ServeOptions): string {
  const { url, demo, dataDir } = serving;
  if (role === 'worker')
    return json === true
      ? `${JSON.stringify({ url })}\n`
      : `Working on what waits; ${url}/ready says how it stands; data folder ${dataDir}.\n`;
  return json === true ? `${JSON.stringify({ url, demoApiKey: demo?.apiKey ?? null })}\n` : welcome(serving);
}

async function runServer(options: ServeOptions): Promise<void> {
  const { role } = options;
  if (role === 'tracking') return runRedirector(options);
  const signal = stopSignal();
  const serving = await start(role, signal);
  if (!serving) return;
  process.stdout.write(greeting(serving, options));
  if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
  await end(serving);
}

const ROLES = ['all', 'api', 'worker', 'tracking'] as const;

/** `earshot serve`: dashboard, API and background work in one process, or one part of them, until a signal stops it. */
export function serveCommand(): Command {
  return new Command('serve')
    .description('serve dashboard and API; prints the address, and the demo sign-in when there is a demo')
    .addOption(
      new Option(
        '--role <role>',
        'all in one process; api, which answers requests, beside worker, which does the background work; or tracking, ' +
          'a redirector that answers public addresses alone and needs no database',
      )
        .choices(ROLES)
        .default('all'),
    )
    .option('--json', 'print {"url","demoApiKey"}, {"url"} of a worker or {"url","upstreamUrl"} of a redirector, once it answers')
    .action(runServer);
}
