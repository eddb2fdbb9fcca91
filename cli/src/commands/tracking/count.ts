import { createReadStream, existsSync, statSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { Command, Option } from 'commander';
import { countAddress, filterReason, type FilterReason } from '../../../../server/src/tracking/downloads/rules.ts';
import {
  EpisodeRequest,
  type Evidence,
  EVIDENCE_KINDS,
  WINDOW_KINDS,
  type WindowKind,
} from '../../../../server/src/tracking/downloads/schema.ts';
import { householdAddress } from '../../../../server/src/tracking/intake/rules.ts';
import { builtInLists } from '../../../../server/src/tracking/lists/rules.ts';
import { CommandError } from '../../command-error.ts';
import { startProgress } from '../../progress.ts';
import { resolvePath } from '../../working-folder.ts';
import { Spool } from './request-spool.ts';
import { countText } from '../../count-text.ts';

interface Options {
  window: WindowKind;
  evidence: Evidence;
  json?: boolean;
}

/** What was counted. requests = downloads + repeats + all filtered. */
interface Count {
  requests: number;
  downloads: number;
  repeats: number;
  filtered: Partial<Record<FilterReason, number>>;
}

const MAX_TOLD_LINES = 20;

/** The request of a line, or why there is none. */
function requestOf(text: string): EpisodeRequest | string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return 'is not JSON';
  }
  const parsed = EpisodeRequest.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  return `${issue.path.join('.') || 'the line'}: ${issue.message}`;
}

/** Tells the first bad lines by their numbers, and how many there were at the end. */
function faultReport(): { tell(number: number, fault: string): void; count(): number; finish(): void } {
  let count = 0;
  return {
    tell(number, fault) {
      count += 1;
      if (count <= MAX_TOLD_LINES) process.stderr.write(`earshot: line ${number}: ${fault}\n`);
    },
    count: () => count,
    finish() {
      if (count > MAX_TOLD_LINES) process.stderr.write(`earshot: ${count - MAX_TOLD_LINES} more lines could not be read\n`);
    },
  };
}

function tally(count: Count, fate: 'download' | 'repeat' | FilterReason): void {
  if (fate === 'download') count.downloads += 1;
  else if (fate === 'repeat') count.repeats += 1;
  else count.filtered[fate] = (count.filtered[fate] ?? 0) + 1;
}

interface Job {
  file: string;
  options: Options;
  spool: Spool<EpisodeRequest>;
  onRead(bytes: number): void;
}

/** First every line alone, then address by address, since what becomes of a request depends on the others of its address. */
async function countFile({ file, options, spool, onRead }: Job): Promise<Count> {
  const lists = builtInLists();
  const count: Count = { requests: 0, downloads: 0, repeats: 0, filtered: {} };
  const faults = faultReport();
  const input = createReadStream(file, { highWaterMark: 1 << 18 }).on('data', (chunk) => onRead(chunk.length));
  let number = 0;
  for await (const text of createInterface({ input, crlfDelay: Infinity })) {
    number += 1;
    if (text.trim() === '') continue;
    count.requests += 1;
    const request = requestOf(number === 1 ? text.replace(/^\uFEFF/, '') : text);
    if (typeof request === 'string') {
      faults.tell(number, request);
      tally(count, 'malformed');
      continue;
    }
    const atMs = Date.parse(request.at);
    const reason = filterReason(request, lists.agent(request.userAgent, atMs), lists.network(request.ip, atMs), options.evidence);
    if (reason === undefined) spool.add(householdAddress(request.ip), request);
    else tally(count, reason);
  }
  faults.finish();
  if (count.requests > 0 && faults.count() === count.requests)
    throw new CommandError(
      `No line of ${file} could be read. This command takes NDJSON; "earshot import logs" takes the logs of servers and exports of hosts.`,
    );
  for (const requests of spool.groups()) {
    const network = lists.network(requests[0].ip, Date.parse(requests[0].at));
    for (const fate of countAddress(requests, network, options)) tally(count, fate);
  }
  return count;
}

function textOf({ requests, downloads, repeats, filtered }: Count): string {
  const lines = Object.entries(filtered).map(([reason, times]) => `  ${reason}: ${times}\n`);
  const end = lines.length === 0 ? '.' : ', and filtered';
  return `${countText(requests, 'request')}: ${countText(downloads, 'download')}, ${countText(repeats, 'repeat')}${end}\n${lines.join('')}`;
}

async function printCount(fileName: string, options: Options): Promise<void> {
  const file = resolvePath(fileName);
  if (!existsSync(file)) throw new CommandError(`There is no file ${file}.`);
  const status = statSync(file);
  if (status.isDirectory()) throw new CommandError(`${file} is a folder, not a log.`);
  const progress = startProgress({ label: 'counting', unit: 'bytes', total: status.isFile() ? status.size : undefined });
  const spool = new Spool<EpisodeRequest>();
  const counted = await countFile({ file, options, spool, onRead: (bytes) => progress.advance(bytes) }).finally(() => {
    progress.done();
    spool.close();
  });
  const { requests, downloads, filtered } = counted;
  process.stdout.write(options.json === true ? `${JSON.stringify({ requests, downloads, filtered })}\n` : textOf(counted));
}

/** `earshot tracking count`: the downloads of a log by the rules of IAB v2.3, without a server or a database. */
export function countCommand(): Command {
  return new Command('count')
    .description('count the downloads in a log of requests by the rules of IAB v2.3; needs no server and no database')
    .argument(
      '<file>',
      'NDJSON with "at", "ip", "userAgent", "method", "status", "range", "bytesSent", "url", "durationSeconds", "fileBytes", "headerBytes"',
    )
    .addOption(
      new Option('--window <kind>', 'what makes requests of one listener one download').choices(WINDOW_KINDS).makeOptionMandatory(),
    )
    .addOption(
      new Option('--evidence <kind>', 'who wrote the log; a prefix saw no bytes').choices(EVIDENCE_KINDS).default('host_log_bytes'),
    )
    .option('--json', 'print {"requests","downloads","filtered"}; requests = downloads + repeats + all filtered')
    .action(printCount);
}
