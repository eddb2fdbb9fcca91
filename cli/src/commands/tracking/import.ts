import { appendFileSync, existsSync, statSync } from 'node:fs';
import { Argument, Command } from 'commander';
import { withInstallation } from '../../../../server/src/main.ts';
import { systemActor } from '../../../../server/src/tenants/authorize.ts';
import { MAX_BATCH } from '../../../../server/src/tracking/intake/schema.ts';
import { acceptConversions, acceptTouchpoints } from '../../../../server/src/tracking/intake/service.ts';
import { CommandError } from '../../command-error.ts';
import { type Progress, startProgress } from '../../progress.ts';
import { tenantOf } from '../../tenant.ts';
import { resolvePath } from '../../working-folder.ts';
import { type EventKind, type FileLine, readEvents } from './event-file.ts';
import { cutBack, type ImportRecord, type ImportState, openRecord } from './import-state.ts';

/** Batches that are on their way at a time, so that reading and committing overlap. */
const IN_FLIGHT = 4;

interface Options {
  tenant: string;
  json?: boolean;
}

type Accept = (items: unknown[]) => ReturnType<typeof acceptTouchpoints>;

interface Rejected {
  line: number;
  code: string;
  detail: string;
  source: unknown;
}

interface Stored {
  accepted: number;
  duplicates: number;
  rejected: Rejected[];
  lastLine: number;
  count: number;
}

async function storeBatch(lines: FileLine[], accept: Accept): Promise<Stored> {
  const readable = lines.filter(({ fault }) => fault === undefined);
  const rejected: Rejected[] = lines.flatMap(({ number, source, fault }) =>
    fault === undefined ? [] : [{ line: number, code: 'invalid', detail: fault, source }],
  );
  const result = readable.length === 0 ? undefined : await accept(readable.map(({ item }) => item));
  for (const { index, code, detail } of result?.rejected ?? []) {
    rejected.push({ line: readable[index].number, code, detail, source: readable[index].source });
  }
  rejected.sort((a, b) => a.line - b.line);
  const { accepted = 0, duplicates = 0 } = result ?? {};
  return { accepted, duplicates, rejected, lastLine: lines[lines.length - 1].number, count: lines.length };
}

/** Adds a stored batch to the state, rejects first: what the state counts is always in the rejects file. */
function record(stored: Stored, state: ImportState, rejectsFile: string): ImportState {
  const text = stored.rejected.map((reject) => `${JSON.stringify(reject)}\n`).join('');
  if (text !== '') appendFileSync(rejectsFile, text);
  return {
    line: stored.lastLine,
    accepted: state.accepted + stored.accepted,
    duplicates: state.duplicates + stored.duplicates,
    rejected: state.rejected + stored.rejected.length,
    rejectedBytes: state.rejectedBytes + Buffer.byteLength(text),
  };
}

interface Job {
  lines: AsyncIterable<FileLine>;
  accept: Accept;
  importRecord: ImportRecord;
  rejectsFile: string;
  progress: Progress;
}

async function* batchesOf(lines: AsyncIterable<FileLine>, after: number): AsyncGenerator<FileLine[]> {
  let batch: FileLine[] = [];
  for await (const line of lines) {
    if (line.number <= after) continue;
    batch.push(line);
    if (batch.length < MAX_BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** Sends batches with a few on their way at once and settles them in the order of the file. */
async function importLines({ lines, accept, importRecord, rejectsFile, progress }: Job): Promise<ImportState> {
  let { state } = importRecord;
  cutBack(rejectsFile, state.rejectedBytes);
  const onTheWay: Promise<Stored>[] = [];
  const settle = async () => {
    const stored = await onTheWay[0];
    onTheWay.shift();
    state = record(stored, state, rejectsFile);
    importRecord.save(state);
    progress.advance(stored.count);
  };
  try {
    for await (const batch of batchesOf(lines, state.line)) {
      onTheWay.push(storeBatch(batch, accept));
      if (onTheWay.length >= IN_FLIGHT) await settle();
    }
    while (onTheWay.length > 0) await settle();
  } finally {
    await Promise.allSettled(onTheWay);
  }
  importRecord.finish();
  return state;
}

async function importFile(kind: EventKind, fileName: string, options: Options): Promise<void> {
  const file = resolvePath(fileName);
  if (!existsSync(file) || !statSync(file).isFile()) throw new CommandError(`There is no file ${file}.`);
  const lines = readEvents(file, kind);
  const rejectsFile = `${file}.rejected.ndjson`;
  const state = await withInstallation(async (context, dataDir) => {
    const tenantId = await tenantOf(context, options.tenant);
    const actor = systemActor(tenantId);
    const accept: Accept = (items) => (kind === 'touchpoints' ? acceptTouchpoints : acceptConversions)(context, actor, items, 'import');
    const importRecord = openRecord(dataDir, { tenantId, kind, file });
    if (importRecord.state.line > 0) process.stderr.write(`earshot: going on after line ${importRecord.state.line}\n`);
    const progress = startProgress({ label: 'importing', unit: kind });
    try {
      return await importLines({ lines, accept, importRecord, rejectsFile, progress });
    } finally {
      progress.done();
    }
  });
  const { accepted, duplicates, rejected } = state;
  const hint = rejected === 0 ? '' : ` The rejected lines, with reasons, are in ${rejectsFile}.`;
  process.stdout.write(
    options.json === true
      ? `${JSON.stringify({ accepted, duplicates, rejected })}\n`
      : `${accepted} accepted, ${duplicates} duplicates, ${rejected} rejected.${hint}\n`,
  );
}

/** `earshot import`: events of a file through the same intake as HTTP; can be interrupted and run again at any time. */
export function importCommand(): Command {
  return new Command('import')
    .description('import touchpoints or conversions from a CSV or NDJSON file; run it again after an interruption and it goes on')
    .addArgument(new Argument('<kind>', 'what the file holds').choices(['touchpoints', 'conversions']))
    .argument('<file>', 'a .csv or .ndjson file; CSV columns are the JSON names, nested with a dot (identity.userId)')
    .requiredOption('--tenant <slug>', 'whose events they are')
    .option('--json', 'print {"accepted","duplicates","rejected"}')
    .action(importFile);
}
