import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { createExportCheck, type Finding } from '../../../../server/src/attribution/run-checks/rules.ts';
import { Run, RunCredit } from '../../../../server/src/attribution/runs/schema.ts';
import { CommandError } from '../../command-error.ts';
import { startProgress } from '../../progress.ts';

/** What reading an export found. */
export interface CheckedExport {
  run: string;
  conversions: number;
  credits: number;
  findings: Finding[];
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function* linesOf(file: string): AsyncGenerator<string> {
  const stream = createReadStream(file);
  try {
    yield* createInterface({ input: stream, crlfDelay: Infinity });
  } catch (cause) {
    throw new CommandError(`The export ${file} cannot be read; name a file that is there.`, { cause });
  } finally {
    stream.destroy();
  }
}

function openCheck(file: string, line: string) {
  const read = parseJson(line);
  const head = Run.safeParse(typeof read === 'object' && read !== null && 'run' in read ? read.run : undefined);
  if (!head.success)
    throw new CommandError(`The first line of ${file} is no run. Export it as NDJSON: "earshot runs export ID FILE.ndjson --tenant SLUG".`);
  const { id, model, outcome } = head.data;
  if (outcome === null) throw new CommandError(`The run in ${file} was not computed when it was exported.`);
  return { id, check: createExportCheck({ model, outcome }) };
}

/**
 * Reads the export of a run line by line and computes everything in it again; needs no database and no server.
 * @throws CommandError for a file that is no export of a run.
 */
export async function checkExport(file: string): Promise<CheckedExport> {
  const progress = startProgress({ label: 'computing', unit: 'credits' });
  let opened: ReturnType<typeof openCheck> | undefined;
  let place = 0;
  try {
    for await (const line of linesOf(file)) {
      place += 1;
      if (opened === undefined) {
        opened = openCheck(file, line);
        continue;
      }
      const row = RunCredit.safeParse(parseJson(line));
      if (!row.success) throw new CommandError(`Line ${place} of ${file} is no credit of a run.`);
      opened.check.add(row.data);
      progress.advance(1);
    }
  } finally {
    progress.done();
  }
  if (opened === undefined) throw new CommandError(`The file ${file} is empty.`);
  return { run: opened.id, ...opened.check.finish() };
}
