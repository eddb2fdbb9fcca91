import { existsSync, readFileSync, statSync } from 'node:fs';
import { Command } from 'commander';
import type { TranscriptAnalysis } from '../../../../server/src/ai/analyses/schema.ts';
import { getAnalysis } from '../../../../server/src/ai/analyses/service.ts';
import { analyseWaiting } from '../../../../server/src/ai/analysis-work/service.ts';
import { MOST_TRANSCRIPT_BYTES } from '../../../../server/src/ai/transcripts/rules.ts';
import { type EpisodeTranscript, NewTranscript } from '../../../../server/src/ai/transcripts/schema.ts';
import { addTranscript, getTranscript, listTranscripts, removeTranscript } from '../../../../server/src/ai/transcripts/service.ts';
import { CommandError } from '../../command-error.ts';
import { onInstallation, operatorOf } from '../../installation.ts';
import { everyPage } from '../../pages.ts';
import { startProgress } from '../../progress.ts';
import { resolvePath } from '../../working-folder.ts';

const TRANSCRIPT_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

type Context = Parameters<typeof operatorOf>[0];
type Actor = Awaited<ReturnType<typeof operatorOf>>;

interface Named {
  tenant: string;
  json?: boolean;
}

function print(json: boolean | undefined, answer: unknown, text: string): void {
  process.stdout.write(json === true ? `${JSON.stringify(answer)}\n` : `${text}\n`);
}

function onTenant<Result>(slug: string, work: (context: Context, actor: Actor, stop: AbortSignal) => Promise<Result>): Promise<Result> {
  return onInstallation(async ({ context, stop }) => work(context, await operatorOf(context, slug), stop));
}

function checkedId(id: string): string {
  if (!TRANSCRIPT_ID.test(id)) throw new CommandError(`"${id}" is no id of a transcript; "earshot ai transcripts list" shows them.`);
  return id;
}

/** Milliseconds as h:mm:ss. */
function clock(milliseconds: number): string {
  const whole = Math.round(milliseconds / 1_000);
  const two = (part: number) => String(part).padStart(2, '0');
  return `${Math.floor(whole / 3_600)}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
}

/** Which copy of the episode it is of; nothing for the file that everybody gets. */
function copyText({ copy, capturedAt, copyNote }: EpisodeTranscript): string {
  if (copy === 'episode_file') return '';
  return `  ${[copy, capturedAt, copyNote && `"${copyNote}"`].filter(Boolean).join(' ')}`;
}

function summaryOf(transcript: EpisodeTranscript): string {
  const { id, episode, source, version, format, segmentCount, durationMs, analysis } = transcript;
  const size = `${segmentCount} segments  ${clock(durationMs)}`;
  return `${id}  ${episode}  ${source}${copyText(transcript)}  version ${version}  ${format}  ${size}  analysis ${analysis}`;
}

function readFile(fileName: string): string {
  const file = resolvePath(fileName);
  if (!existsSync(file)) throw new CommandError(`There is no file ${file}.`);
  const status = statSync(file);
  if (status.isDirectory()) throw new CommandError(`${file} is a folder, not a transcript.`);
  if (status.size > MOST_TRANSCRIPT_BYTES) throw new CommandError(`${file} is longer than 50 MB.`);
  return readFileSync(file, 'utf8');
}

interface AddOptions extends Named {
  feed?: boolean;
  url?: string;
  language?: string;
  copy?: string;
  capturedAt?: string;
  copyNote?: string;
}

/** @throws CommandError that says which option is wrong. */
function newTranscriptOf(episode: string, file: string | undefined, { feed, url, language, ...rest }: AddOptions): NewTranscript {
  if ([file !== undefined, feed === true, url !== undefined].filter((one) => one).length !== 1)
    throw new CommandError('Say where the transcript is: a FILE, or --feed, or --url ADDRESS, one of them.');
  const given = file !== undefined ? { source: 'upload', text: readFile(file) } : feed ? { source: 'feed' } : { source: 'address', url };
  const { copy, capturedAt, copyNote } = rest;
  const parsed = NewTranscript.safeParse({ episode, ...given, language, copy, capturedAt, copyNote });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new CommandError(`${issue.path.join('.')}: ${issue.message}.`);
}

/** Analyses what waits in this process, until nothing does, another process is at it, or the person stops it. */
async function analyseHere(context: Context, { tenantId }: Actor, signal: AbortSignal): Promise<void> {
  const progress = startProgress({ label: 'analysing', unit: 'transcripts' });
  try {
    while (!signal.aborted && (await analyseWaiting(context, 'system', tenantId, { signal }))) progress.advance(1);
  } finally {
    progress.done();
  }
}

async function add(episode: string, file: string | undefined, options: AddOptions): Promise<void> {
  const asked = newTranscriptOf(episode, file, options);
  const transcript = await onTenant(options.tenant, async (context, actor, stop) => {
    const { id } = await addTranscript(context, actor, asked);
    await analyseHere(context, actor, stop);
    return getTranscript(context, actor, id);
  });
  for (const warning of transcript.warnings) process.stderr.write(`earshot: ${warning}\n`);
  print(options.json, transcript, summaryOf(transcript));
}

async function list({ tenant, episode, json }: Named & { episode?: string }): Promise<void> {
  const found = await onTenant(tenant, (context, actor) => everyPage((page) => listTranscripts(context, actor, { episode }, page)));
  print(json, found, found.length === 0 ? 'There are no transcripts.' : found.map(summaryOf).join('\n'));
}

const words = (name: string) => name.replaceAll('_', ' ');

/** What models were asked about the ads. */
function refinementLine({
  state,
  windows,
  answered,
  model,
  detail,
}: NonNullable<NonNullable<TranscriptAnalysis['adReads']>['refinement']>) {
  const why = detail === null ? '' : ` ${detail}`;
  if (state === 'offline')
    return `Models: asked about ${windows} stretches of ten minutes, none answered; the ads are the classifier's.${why}`;
  return `Models: ${model} answered for ${answered} of ${windows} stretches of ten minutes.${why}`;
}

