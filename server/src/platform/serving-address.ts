import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { keep, readKept } from './secret-key.ts';
import type { EdgeSettings } from './settings-edge.ts';

const FILE_NAME = 'serving.url';

/**
 * Where people reach the installation: at the address that was set, else where its server answers, as that wrote down in the data folder,
 * else where a server of these settings would answer.
 */
export function servingAddress({ publicUrl, dataDir, host, port }: Pick<EdgeSettings, 'publicUrl' | 'dataDir' | 'host' | 'port'>): string {
  const written = readKept(dataDir, FILE_NAME)?.trim();
  return publicUrl ?? (written !== undefined && URL.canParse(written) ? written : `http://${host}:${port}`);
}

/**
 * Writes down at which address the server of a data folder is reached, for the commands that make links beside it. What comes back takes
 * that back, unless another server wrote since.
 */
export function writeServingAddress(dataDir: string, url: string): () => void {
  keep(dataDir, FILE_NAME, `${url}\n`);
  return () => {
    if (readKept(dataDir, FILE_NAME)?.trim() === url) rmSync(join(dataDir, FILE_NAME), { force: true });
  };
}
