import { existsSync, readFileSync, statSync } from 'node:fs';
import { Command } from 'commander';
import { findAdReads } from '../../../../server/src/ai/adreads/rules.ts';
import { MOST_TRANSCRIPT_BYTES, parseTranscript } from '../../../../server/src/ai/transcripts/rules.ts';
import { CommandError } from '../../command-error.ts';
import { tableText } from '../../table-text.ts';
import { resolvePath } from '../../working-folder.ts';

interface Options {
  sponsor: string[];
  json?: boolean;
}

/** Ads are told by what surrounds them, of which a short piece has little. */
const SHORT_SECONDS = 300;

const hundredths = (value: number) => Math.round(100 * value) / 100;

/** Seconds as h:mm:ss. */
function clock(seconds: number): string {
  const whole = Math.round(seconds);
  const two = (part: number) => String(part).padStart(2, '0');
  return `${Math.floor(whole / 3_600)}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
}

function readTranscript(fileName: string) {
  const file = resolvePath(fileName);
  if (!existsSync(file)) throw new CommandError(`There is no file ${file}.`);
  const status = statSync(file);
  if (status.isDirectory()) throw new CommandError(`${file} is a folder, not a transcript.`);
  if (status.size > MOST_TRANSCRIPT_BYTES) throw new CommandError(`${file} is longer than 50 MB.`);
  return parseTranscript(readFileSync(file, 'utf8'));
}

function printAdReads(fileName: string, { sponsor, json }: Options): void {
  const { segments, timing, warnings } = readTranscript(fileName);
  for (const warning of warnings) process.stderr.write(`earshot: ${warning}\n`);
  if (timing === 'estimated') process.stderr.write('earshot: the transcript does not state its times; they are estimated from its words\n');
  if ((segments.at(-1)?.end ?? 0) < SHORT_SECONDS)
    process.stderr.write('earshot: this is short for an episode; in a piece of one, ads and programme are hard to tell apart\n');
  const ads = findAdReads(segments, { sponsors: sponsor }).map(({ start, end, sponsor: name, confidence }) => ({
    start: hundredths(start),
    end: hundredths(end),
    sponsor: name ?? null,
    confidence: hundredths(confidence),
  }));
  if (json === true) process.stdout.write(`${JSON.stringify({ ads })}\n`);
  else if (ads.length === 0) process.stdout.write('No ad was found.\n');
  else {
    const rows = ads.map(({ start, end, sponsor: name, confidence }) => [
      name ?? '(unknown)',
      clock(start),
      clock(end),
      confidence.toFixed(2),
    ]);
    process.stdout.write(`${tableText([['sponsor', 'start', 'end', 'confidence'], ...rows])}\n`);
  }
}

/** `earshot ai adreads`: the ads of a transcript, without a server, a database or a key. */
export function adReadsCommand(): Command {
  return new Command('adreads')
    .description('find the ads in a transcript; needs no server, no database and no key')
    .argument('<file>', 'WebVTT, SubRip, JSON ([{"start","end","text"}] or as Podcasting 2.0 has it), HTML or plain text')
    .option('--sponsor <name>', 'a name to look for before any other; may be repeated', (name: string, all: string[]) => [...all, name], [])
    .option('--json', 'print {"ads":[{"start","end","sponsor","confidence"}]} with seconds, and null where the sponsor is not known')
    .action(printAdReads);
}
