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
  history?: boolean;
  json?: boolean;
}

const lines = (count: number, none: string) => `${count} ${count === 1 ? 'line' : 'lines'} ${none}`;

/** What keeps stored lines from counting as they might, and what to do about it. */
function warningsOf(
  { withoutEpisode = 0, withoutUserAgent = 0, refiled = 0 }: Readonly<Record<string, number>>,
  lacksSite: boolean,
): string[] {
  const remedy = lacksSite
    ? 'Its addresses are paths alone: import it again with --site https://HOST, the host of the files in the feed.'
    : 'Episodes are found once the catalogue knows their files (earshot shows add); --show KEY files lines under a show at least.';
  return [
    ...(refiled === 0 ? [] : [`${lines(refiled, 'stored before')} ${refiled === 1 ? 'is' : 'are'} filed anew, as this import reads them.`]),
    ...(withoutEpisode === 0 ? [] : [`${lines(withoutEpisode, `match${withoutEpisode === 1 ? 'es' : ''} no episode.`)} ${remedy}`]),
    ...(withoutUserAgent === 0
      ? []
      : [
          `${lines(withoutUserAgent, withoutUserAgent === 1 ? 'has no user agent' : 'have no user agent')} and cannot count ` +
            '(IAB v2.3, §5.5.2). The common log format leaves user agents out: have the server write the combined format.',
        ]),
  ];
}

async function importRequests(fileName: string, options: Options): Promise<void> {
  const { format, show, site } = options;
  await importFile({
    kind: 'requests',
    fileName,
    options,
    reading: { format, show, site },
    open: async (context, actor, file) => {
      const log = await openLog(context, actor, { format, show, site });
      const accept = async (items: unknown[]) => {
        const { refiled, withoutEpisode, withoutUserAgent, ...result } = await acceptEpisodeRequests(context, actor, items, {
          ...log.origin(),
          isHistory: options.history,
        });
        return { ...result, notes: { refiled, withoutEpisode, withoutUserAgent } };
      };
      return { lines: readRequests(file, log), accept, warn: (notes) => warningsOf(notes, log.lacksSite()) };
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
    .option('--history', 'take requests of any age, where otherwise 400 days are the most')
    .option('--json', 'print {"accepted","duplicates","rejected","refiled","withoutEpisode","withoutUserAgent"}')
    .action(importRequests);
}
