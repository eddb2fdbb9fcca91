import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { Command, Option } from 'commander';
import { compareRuns, verifyRun } from '../../../../server/src/attribution/run-checks/service.ts';
import { computeRuns } from '../../../../server/src/attribution/run-work/service.ts';
import { NewRun } from '../../../../server/src/attribution/runs/schema.ts';
import { createRun, deleteRun, exportCredits, getRun, listRuns } from '../../../../server/src/attribution/runs/service.ts';
import { CommandError } from '../../command-error.ts';
import { onInstallation, operatorOf } from '../../installation.ts';
import { everyPage } from '../../pages.ts';
import { startProgress } from '../../progress.ts';
import { resolvePath } from '../../working-folder.ts';
import { checkExport } from './run-file.ts';
import { comparisonText, runLine } from './run-texts.ts';
import { countText } from '../../count-text.ts';

const RUN_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

interface Named {
  tenant: string;
  json?: boolean;
}

function print(json: boolean | undefined, answer: unknown, text: string): void {
  process.stdout.write(json === true ? `${JSON.stringify(answer)}\n` : `${text}\n`);
}

function checkedId(id: string): string {
  if (!RUN_ID.test(id)) throw new CommandError(`"${id}" is no id of a run; "earshot runs list" shows them.`);
  return id;
}

function onTenant<Result>(slug: string, work: (context: Context, actor: Actor, stop: AbortSignal) => Promise<Result>): Promise<Result> {
  return onInstallation(async ({ context, stop }) => work(context, await operatorOf(context, slug), stop));
}

type Context = Parameters<typeof operatorOf>[0];
type Actor = Awaited<ReturnType<typeof operatorOf>>;

const words = (text: string) => text.split(',').map((word) => word.trim());

interface CreateOptions extends Named {
  model?: string;
  asOf?: string;
  from?: string;
  to?: string;
  kinds?: string[];
  touchpointKinds?: string[];
  lookbackDays?: string;
  halfLifeDays?: string;
  minEvidence?: string;
  repeats?: string;
  exclude?: string[];
}

/** @throws CommandError that says which option is wrong. */
function newRunOf(options: CreateOptions): NewRun {
  const { model, asOf, from, to, kinds, touchpointKinds, minEvidence, repeats, exclude } = options;
  const number = (text: string | undefined) => (text === undefined ? undefined : Number(text));
  const parsed = NewRun.safeParse({
    model,
    asOf,
    from,
    to,
    conversionKind: kinds,
    touchpointKind: touchpointKinds,
    lookbackDays: number(options.lookbackDays),
    halfLifeDays: number(options.halfLifeDays),
    minEvidence,
    repeats,
    exclude,
  });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new CommandError(`${issue.path.join('.')}: ${issue.message}.`);
}

async function create(options: CreateOptions): Promise<void> {
  const asked = newRunOf(options);
  const run = await onTenant(options.tenant, async (context, actor, stop) => {
    const { id } = await createRun(context, actor, asked);
    await computeRuns(context, 'system', actor.tenantId, stop);
    return getRun(context, actor, id);
  });
  print(options.json, run, runLine(run));
  if (run.state === 'failed') throw new CommandError(run.failure ?? 'The run failed.');
  if (run.state !== 'done') throw new CommandError('Stopped. The run waits for the server, or for the next "runs create".');
}

/** `earshot runs create`: computes a run in this process. */
export function createRunCommand(): Command {
  return new Command('create')
    .description('compute credit for every conversion and keep what it came to; can be stopped with Ctrl-C')
    .requiredOption('--tenant <slug>', 'whose conversions')
    .option('--model <name>', "the model; the tenant's default when left out")
    .option('--as-of <instant>', 'what was known then; now when left out')
    .option('--from <instant>', 'conversions from here on')
    .option('--to <instant>', 'conversions before here')
    .option('--kinds <kinds>', 'kinds of conversions, by commas', words)
    .option('--touchpoint-kinds <kinds>', 'kinds of touchpoints that may take credit, by commas', words)
    .option('--lookback-days <days>', 'how long before a conversion a touchpoint may lie')
    .option('--half-life-days <days>', 'of time_decay')
    .option('--min-evidence <class>', 'the weakest evidence that counts')
    .addOption(new Option('--repeats <how>', 'count each touchpoint, or one per campaign and day').choices(['every', 'unique']))
    .option('--exclude <whom>', 'priorCustomers, priorVisitors, referrer:HOST, utm:SOURCE, by commas', words)
    .option('--json', 'print the run as the API has it')
    .action(create);
}

async function list({ tenant, json }: Named): Promise<void> {
  const runs = await onTenant(tenant, (context, actor) => everyPage((page) => listRuns(context, actor, page)));
  print(json, runs, runs.length === 0 ? 'There are no runs.' : runs.map(runLine).join('\n'));
}

/** `earshot runs list`: the runs of a tenant, the newest first. */
export function listRunsCommand(): Command {
  return new Command('list')
    .description('list the runs of a tenant, the newest first')
    .requiredOption('--tenant <slug>', 'whose runs')
    .option('--json', 'print them as the API has them')
    .action(list);
}

interface ExportOptions extends Named {
  format: 'ndjson' | 'csv';
}

