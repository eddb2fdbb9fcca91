import { once } from 'node:events';
import { openLog } from '../src/platform/log.ts';
import { openCluster } from '../src/platform/postgres/cluster.ts';

/** What `spawnCluster` asks of this process. */
export interface ClusterScriptOptions {
  dataDir: string;
  secretKey: string;
  binaries?: { folder: string; major: number };
}

// Holds a database open until standard input ends, and tells in lines of JSON what it does.
const options = JSON.parse(process.argv[2]) as ClusterScriptOptions;
const say = (what: object) => process.stdout.write(`${JSON.stringify(what)}\n`);
try {
  const cluster = await openCluster({ ...options, log: openLog('silent') });
  say({ port: cluster.port, started: cluster.started });
  process.stdin.resume();
  await once(process.stdin, 'end');
  await cluster.close();
  say({ closed: true });
} catch (error) {
  say({ error: error instanceof Error ? error.message : String(error) });
}
