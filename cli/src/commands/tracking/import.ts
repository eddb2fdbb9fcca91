import { appendFileSync, existsSync, statSync } from 'node:fs';
import { Argument, Command } from 'commander';
import { MAX_BATCH } from '../../../../server/src/tracking/intake/schema.ts';
import { acceptConversions, acceptTouchpoints } from '../../../../server/src/tracking/intake/service.ts';
import { CommandError } from '../../command-error.ts';
import { onInstallation, operatorOf } from '../../installation.ts';
import { type Progress, startProgress } from '../../progress.ts';
import { resolvePath } from '../../working-folder.ts';
import type { EventKind } from '../../../../server/src/tracking/imports/schema.ts';
import { type FileLine, readEvents } from './event-file.ts';
import { cutBack, type ImportRecord, type ImportState, openRecord } from './import-state.ts';

/** Batches that are on their way at a time, so that reading and committing overlap. */
const IN_FLIGHT = 4;

interface Options {
  tenant: string;
  history?: boolean;
  json?: boolean;
}

/** Stores a batch; counts beside the outcomes are notes that are added up. */
type Accept = (items: unknown[]) => Promise<Awaited<ReturnType<typeof acceptTouchpoints>> & { notes?: Record<string, number> }>;

interface Rejected {
  line: number;
  code: string;
  detail: string;
  /** Every fault of the line, where there are several. */
  errors?: readonly { pointer: string; detail: string }[];
  source: unknown;
}

interface Stored {
  accepted: number;
  duplicates: number;
  rejected: Rejected[];
  notes: Record<string, number>;
  lastLine: number;
  count: number;
}

async function storeBatch(lines: FileLine[], accept: Accept): Promise<Stored> {
  const readable = lines.filter(({ fault }) => fault === undefined);
  const rejected: Rejected[] = lines.flatMap(({ number, source, fault }) =>
    fault === undefined ? [] : [{ line: number, code: 'invalid', detail: fault, source }],
  );
  const result = readable.length === 0 ? undefined : await accept(readable.map(({ item }) => item));
  for (const { index, code, detail, errors } of result?.rejected ?? []) {
    const { number: line, source } = readable[index];
    rejected.push({ line, code, detail, ...(errors === undefined || errors.length < 2 ? {} : { errors }), source });
  }
  rejected.sort((a, b) => a.line - b.line);
  const { accepted = 0, duplicates = 0, notes = {} } = result ?? {};
  return { accepted, duplicates, rejected, notes, lastLine: lines[lines.length - 1].number, count: lines.length };
}

function added(all: Readonly<Record<string, number>>, more: Readonly<Record<string, number>>): Record<string, number> {
  const names = [...new Set([...Object.keys(all), ...Object.keys(more)])];
  return Object.fromEntries(names.map((name) => [name, (all[name] ?? 0) + (more[name] ?? 0)]));
}

/**
 * Adds a stored batch to the state, rejects first: what the state counts is always in the rejects file. Events hold personal data: the
 * file is its owner's alone.
 */
function record(stored: Stored, state: ImportState, rejectsFile: string): ImportState {
  const text = stored.rejected.map((reject) => `${JSON.stringify(reject)}\n`).join('');
  if (text !== '') appendFileSync(rejectsFile, text, { mode: 0o600 });
  return {
    line: stored.lastLine,
    accepted: state.accepted + stored.accepted,
    duplicates: state.duplicates + stored.duplicates,
    rejected: state.rejected + stored.rejected.length,
    notes: added(state.notes, stored.notes),
    rejectedBytes: state.rejectedBytes + Buffer.byteLength(text),
  };
}

interface Job {
  lines: AsyncIterable<FileLine>;
  accept: Accept;
  importRecord: ImportRecord;
  rejectsFile: string;
  progress: Progress;
  stop: AbortSignal;
}

