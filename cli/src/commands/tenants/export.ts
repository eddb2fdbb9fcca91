import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { Command } from 'commander';
import { administerExport } from '../../../../server/src/security/administration/service.ts';
import { CommandError } from '../../command-error.ts';
import { resolvePath } from '../../working-folder.ts';
import { onTenant, print } from './named.ts';
import { countText } from '../../count-text.ts';

async function exportTenant(slug: string, { out, json }: { out: string; json?: boolean }): Promise<void> {
  const path = resolvePath(out);
  const unfinished = `${path}.unfinished`;
  const file = createWriteStream(unfinished, { flags: 'wx', mode: 0o600 });
  await once(file, 'open').catch((cause: unknown) => {
    throw new CommandError(`${unfinished} cannot be written; see whether it is there from an earlier run.`, { cause });
  });
  try {
    const made = await onTenant(slug, async (context, tenantId) => {
      const write = await administerExport(context, 'system', tenantId);
      return write(async (text) => {
        if (!file.write(text)) await once(file, 'drain');
      });
    });
    file.end();
    await finished(file);
    await rename(unfinished, path);
    print(
      json,
      { ...made, file: path },
      `${countText(made.rows, 'row')} of ${slug} ${made.rows === 1 ? 'is' : 'are'} in ${path} (SHA-256 ${made.sha256}).`,
    );
  } catch (error) {
    file.destroy();
    await rm(unfinished, { force: true });
    throw error;
  }
}

/** `earshot tenants export`: everything of a tenant, as lines of JSON. */
export function exportCommand(): Command {
  return new Command('export')
    .description('write every row of a tenant to a file of JSON lines, secrets left out')
    .argument('<slug>', "the tenant's short name")
    .requiredOption('--out <file>', 'the file; one that is there is replaced once the export is whole')
    .option('--json', 'print {"exportId","rows","sha256","file"}')
    .action(exportTenant);
}
