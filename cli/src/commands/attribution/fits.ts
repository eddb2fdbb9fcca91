import { Command, Option } from 'commander';
import { computeFits } from '../../../../server/src/attribution/fit-work/service.ts';
import {
  type Fit,
  type FitResult,
  FIT_UNITS,
  FITTED_MODELS,
  type KindFit,
  NewFit,
} from '../../../../server/src/attribution/fits/schema.ts';
import { createFit, getFit, listFits } from '../../../../server/src/attribution/fits/service.ts';
import { CommandError } from '../../command-error.ts';
import { onInstallation, operatorOf } from '../../installation.ts';
import { everyPage } from '../../pages.ts';
import { countText } from '../../count-text.ts';

interface CreateOptions {
  tenant: string;
  model: string;
  unit: string;
  lookbackDays?: string;
  order: string;
  json?: boolean;
}

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

function linesOf({ conversionKind, conversions, nonConvertingPaths, organicShare, organicInterval, converged, units }: KindFit): string[] {
  const kind = conversionKind ?? 'all kinds';
  const interval = organicInterval === null ? '' : `, 95 % interval ${percent(organicInterval.low)} to ${percent(organicInterval.high)}`;
  const organic = organicShare === null ? '' : `; organic (model estimate) ${percent(organicShare)}${interval}`;
  const paths = nonConvertingPaths === null ? '' : `; ${countText(nonConvertingPaths, 'path')} without one`;
  const warning = converged === false ? '; the fit did not converge' : '';
  const effects = units
    .toSorted((a, b) => b.effect - a.effect)
    .map(({ key, effect, halfLifeDays, exposures }) => {
      const life = halfLifeDays === null ? '' : `, half-life ${halfLifeDays.toFixed(1)} days`;
      return `  ${key ?? '(none)'}  effect ${effect.toPrecision(4)}${life}, ${exposures} exposures`;
    });
  return [`${kind}: ${countText(conversions, 'conversion')}${paths}${organic}${warning}`, ...effects];
}

function peopleLine({ peopleKnownBy = [] }: FitResult): string[] {
  const names = { household: 'households', person: 'people without one', device: 'devices away from any, left out' };
  const told = peopleKnownBy.map(({ knownBy, people, exposures }) => `${people} ${names[knownBy]} (${exposures} exposures)`);
  return told.length === 0 ? [] : [`watched: ${told.join('; ')}`];
}

function textOf({ id, state, model, unit, lookbackDays, result, failure }: Fit): string {
  const head = `${id}  ${state}  ${model} by ${unit}, ${lookbackDays} days`;
  if (failure !== null) return `${head}\n${failure}`;
  if (result === null) return head;
  return [head, ...peopleLine(result), ...(result.insufficient === null ? result.fits.flatMap(linesOf) : [result.insufficient])].join('\n');
}

/** @throws CommandError that says which option is wrong. */
function newFitOf({ model, unit, lookbackDays, order }: CreateOptions): NewFit {
  const days = lookbackDays === undefined ? undefined : Number(lookbackDays);
  const parsed = NewFit.safeParse({ model, unit, lookbackDays: days, order: Number(order) });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new CommandError(`${issue.path.join('.')}: ${issue.message}.`);
}

async function create(options: CreateOptions): Promise<void> {
  const asked = newFitOf(options);
  const fit = await onInstallation(async ({ context, stop }) => {
    const actor = await operatorOf(context, options.tenant);
    const { id } = await createFit(context, actor, asked);
    await computeFits(context, 'system', actor.tenantId, stop);
    return getFit(context, actor, id);
  });
  process.stdout.write(options.json === true ? `${JSON.stringify(fit)}\n` : `${textOf(fit)}\n`);
  if (fit.state === 'failed') throw new CommandError(fit.failure ?? 'The fit failed.');
  if (fit.state === 'waiting' || fit.state === 'running') throw new CommandError('Stopped. The fit waits for the server.');
}

/** `earshot fits create`: fits a data-driven model to a tenant's events in this process. */
export function createFitCommand(): Command {
  return new Command('create')
    .description("fit a data-driven model to a tenant's events; can be stopped with Ctrl-C")
    .requiredOption('--tenant <slug>', 'whose events')
    .addOption(new Option('--model <name>', 'the model').choices(FITTED_MODELS).makeOptionMandatory())
    .addOption(new Option('--unit <unit>', 'what it tells apart').choices(FIT_UNITS).default('show'))
    .option('--lookback-days <days>', "how long an exposure is watched; the tenant's setting by default")
    .addOption(new Option('--order <n>', 'of markov: on how many touches the next depends').choices(['1', '2']).default('1'))
    .option('--json', 'print the fit as the API has it')
    .action(create);
}

async function list({ tenant, json }: { tenant: string; json?: boolean }): Promise<void> {
  const fits = await onInstallation(async ({ context }) => {
    const actor = await operatorOf(context, tenant);
    return everyPage((page) => listFits(context, actor, { model: undefined, unit: undefined }, page));
  });
  if (json === true) process.stdout.write(`${JSON.stringify(fits)}\n`);
  else process.stdout.write(fits.length === 0 ? 'There are no fits.\n' : `${fits.map(textOf).join('\n')}\n`);
}

/** `earshot fits list`: the fits of a tenant, the newest first. */
export function listFitsCommand(): Command {
  return new Command('list')
    .description('list the fits of a tenant, the newest first')
    .requiredOption('--tenant <slug>', 'whose fits')
    .option('--json', 'print them as the API has them')
    .action(list);
}
