import { rmSync } from 'node:fs';
import { withInstallation } from '../../../server/src/main.ts';
import { type FeedServer, openFeedServer } from '../../../server/test/feed-server.ts';
import { type ModelServer, openModelServer } from '../../../server/test/model-server.ts';
import { emptyFolder, runJson, type Server, startServer } from '../../../cli/test/program.ts';
import { Shell } from './shell.ts';

type Context = Parameters<Parameters<typeof withInstallation>[0]>[0];

/** A served installation in which the examples of the page are run, by somebody who stands in its folder. */
export interface World {
  folder: string;
  server: Server;
  feeds: FeedServer;
  models: ModelServer;
  shell: Shell;
  /** Runs a line that an example takes for granted; resolves with what it printed. @throws Error when it fails. */
  run(line: string): Promise<string>;
  /** Sends what an example takes for granted to the API, as the tenant `network`. @throws Error when it is refused. */
  send(method: string, path: string, body?: object): Promise<unknown>;
  /** Works on the installation beside its server. */
  within<Result>(work: (context: Context) => Promise<Result>): Promise<Result>;
  /** A text of the page with what the stand-ins of the outside world are here; and back. */
  toHere(text: string): string;
  toPage(text: string): string;
  close(): Promise<void>;
}

/** The folder that the page's paths begin with. */
const PAGE_FOLDER = '/srv/earshot';
/** What decides about an installation is not taken from whoever runs the tests. */
const DECIDES = /^(EARSHOT_|DATABASE_|npm_|PORT$|HOST$|CORS_ORIGINS$|OTEL_|LOG_LEVEL$|SMTP_URL|MAIL_FROM|INIT_CWD$|DEBUG$|FORCE_COLOR$)/;

/** Serves the API alone, so that what the examples do in the background is done by their commands, and by nothing beside them. */
export async function openWorld(): Promise<World> {
  const folder = emptyFolder();
  const environment = { EARSHOT_DATA_DIR: '.earshot', EARSHOT_OUTBOUND_NETWORKS: '127.0.0.0/8', LOG_LEVEL: 'error', PORT: '0' };
  for (const name of Object.keys(process.env)) if (DECIDES.test(name)) delete process.env[name];
  Object.assign(process.env, environment, { INIT_CWD: folder });
  const server = await startServer(folder, 'api', environment);
  const [feeds, models] = [await openFeedServer(), await openModelServer()];
  const surroundings = { folder, env: environment };
  const words = ['tenants', 'create', '--name', 'Field Notes Network', '--slug', 'network', '--tier', 'enterprise'];
  const { apiKey } = await runJson<{ apiKey: string }>(words, surroundings);
  await runJson(['sample', 'load', '--tenant', 'network'], surroundings);
  const pairs = [
    ['https://feeds.example', feeds.url('')],
    ['https://models.example/v1', models.url],
    ['http://127.0.0.1:8080', server.url],
    [PAGE_FOLDER, folder],
  ] as const;
  const shell = new Shell(folder);
  return {
    folder,
    server,
    feeds,
    models,
    shell,
    async run(line) {
      const { code, text } = await shell.run(line, []);
      if (code !== 0) throw new Error(`${line} ended with ${code}: ${text}`);
      return text;
    },
    async send(method, path, body) {
      const { status, json } = await server.send(method, path, apiKey, body);
      if (status >= 300) throw new Error(`${method} ${path}: ${status} ${JSON.stringify(json)}`);
      return json;
    },
    within: (work) => withInstallation(work, () => undefined),
    toHere: (text) => pairs.reduce((so, [page, here]) => so.replaceAll(page, here), text),
    toPage: (text) =>
      pairs.reduce((so, [page, here]) => so.replaceAll(here, page), text).replaceAll(/127\.0\.0\.1:\d{4,5}/g, '127.0.0.1:8080'),
    async close() {
      await server.stop();
      await Promise.all([feeds.close(), models.close()]);
      for (const name of [...Object.keys(environment), 'INIT_CWD']) delete process.env[name];
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
