import { Command } from 'commander';
import { type Serving, serve } from '../../../../server/src/main.ts';
import { startProgress } from '../../progress.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

function welcome({ url, demo, dataDir }: Serving): string {
  const lines = ['', `  Earshot is at  ${url}`, ''];
  if (demo) {
    lines.push(`  Demo           open ${url}/sign-in and choose "Open the demo" (simulated data)`);
    lines.push(`  Demo API key   ${demo.apiKey}`);
  }
  lines.push(`  API            ${url}/docs`, `  Data           ${dataDir}`, '', '  Ctrl-C stops it.', '');
  return `${lines.join('\n')}\n`;
}

/** Aborts at the first signal; a second one ends the process at once. */
function stopAtSignal(): AbortSignal {
  const stop = new AbortController();
  for (const signal of SIGNALS) process.once(signal, () => stop.abort());
  return stop.signal;
}

async function start(signal: AbortSignal): Promise<Serving | undefined> {
  const progress = startProgress({ label: 'filling the demo', unit: 'events' });
  try {
    return await serve({ signal, onEvents: (count) => progress.advance(count) });
  } catch (error) {
    if (signal.aborted) return undefined;
    throw error;
  } finally {
    progress.done();
  }
}

async function runServer({ json }: { json?: boolean }): Promise<void> {
  const signal = stopAtSignal();
  const serving = await start(signal);
  if (!serving) return;
  const { url, demo } = serving;
  process.stdout.write(json === true ? `${JSON.stringify({ url, demoApiKey: demo?.apiKey ?? null })}\n` : welcome(serving));
  if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
  process.stderr.write('earshot: stopping\n');
  await serving.close();
}

/** `earshot serve`: dashboard, API and background work in one process, until a signal stops it. */
export function serveCommand(): Command {
  return new Command('serve')
    .description('serve dashboard and API; prints the address, and the demo sign-in when there is a demo')
    .option('--json', 'print {"url","demoApiKey"} once it answers')
    .action(runServer);
}