async function writeLines(path: string, lines: AsyncIterable<string>): Promise<number> {
  const unfinished = `${path}.unfinished`;
  const file = createWriteStream(unfinished, { mode: 0o600 });
  const progress = startProgress({ label: 'writing', unit: 'lines' });
  let count = 0;
  try {
    for await (const text of lines) {
      const written = text.split('\n').length - 1;
      count += written;
      progress.advance(written);
      if (!file.write(text)) await once(file, 'drain');
    }
    file.end();
    await finished(file);
    await rename(unfinished, path);
    return count;
  } catch (error) {
    file.destroy();
    await rm(unfinished, { force: true });
    throw error;
  } finally {
    progress.done();
  }
}

async function exportRun(id: string, out: string, { tenant, format, json }: ExportOptions): Promise<void> {
  const path = resolvePath(out);
  const rows = await onTenant(tenant, async (context, actor) =>
    writeLines(path, await exportCredits(context, actor, checkedId(id), format)),
  );
  const credits = rows - 1;
  print(json, { credits, file: path }, `${countText(credits, 'credit is', 'credits are')} in ${path}.`);
}

/** `earshot runs export`: every credit of a run into a file. */
export function exportRunCommand(): Command {
  return new Command('export')
    .description('write every credit of a run to a file, which appears once it is whole')
    .argument('<id>', 'the run')
    .argument('<file>', 'where to write')
    .requiredOption('--tenant <slug>', 'whose run')
    .addOption(new Option('--format <format>', 'ndjson can be verified alone').choices(['ndjson', 'csv']).default('ndjson'))
    .option('--json', 'print {"credits","file"}')
    .action(exportRun);
}

async function verifyFile(file: string, json: boolean | undefined): Promise<void> {
  const checked = await checkExport(resolvePath(file));
  const { run, conversions, credits, findings } = checked;
  const lines = findings.map(({ conversionId, says }) => `${conversionId === null ? 'the whole' : `conversion ${conversionId}`}: ${says}`);
  const good = `All ${countText(credits, 'credit')} of ${countText(conversions, 'conversion')} are what run ${run} came to.`;
  print(json, checked, findings.length === 0 ? good : lines.join('\n'));
  if (findings.length > 0) throw new CommandError('This export is not what its run came to.');
}

async function verify(id: string | undefined, { tenant, file, json }: { tenant?: string; file?: string; json?: boolean }): Promise<void> {
  if (file !== undefined && id === undefined && tenant === undefined) return verifyFile(file, json);
  if (file !== undefined || id === undefined || tenant === undefined)
    throw new CommandError('Name a run and --tenant SLUG, or --file EXPORT alone.');
  const verification = await onTenant(tenant, (context, actor) => verifyRun(context, actor, checkedId(id)));
  const { verdict, conversions, gone, days } = verification;
  const texts = {
    same: `All ${countText(conversions, 'conversion')} come out as they did.`,
    erased: `${countText(gone, 'conversion is', 'conversions are')} gone, erased or too old; all others come out as they did.`,
    differs: 'This run does not come out again:',
  };
  print(json, verification, [texts[verdict], ...days.map(({ day, says }) => `${day}: ${says}`)].join('\n'));
  if (verdict === 'differs') throw new CommandError('What is stored is not what the run was computed from.');
}

/** `earshot runs verify`: whether a run comes out again, from the database or from an export alone. */
export function verifyRunCommand(): Command {
  return new Command('verify')
    .description('compute a run again and compare; fails when it does not come out as it did')
    .argument('[id]', 'the run; not with --file')
    .option('--tenant <slug>', 'whose run')
    .option('--file <export>', 'an export as NDJSON; needs no database')
    .option('--json', 'print what was found')
    .action(verify);
}

async function compare(id: string, other: string, { tenant, by, json }: Named & { by: 'campaign' }): Promise<void> {
  const query = { with: checkedId(other), groupBy: by };
  const comparison = await onTenant(tenant, (context, actor) => compareRuns(context, actor, checkedId(id), query));
  print(json, comparison, comparisonText(comparison));
}

/** `earshot runs compare`: what changed from one run to another, and why. */
export function compareRunsCommand(): Command {
  return new Command('compare')
    .description('tell what changed from one run to another, and why')
    .argument('<id>', 'the earlier run')
    .argument('<other>', 'the later run')
    .requiredOption('--tenant <slug>', 'whose runs')
    .addOption(
      new Option('--by <what>', 'what credit is shown by')
        .choices(['campaign', 'channel', 'show', 'episode', 'placement'])
        .default('campaign'),
    )
    .option('--json', 'print the comparison as the API has it')
    .action(compare);
}

async function forget(id: string, { tenant, json }: Named): Promise<void> {
  await onTenant(tenant, (context, actor) => deleteRun(context, actor, checkedId(id)));
  print(json, { id }, `Run ${id} is forgotten.`);
}

/** `earshot runs delete`: forgets a run, or gives it up. */
export function deleteRunCommand(): Command {
  return new Command('delete')
    .description('forget a run; one that is being computed is given up')
    .argument('<id>', 'the run')
    .requiredOption('--tenant <slug>', 'whose run')
    .option('--json', 'print {"id"}')
    .action(forget);
}
