import { closeSync, existsSync, openSync, writeSync } from 'node:fs';
import { Command } from 'commander';
import { getPrivacyExport } from '../../../../server/src/privacy/requests/service.ts';
import { CommandError } from '../../command-error.ts';
import { onInstallation, operatorOf } from '../../installation.ts';
import { resolvePath } from '../../working-folder.ts';

interface Options {
  tenant: string;
  request: string;
  out: string;
  json?: boolean;
}

const UUID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/;

async function writeExport(options: Options): Promise<void> {
  if (!UUID.test(options.request)) throw new CommandError('--request is not the id of a request; "earshot privacy list" shows them.');
  const file = resolvePath(options.out);
  if (existsSync(file)) throw new CommandError(`${options.out} is there already; name another file.`);
  const exported = await onInstallation(async ({ context }) =>
    getPrivacyExport(context, await operatorOf(context, options.tenant), options.request),
  );
  const descriptor = openSync(file, 'wx', 0o600);
  try {
    writeSync(descriptor, exported.zip);
  } finally {
    closeSync(descriptor);
  }
  const { sha256, expiresAt } = exported;
  const plain = `Wrote ${options.out}. The copy in the installation is deleted after ${expiresAt}.\n`;
  process.stdout.write(options.json === true ? `${JSON.stringify({ file: options.out, sha256, expiresAt })}\n` : plain);
}

/** `earshot privacy export`: writes what was gathered for a person into a file. */
export function exportPrivacyCommand(): Command {
  return new Command('export')
    .description('write the zip of an access or portability request, readable by you alone')
    .requiredOption('--tenant <slug>', 'whose request')
    .requiredOption('--request <id>', 'which one')
    .requiredOption('--out <file>', 'the file, which must not be there yet')
    .option('--json', 'print {"file","sha256","expiresAt"}')
    .action(writeExport);
}
