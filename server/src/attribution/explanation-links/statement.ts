import { CUSTOM_MODEL, DATA_DRIVEN_MODELS, ENGINE_VERSION, MODELS } from '../../../../engine/src/index.ts';
import type { ConversionEvidence } from '../../tracking/evidence/service.ts';
import { explanationSentences } from '../explanations/sentences.ts';
import { type Explained, explainedByName, type Names, netValue } from '../explanations/rules.ts';
import type { Fit, KindFit } from '../fits/schema.ts';
import type { Slot } from '../reports/options.ts';
import { createExportCheck } from '../run-checks/rules.ts';
import { createRunSummer, creditingOf, queryOf, type RunRequest } from '../runs/rules.ts';
import type { RunCredit, RunModel } from '../runs/schema.ts';
import { type ExplanationStatement, STATEMENT_FORMAT, type StatementFit } from './schema.ts';

/** What a statement is made of. */
export interface Stated {
  issuer: string;
  tenant: { name: string; simulated: boolean };
  madeAt: string;
  asOf: string;
  note: string | null;
  showsIds: boolean;
  request: RunRequest;
  conversion: ConversionEvidence;
  explained: Explained;
  /** Of the conversion, as a run has them. */
  credits: readonly RunCredit[];
  names: Names;
}

/** What of a fit the weights of some touches rest on. */
function statedFit(fit: Fit, kind: RunCredit['kind'], touches: readonly Slot[]): StatementFit {
  const { id, createdAt, model, unit, lookbackDays, order, result } = fit;
  const fits = result?.fits ?? [];
  const own = fits.find(({ conversionKind }) => conversionKind === kind) ?? fits[0];
  const met = new Set(touches.map((slot) => slot[unit]));
  const places = own.units.flatMap(({ key }, place) => (met.has(key) ? [place] : []));
  const { rates } = own;
  return {
    id,
    createdAt,
    model,
    unit,
    lookbackDays,
    order,
    inputHash: result?.inputHash ?? '',
    conversions: own.conversions,
    units: places.map((place) => ({ key: own.units[place].key, effect: own.units[place].effect })),
    rates: rates && {
      baseline: rates.baseline,
      effect: places.map((place) => rates.effect[place]),
      decay: places.map((place) => rates.decay[place]),
    },
  };
}

/** A fit as far as weights are computed from it. */
function fitOf({ id, createdAt, model, unit, lookbackDays, order, inputHash, conversions, units, rates }: StatementFit): Fit {
  const kindFit: KindFit = {
    conversionKind: null,
    conversions,
    nonConvertingPaths: null,
    conversionProbability: null,
    units: units.map((one) => ({ ...one, exposures: 0, halfLifeDays: null })),
    baselinePerPersonYear: null,
    personYears: null,
    organicShare: null,
    organicInterval: null,
    organicSensitivity: null,
    iterations: null,
    converged: null,
    logLikelihood: null,
    rates,
  };
  const counts = { people: 0, exposures: 0, unusableExposures: 0, conversions, unwatchedConversions: 0 };
  const result = { engineVersion: ENGINE_VERSION, inputHash, ...counts, dataUntil: null, insufficient: null, fits: [kindFit] };
  const terms = { model, unit, lookbackDays, order, state: 'done' as const };
  return { id, createdAt, createdBy: '', ...terms, finishedAt: null, result, failure: null };
}

/** The model of a statement, ready to be credited by. */
export function modelOf({ model: { title: _title, description: _says, fit, ...model } }: ExplanationStatement): RunModel {
  return { ...model, fit: fit && fitOf(fit) };
}

/** Stands in place of why a version was written, which may be what a person asked for. */
const REASON = 'not told';

/** The rows without ids that the tenant sent, and without why their version was written, as far as these are not shown. */
function shownRows(credits: readonly RunCredit[], showsIds: boolean): RunCredit[] {
  if (showsIds) return [...credits];
  return credits.map((row, place) => {
    return { ...row, conversionId: 'conversion', reason: REASON, touchpointId: row.touchpointId === null ? null : `no. ${place + 1}` };
  });
}

function shownExplained({ explained, names, showsIds, request, conversion }: Stated, credits: readonly RunCredit[]): Explained {
  const shown = explainedByName(explained, names, creditingOf(request.model), conversion);
  if (showsIds) return shown;
  return { ...shown, touchpoints: shown.touchpoints.map((touch, place) => ({ ...touch, id: credits[place].touchpointId ?? '' })) };
}