/** Topics by the IAB Content Taxonomy, those of the second tier after their own. */
function topicLines(topics: NonNullable<TranscriptAnalysis['topics']>['topics']): string[] {
  if (topics.length === 0) return ['Topics (weak): the words tell none.'];
  const line = ({ id, name, parentId, share, certainty }: (typeof topics)[number]) =>
    `  ${parentId === null ? '' : '  '}${name} (IAB ${id})  ${Math.round(100 * share)} % of the programme, ${certainty}`;
  return ['Topics (weak):', ...topics.map(line)];
}

/** Who and what is named, a line for each kind. */
function entityLines({ hasCapitals, entities }: NonNullable<TranscriptAnalysis['entities']>): string[] {
  const kinds = [...new Set(entities.map(({ kind }) => kind))];
  const isChecked = (kind: string) => kind === 'brand' || kind === 'promo_code';
  const lines = kinds.map((kind) => {
    const own = entities.filter((one) => one.kind === kind);
    const names = own.map((one) => `${one.name} ${one.count}${isChecked(kind) && !one.isListed ? ' (unverified)' : ''}`);
    return `  ${words(kind)}: ${names.join(', ')}`;
  });
  const none = hasCapitals ? 'nobody.' : 'the text has no capital letters to tell names by.';
  return [`Named (weak)${lines.length === 0 ? `: ${none}` : ':'}`, ...lines];
}