/** The lines after a given one in batches; ends early, without the batch it was filling, when `stop` aborts. */
async function* batchesOf({ lines, stop }: Job, after: number): AsyncGenerator<FileLine[]> {
  let batch: FileLine[] = [];
  for await (const line of lines) {
    if (stop.aborted) return;
    if (line.number <= after) continue;
    batch.push(line);
    if (batch.length < MAX_BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** Sends batches with a few on their way at once and settles them in the order of the file. @throws CommandError when it was stopped. */
async function importLines(job: Job): Promise<ImportState> {
  const { accept, importRecord, rejectsFile, progress, stop } = job;
  let { state } = importRecord;
  cutBack(rejectsFile, state.rejectedBytes);
  const onTheWay: Promise<Stored>[] = [];
  const send = (batch: FileLine[]) => {
    const stored = storeBatch(batch, accept);
    // Its failure is told when its turn comes.
    stored.catch(() => undefined);
    onTheWay.push(stored);
  };
  const settle = async () => {
    const next = onTheWay.shift();
    if (!next) return;
    const stored = await next;
    state = record(stored, state, rejectsFile);
    importRecord.save(state);
    progress.advance(stored.count);
  };
  try {
    for await (const batch of batchesOf(job, state.line)) {
      send(batch);
      if (onTheWay.length >= IN_FLIGHT) await settle();
    }
    while (onTheWay.length > 0) await settle();
  } finally {
    await Promise.allSettled(onTheWay);
  }
  if (stop.aborted) throw new CommandError(`Stopped after line ${state.line}. The same command goes on from there.`);
  importRecord.finish();
  return state;
}

/** What an import reads and where it goes, once the installation is open. */
interface Opened {
  lines: AsyncIterable<FileLine>;
  accept: Accept;
  /** What there is to warn of at the end, by the notes. */
  warn?(notes: Readonly<Record<string, number>>): string[];
}

/** A file to be imported. */
export interface FileImport {
  /** What its lines are, such as touchpoints. */
  kind: string;
  fileName: string;
  options: Pick<Options, 'tenant' | 'json'>;
  /** How it is read: read otherwise it is imported from its beginning. */
  reading?: object;
  open(context: Parameters<typeof acceptTouchpoints>[0], actor: Parameters<typeof acceptTouchpoints>[1], file: string): Promise<Opened>;
}

/** Imports a file line by line, resumably, and says what became of it. @throws CommandError for a file that is none. */
export async function importFile({ kind, fileName, options, reading, open }: FileImport): Promise<void> {
  const file = resolvePath(fileName);
  if (!existsSync(file)) throw new CommandError(`There is no file ${file}.`);
  if (!statSync(file).isFile()) throw new CommandError(`${file} is not a file of ${kind}.`);
  const rejectsFile = `${file}.rejected.ndjson`;
  const { state, warnings } = await onInstallation(async ({ context, dataDir, stop }) => {
    const actor = await operatorOf(context, options.tenant);
    const { lines, accept, warn } = await open(context, actor, file);
    const importRecord = openRecord(dataDir, { tenantId: actor.tenantId, kind, file, reading });
    if (importRecord.state.line > 0) process.stderr.write(`earshot: going on after line ${importRecord.state.line}\n`);
    const progress = startProgress({ label: 'importing', unit: kind });
    try {
      const imported = await importLines({ lines, accept, importRecord, rejectsFile, progress, stop });
      return { state: imported, warnings: warn?.(imported.notes) ?? [] };
    } finally {
      progress.done();
    }
  });
  const { accepted, duplicates, rejected, notes } = state;
  for (const warning of warnings) process.stderr.write(`earshot: ${warning}\n`);
  const hint = rejected === 0 ? '' : ` The rejected lines, with reasons, are in ${rejectsFile}.`;
  process.stdout.write(
    options.json === true
      ? `${JSON.stringify({ accepted, duplicates, rejected, ...notes })}\n`
      : `${accepted} accepted, ${duplicates} duplicates, ${rejected} rejected.${hint}\n`,
  );
}

async function importEvents(kind: EventKind, fileName: string, options: Options): Promise<void> {
  const file = resolvePath(fileName);
  const lines = readEvents(file, kind);
  const source = options.history === true ? 'history' : 'import';
  const open: FileImport['open'] = async (context, actor) => ({
    lines,
    accept: (items) => (kind === 'touchpoints' ? acceptTouchpoints : acceptConversions)(context, actor, items, source),
  });
  await importFile({ kind, fileName, options, open });
}

/** `earshot import`: events of a file through the same intake as HTTP; can be interrupted and run again at any time. */
export function importCommand(): Command {
  return new Command('import')
    .description(
      'import touchpoints or conversions, or what a command below names, from a file; run again after an interruption it goes on',
    )
    .addArgument(new Argument('<kind>', 'what the file holds').choices(['touchpoints', 'conversions']))
    .argument('<file>', 'a .csv or .ndjson file; CSV columns are the JSON names, nested with a dot (identity.userId)')
    .requiredOption('--tenant <slug>', 'whose events they are')
    .option('--history', 'take events of any age, where otherwise 400 days are the most')
    .option('--json', 'print {"accepted","duplicates","rejected"}')
    .action(importEvents);
}
