import { Command, Option } from 'commander';
import { LOG_FORMATS, type LogFormat } from '../../../../server/src/tracking/logs/rules.ts';
import { openLog } from '../../../../server/src/tracking/logs/service.ts';
import { acceptEpisodeRequests } from '../../../../server/src/tracking/requests/service.ts';
import { importFile } from './import.ts';
import { readRequests } from './request-file.ts';

interface Options {
  tenant: string;
  format: LogFormat;
  show?: string;
  site?: string;
  json?: boolean;
}

async function importRequests(fileName: string, options: Options): Promise<void> {
  const { format, show, site } = options;
  await importFile({
    kind: 'requests',
    fileName,
    options,
    open: async (context, actor, file) => {
      const log = await openLog(context, actor, { format, show, site });
      return { lines: readRequests(file, log), accept: (items) => acceptEpisodeRequests(context, actor, items, log.origin()) };
    },
  });
}

/** `earshot import requests` and `earshot import logs`: requests for episodes from a host's log or an export. */
export function importRequestsCommand(name: 'requests' | 'logs'): Command {
  return new Command(name)
    .description("import requests for episodes from a host's log or an export, to be counted; run it again after an interruption")
    .argument('<file>', 'a log, CSV, TSV or NDJSON file; .gz is unpacked')
    .requiredOption('--tenant <slug>', 'whose requests they are')
    .addOption(new Option('--format <format>', 'how it is written').choices(LOG_FORMATS).default('auto'))
    .option('--show <key>', 'the show the requests are for, whatever the lines say')
    .option('--site <address>', 'what stands before addresses that are a path alone, such as https://cdn.example')
    .option('--json', 'print {"accepted","duplicates","rejected"}')
    .action(importRequests);
}