/** What was found, in lines; a kind that was not analysed has none. */
function foundText(analysis: TranscriptAnalysis): string[] {
  const { state, failure, adReads, keywords, topics, entities, summary, sentiment, brandSafety, chapters } = analysis;
  const ads = adReads?.ads ?? [];
  const adLines = ads.map(({ startMs, endMs, sponsor, isListed, promoCode, position, readType, confidence }) => {
    const whom = sponsor === null ? '(unknown)' : isListed ? sponsor : `${sponsor} (unverified)`;
    const code = promoCode === null ? '' : `  code ${promoCode}`;
    const when = `${clock(startMs)} to ${clock(endMs)}`;
    return `  ${when}  ${words(position)}  ${words(readType)}  ${whom}${code}  confidence ${confidence.toFixed(2)}`;
  });
  return [
    ...(failure === null ? [] : [`The analysis failed: ${failure}`]),
    ...(state === 'waiting' ? ['The analysis waits.'] : []),
    ...(adReads?.refinement ? [refinementLine(adReads.refinement)] : []),
    ...(adReads === null ? [] : [ads.length === 0 ? 'Ads: none was found.' : `Ads: ${ads.length}`, ...adLines]),
    ...(keywords === null ? [] : [`Keywords (weak): ${keywords.keywords.map(({ phrase, count }) => `${phrase} ${count}`).join(', ')}`]),
    ...(topics === null ? [] : topicLines(topics.topics)),
    ...(entities === null ? [] : entityLines(entities)),
    ...(summary === null
      ? []
      : ['Summary (weak), word for word:', ...summary.sentences.map((one) => `  ${clock(one.startMs)}  ${one.text}`)]),
    ...(sentiment === null
      ? []
      : [`Sentiment of segments (weak): ${sentiment.negative} negative, ${sentiment.neutral} neutral, ${sentiment.positive} positive`]),
    ...(brandSafety === null
      ? []
      : [
          brandSafety.counts.length === 0
            ? 'Brand safety (weak): no word of the lists was said.'
            : `Brand safety (weak): ${brandSafety.counts.map(({ category, sentences }) => `${words(category)} ${sentences}`).join(', ')}`,
        ]),
    ...(chapters === null ? [] : ['Chapters (weak):', ...chapters.chapters.map((one) => `  ${clock(one.startMs)}  ${one.title}`)]),
  ];
}

async function show(id: string, { tenant, json }: Named): Promise<void> {
  const found = await onTenant(tenant, async (context, actor) => ({
    transcript: await getTranscript(context, actor, checkedId(id)),
    analysis: await getAnalysis(context, actor, checkedId(id)),
  }));
  print(json, found, [summaryOf(found.transcript), ...foundText(found.analysis)].join('\n'));
}

async function remove(id: string, { tenant, json }: Named): Promise<void> {
  await onTenant(tenant, (context, actor) => removeTranscript(context, actor, checkedId(id)));
  print(json, { removed: id }, `The transcript ${id} is removed.`);
}

const ofTenant = (command: Command) => command.requiredOption('--tenant <slug>', 'whose');

/** The options that say which copy of an episode is meant. */
const ofCopy = (command: Command) =>
  command
    .option('--copy <copy>', 'which copy of the episode it is of: episode_file, creative or capture', 'episode_file')
    .option('--captured-at <instant>', 'of a capture: when it was taken, such as 2026-11-01T09:00:00Z')
    .option('--copy-note <words>', 'of a creative or a capture: which one');

/** `earshot ai transcripts add`: keeps an episode's transcript and analyses it. */
export function addTranscriptCommand(): Command {
  return ofCopy(ofTenant(new Command('add')))
    .description("keep an episode's transcript and analyse it; the same episode, source and copy again is the next version")
    .argument('<episode>', 'key of an episode in the catalogue')
    .argument('[file]', 'WebVTT, SubRip, JSON, HTML or plain text')
    .option('--feed', "ask for what the episode's feed names as podcast:transcript")
    .option('--url <address>', 'ask for a file on the web')
    .option('--language <language>', "of what is said, such as en; with --feed, which of the feed's is wanted")
    .option('--json', 'print the transcript as the API has it')
    .action(add);
}

/** `earshot ai transcripts list`: a tenant's transcripts. */
export function listTranscriptsCommand(): Command {
  return ofTenant(new Command('list'))
    .description('list the transcripts of a tenant, the newest first')
    .option('--episode <key>', 'only those of this episode')
    .option('--json', 'print them as the API has them')
    .action(list);
}

/** `earshot ai transcripts show`: what was found in a transcript. */
export function showTranscriptCommand(): Command {
  return ofTenant(new Command('show'))
    .description('show what was found in a transcript')
    .argument('<id>', 'of the transcript')
    .option('--json', 'print {"transcript","analysis"} as the API has them')
    .action(show);
}

/** `earshot ai transcripts remove`: forgets a transcript. */
export function removeTranscriptCommand(): Command {
  return ofTenant(new Command('remove'))
    .description('forget a transcript and what was found in it')
    .argument('<id>', 'of the transcript')
    .option('--json', 'print {"removed"}')
    .action(remove);
}
