import { setImmediate } from 'node:timers/promises';
import { Command } from 'commander';
import { validateModels, type ValidationStep } from '../../../../server/src/attribution/validations/rules.ts';
import { OPTION_RANGES, PLANTED_UNITS, type Validation, ValidationOptions } from '../../../../server/src/attribution/validations/schema.ts';
import { CommandError } from '../../command-error.ts';
import { startProgress } from '../../progress.ts';
import { stopSignal } from '../../stop-signal.ts';

interface Options {
  tenant?: string;
  unit?: string;
  lookbackDays?: string;
  seed: string;
  households: string;
  days: string;
  runs: string;
  replicates: string;
  json?: boolean;
}

type Steps = Generator<ValidationStep, Validation>;
type Name = keyof typeof OPTION_RANGES;

function numberOf(options: Options, name: Name): number {
  const [least, most] = OPTION_RANGES[name];
  const text = options[name].trim();
  const number = text === '' ? Number.NaN : Number(text);
  if (Number.isInteger(number) && number >= least && number <= most) return number;
  throw new CommandError(`--${name} must be a whole number from ${least} to ${most}, not "${options[name]}".`);
}

function lookbackOf({ tenant, lookbackDays }: Options): number | undefined {
  if (lookbackDays === undefined) return undefined;
  if (tenant === undefined) throw new CommandError('--lookback-days needs --tenant: simulated worlds are looked at with 30 days.');
  if (/^[1-9]\d?$/.test(lookbackDays) && Number(lookbackDays) <= 90) return Number(lookbackDays);
  throw new CommandError(`--lookback-days must be a whole number from 1 to 90, not "${lookbackDays}".`);
}

function optionsOf(options: Options): ValidationOptions {
  const numbers = Object.fromEntries((Object.keys(OPTION_RANGES) as Name[]).map((name) => [name, numberOf(options, name)]));
  const { tenant, unit } = options;
  const known = PLANTED_UNITS.find((one) => one === unit);
  if (unit !== undefined && tenant === undefined) throw new CommandError('--unit needs --tenant: simulated worlds have campaigns.');
  if (unit !== undefined && known === undefined) throw new CommandError(`--unit must be campaign or show, not "${unit}".`);
  const own = tenant === undefined ? {} : { on: 'own_data', unit: known ?? 'campaign' };
  const parsed = ValidationOptions.safeParse({ ...own, ...numbers, lookbackDays: lookbackOf(options) });
  if (!parsed.success) throw new CommandError('--replicates must be 0, or at least 2: one resampled world has no spread.');
  return parsed.data;
}

/** Works on a validation, letting signals through; undefined when it was stopped. */
async function work(steps: Steps): Promise<Validation | undefined> {
  const stop = stopSignal();
  let step = steps.next();
  const total = step.done === true ? 0 : step.value.totalWorlds;
  const progress = startProgress({ label: 'validating', unit: 'worlds', total });
  let worlds = 0;
  try {
    for (; ; step = steps.next()) {
      if (step.done === true) return step.value;
      progress.advance(step.value.worlds - worlds);
      worlds = step.value.worlds;
      await setImmediate();
      if (stop.aborted) return undefined;
    }
  } finally {
    progress.done();
  }
}

function figure(value: number | null): string {
  return value === null ? '-' : value.toFixed(2);
}

function headOf({ worlds, ownData }: Validation): string {
  if (!ownData) return `${worlds.length} simulated worlds`;
  const rate = `${ownData.organicPerPersonYear.toPrecision(3)} a year for each person${ownData.isRateAssumed ? ' (assumed)' : ''}`;
  const unit = `${ownData.units} ${ownData.unit}s`;
  const own = `${ownData.people} people with ${ownData.exposures} exposures of ${unit}; organic conversions at ${rate}`;
  return `planted conversions, simulated on own exposures: ${own}\n${worlds.length} forms`;
}

function* linesOf(validation: Validation): Generator<string> {
  const { models, worlds, options, ownData } = validation;
  if (ownData && ownData.insufficient !== null) {
    yield `${ownData.insufficient}\n`;
    return;
  }
  const caused = worlds.reduce((sum, world) => sum + world.causedConversions, 0);
  const purchases = worlds.reduce((sum, world) => sum + world.purchases, 0);
  const runs = options.runs === 1 ? '' : `, on average over ${options.runs} runs`;
  yield `${headOf(validation)}, ${Math.round(purchases)} purchases, ${Math.round(caused)} of them caused by ads${runs}\n\n`;
  const heads = ['bias', 'rank', 'to zero effect', '95 % coverage', 'worst rank'];
  yield `${'model'.padEnd(16)}${heads.map((head) => head.padStart(16)).join('')}\n`;
  for (const { model, bias, rankCorrelation, creditToZeroEffect, coverage95, worst } of models) {
    const cells = [figure(bias), figure(rankCorrelation), figure(creditToZeroEffect), figure(coverage95)];
    yield `${model.padEnd(16)}${[...cells, figure(worst.rankCorrelation?.value ?? null)].map((cell) => cell.padStart(16)).join('')}\n`;
  }
  yield '\n';
  for (const { model, trust } of models) yield `${model}: ${trust}\n`;
}

/** Loads what reads an installation only where one is needed. */
async function stepsOnExposures(slug: string, options: ValidationOptions): Promise<Steps> {
  const { onInstallation, operatorOf } = await import('../../installation.ts');
  const { openOwnValidation } = await import('../../../../server/src/attribution/validation-work/service.ts');
  return onInstallation(async ({ context }) => openOwnValidation(context, await operatorOf(context, slug), options));
}

async function validate(asked: Options): Promise<void> {
  const options = optionsOf(asked);
  const steps = asked.tenant === undefined ? validateModels(options) : await stepsOnExposures(asked.tenant, options);
  const validation = await work(steps);
  if (validation === undefined) throw new CommandError('Stopped before all worlds were done; nothing was printed.');
  process.stdout.write(asked.json === true ? `${JSON.stringify(validation)}\n` : [...linesOf(validation)].join(''));
}

/** `earshot validate`: holds every model against simulated worlds, or conversions planted into own data, of which the truth is known. */
export function validateCommand(): Command {
  return new Command('validate')
    .description('hold every model against simulated worlds in which the truth is known; needs a database only with --tenant')
    .option('--tenant <slug>', 'plant conversions into the exposures of this tenant instead of simulating worlds')
    .option('--unit <name>', 'with --tenant, what effects are planted by: campaign (default) or show')
    .option('--lookback-days <days>', 'with --tenant, how long before a conversion an exposure may lie, 1 to 90; 30 when left out')
    .requiredOption('--seed <n>', 'which worlds, 0 to 4294967295; same seed, same figures')
    .requiredOption('--households <n>', 'how many households in each world, or people of the tenant at most, 100 to 100000')
    .option('--days <n>', 'how many days, or the last days of the tenant, 35 to 400', '84')
    .option('--runs <n>', 'how many runs, each with the next seed; from 2 on standard errors are known', '1')
    .option('--replicates <n>', 'resampled worlds for each interval; 0 leaves intervals out', '40')
    .option('--json', 'print all figures as JSON, by model and by world')
    .action(validate);
}
