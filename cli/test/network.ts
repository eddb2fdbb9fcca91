import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { withInstallation } from '../../server/src/main.ts';
import { createTenant } from '../../server/src/tenants/service.ts';
import { emptyFolder, type Ended, run, type Server, startServer } from './program.ts';

type Context = Parameters<typeof createTenant>[0];

/** A served installation in a folder of a test's own, with a tenant of the short name `network`. */
export interface Network {
  folder: string;
  server: Server;
  /** Runs `earshot cost …` there. */
  cost(...words: string[]): Promise<Ended>;
  /** The same for the tenant. */
  ofNetwork(...words: string[]): Promise<Ended>;
  close(): Promise<void>;
}

/** Creates the tenant, and has its first transaction do something more. */
export function createNetwork(context: Context, first?: Parameters<typeof createTenant>[3]): Promise<unknown> {
  return createTenant(context, 'system', { name: 'Network', slug: 'network', tier: 'free' }, first);
}

/** Serves an installation and fills it; until it is closed, this process works on the same one. */
export async function openNetwork(fill: (context: Context) => Promise<unknown> = (context) => createNetwork(context)): Promise<Network> {
  const folder = emptyFolder();
  const server = await startServer(folder);
  process.env.EARSHOT_DATA_DIR = join(folder, 'data');
  await withInstallation(fill, () => undefined);
  const cost = (...words: string[]) => run(['cost', ...words], { folder });
  return {
    folder,
    server,
    cost,
    ofNetwork: (...words) => cost(...words, '--tenant', 'network'),
    close: async () => {
      await server.stop();
      delete process.env.EARSHOT_DATA_DIR;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