function sentencesOf(stated: Stated, explained: Explained): string[] {
  const { conversion, showsIds, request } = stated;
  const { name, own } = request.model;
  const model = own === undefined ? name : `${own.name}@${own.version}`;
  return explanationSentences({
    conversion: showsIds ? conversion : { ...conversion, id: '' },
    explained,
    otherRecords: [],
    duplicateOf: null,
    waiting: false,
    query: { ...queryOf(request), model },
    fit: null,
  });
}

function titleOf({ name, own }: RunModel): { title: string; description: string } {
  const { title, description } = [...MODELS, ...DATA_DRIVEN_MODELS, CUSTOM_MODEL].find((model) => model.name === name) ?? CUSTOM_MODEL;
  return { title: own === undefined ? title : `${own.name}, version ${own.version} (${title})`, description };
}

const listOf = (names: ReadonlyMap<string, string>, met: readonly (string | null)[]) =>
  [...new Set(met)].flatMap((key) => {
    const name = key === null ? undefined : names.get(key);
    return key === null || name === undefined || name === key ? [] : [{ key, name }];
  });

/** One conversion's credit with all that it follows from, and with nothing of the person behind it. */
export function buildStatement(stated: Stated): ExplanationStatement {
  const { conversion, request, names, explained } = stated;
  const credits = shownRows(stated.credits, stated.showsIds);
  const shown = shownExplained(stated, credits);
  const summer = createRunSummer();
  summer.add(credits);
  const { inputHash, outputHash } = summer.finish();
  const { fit, ...model } = request.model;
  return {
    format: STATEMENT_FORMAT,
    issuer: stated.issuer,
    tenant: stated.tenant.name,
    simulated: stated.tenant.simulated,
    madeAt: stated.madeAt,
    asOf: stated.asOf,
    conversion: {
      id: stated.showsIds ? conversion.id : null,
      kind: conversion.kind,
      occurredAt: new Date(conversion.occurredAtMs).toISOString(),
      version: credits[0].version,
      grossValueMinor: conversion.valueMinor,
      refundedMinor: conversion.refundedMinor,
      valueMinor: netValue(conversion),
      currency: conversion.currency,
    },
    model: { ...model, ...titleOf(request.model), fit: fit && statedFit(fit, conversion.kind, explained.touchpoints) },
    options: request.options,
    names: {
      campaigns: listOf(
        names.campaign,
        credits.map(({ campaign }) => campaign),
      ),
      shows: listOf(
        names.show,
        credits.map(({ show }) => show),
      ),
      episodes: listOf(
        names.episode,
        credits.map(({ episode }) => episode),
      ),
    },
    note: stated.note,
    engineVersion: ENGINE_VERSION,
    inputHash,
    outputHash,
    credits,
    workings: [...shown.workings.touches, shown.workings.organic].slice(0, credits.length),
    sentences: sentencesOf(stated, shown),
  };
}

/** What in a statement does not follow from itself: weights and amounts computed again by the engine, sums and hashes. */
export function statementFaults(statement: ExplanationStatement): string[] {
  const { credits, conversion, engineVersion, inputHash, outputHash } = statement;
  const summer = createRunSummer();
  summer.add(credits);
  const sums = summer.finish();
  const check = createExportCheck({ model: modelOf(statement), outcome: { ...sums, lists: [], engineVersion } });
  for (const row of credits) check.add(row);
  const faults = check.finish().findings.map(({ says }) => says);
  if (sums.conversions !== 1 || new Set(credits.map(({ conversionId }) => conversionId)).size !== 1)
    faults.push('it holds the credits of more than one conversion');
  if (inputHash !== sums.inputHash) faults.push(`its inputs have the hash ${sums.inputHash}, and it says ${inputHash}`);
  if (outputHash !== sums.outputHash) faults.push(`its credits have the hash ${sums.outputHash}, and it says ${outputHash}`);
  const [first] = credits;
  if (first.valueMinor !== (conversion.valueMinor ?? 0)) faults.push('its credits are of another value than its conversion');
  if (Date.parse(first.convertedAt) !== Date.parse(conversion.occurredAt) || first.kind !== conversion.kind)
    faults.push('its credits are of another conversion than the one it tells of');
  const given = credits.reduce((sum, { creditMinor }) => sum + creditMinor, 0);
  if (first.outcome === 'attributed' && given !== (conversion.valueMinor ?? 0))
    faults.push(`its credits sum to ${given} minor units, and the conversion has ${conversion.valueMinor ?? 0}`);
  return faults;
}
