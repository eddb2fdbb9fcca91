import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import { Command } from 'commander';
import { analyseWaiting } from '../../../../server/src/ai/analysis-work/service.ts';
import { transcribeWaiting } from '../../../../server/src/ai/transcription-work/service.ts';
import { MOST_AUDIO_BYTES, NewTranscription, PART_BYTES, type Transcription } from '../../../../server/src/ai/transcriptions/schema.ts';
import { createTranscription, getTranscription, putAudioPart } from '../../../../server/src/ai/transcriptions/service.ts';
import { CommandError } from '../../command-error.ts';
import { onInstallation, operatorOf } from '../../installation.ts';
import { startProgress } from '../../progress.ts';
import { resolvePath } from '../../working-folder.ts';

type Context = Parameters<typeof operatorOf>[0];
type Actor = Awaited<ReturnType<typeof operatorOf>>;

interface Options {
  tenant: string;
  enclosure?: boolean;
  address?: string;
  language?: string;
  provider?: string;
  model?: string;
  copy?: string;
  capturedAt?: string;
  copyNote?: string;
  json?: boolean;
}

function sizeOf(fileName: string): number {
  const file = resolvePath(fileName);
  if (!existsSync(file)) throw new CommandError(`There is no file ${file}.`);
  const status = statSync(file);
  if (!status.isFile()) throw new CommandError(`${file} is no file.`);
  if (status.size > MOST_AUDIO_BYTES) throw new CommandError(`${file} is longer than 500 MB.`);
  return status.size;
}

/** @throws CommandError that says which option is wrong. */
function askedOf(episode: string, file: string | undefined, options: Options): NewTranscription {
  const { tenant: _tenant, json: _json, enclosure, address, ...rest } = options;
  if ([file !== undefined, enclosure === true, address !== undefined].filter((one) => one).length !== 1)
    throw new CommandError('Say where the audio is: a FILE, or --enclosure, or --address ADDRESS, one of them.');
  const from = enclosure === true ? { source: 'enclosure' } : { source: 'address', url: address };
  const given = file === undefined ? from : { source: 'upload', bytes: sizeOf(file) };
  const parsed = NewTranscription.safeParse({ episode, ...given, ...rest });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new CommandError(`${issue.path.join('.')}: ${issue.message}.`);
}

/** Sends a file part by part, with one part of it in memory. */
async function sendParts(context: Context, actor: Actor, id: string, fileName: string): Promise<void> {
  const file = openSync(resolvePath(fileName), 'r');
  const bytes = Buffer.alloc(PART_BYTES);
  try {
    for (let part = 0; ; part += 1) {
      const length = readSync(file, bytes, 0, PART_BYTES, part * PART_BYTES);
      if (length === 0) return;
      await putAudioPart(context, actor, { id, part }, { base64: bytes.subarray(0, length).toString('base64') });
    }
  } finally {
    closeSync(file);
  }
}

/** Has audio heard in this process, step by step, until this one is over or the person stops it. */
async function hearHere(context: Context, actor: Actor, id: string, stop: AbortSignal): Promise<Transcription> {
  const progress = startProgress({ label: 'transcribing', unit: 'steps' });
  try {
    for (;;) {
      const now = await getTranscription(context, actor, id);
      if (now.state === 'done' || now.state === 'failed' || stop.aborted) return now;
      const isMine = await transcribeWaiting(context, 'system', actor.tenantId, stop);
      // Another process may be at it: this one waits for it.
      if (isMine) progress.advance(1);
      else await new Promise((resolve) => setTimeout(resolve, 500));
    }
  } finally {
    progress.done();
  }
}

function textOf({ id, state, failure, transcriptId, provider, model, costMicros }: Transcription): string {
  const cost = `${(costMicros / 1_000_000).toFixed(4)} USD`;
  if (state === 'failed') return `${id}  failed  ${failure}`;
  return `${id}  ${state}  transcript ${transcriptId ?? '-'}  heard by ${model ?? '-'} at ${provider ?? '-'}  ${cost}`;
}

async function transcribe(episode: string, file: string | undefined, options: Options): Promise<void> {
  const asked = askedOf(episode, file, options);
  const end = await onInstallation(async ({ context, stop }) => {
    const actor = await operatorOf(context, options.tenant);
    const { id } = await createTranscription(context, actor, asked);
    if (file !== undefined) await sendParts(context, actor, id, file);
    const heard = await hearHere(context, actor, id, stop);
    if (heard.state === 'done') while (!stop.aborted && (await analyseWaiting(context, 'system', actor.tenantId, { signal: stop })));
    return heard;
  });
  if (end.state === 'failed') throw new CommandError(end.failure ?? 'It failed.');
  process.stdout.write(options.json === true ? `${JSON.stringify(end)}\n` : `${textOf(end)}\n`);
}

/** `earshot ai transcripts transcribe`: has audio become a transcript. */
export function transcribeCommand(): Command {
  return new Command('transcribe')
    .description('have audio become the transcript of an episode, heard by an AI provider, and analyse it')
    .argument('<episode>', 'key of an episode in the catalogue')
    .argument('[file]', 'MP3 of up to 500 MB; M4A, WAV, Ogg, FLAC or WebM of up to 24 MB')
    .requiredOption('--tenant <slug>', 'whose')
    .option('--enclosure', "the episode's file, as its feed names it")
    .option('--address <address>', 'a file on the web')
    .option('--language <language>', 'of what is said, such as en')
    .option('--provider <key>', 'only this provider is asked')
    .option('--model <name>', 'one of the models that hear')
    .option('--copy <copy>', 'which copy of the episode it is: episode_file, creative or capture')
    .option('--captured-at <instant>', 'of a capture: when it was taken, such as 2026-11-01T09:00:00Z')
    .option('--copy-note <words>', 'of a creative or a capture: which one')
    .option('--json', 'print the transcription as the API has it')
    .action(transcribe);
}
