import { createHash, type Hash } from 'node:crypto';
import { buildModel, DATA_DRIVEN_MODELS, ENGINE_VERSION, MODELS, NANO } from '../../../../engine/src/index.ts';
import { csvCell } from '../../platform/csv.ts';
import { CONVERSION_KINDS, currencyName } from '../paths/codes.ts';
import type { Fit } from '../fits/schema.ts';
import type { LedgerPath } from '../paths/store.ts';
import type { Credited, CreditedTouch } from '../reports/credited.ts';
import { type Crediting, isRule } from '../reports/crediting.ts';
import { customWeights, type NamedModel } from '../named-models/rules.ts';
import { modelsOf } from '../reports/rules.ts';
import type { Chosen, CreditQuery } from '../reports/schema.ts';
import type { NewRun, RunCredit, RunDay, RunModel, RunOptions, RunOutcome, RunTotals, RunVerification } from './schema.ts';

const DAY_MS = 86_400_000;

/** What a run is stored as being asked for. */
export interface RunRequest {
  asOf: string | null;
  model: RunModel;
  options: RunOptions;
}

/** The model of a run, and what its weights are computed from. */
type RunTerms = Pick<NamedModel, 'base' | 'own'> & { fit: Fit | null };

const instant = (ms: number | undefined) => (ms === undefined ? null : new Date(ms).toISOString());

/**
 * What is to be computed, with what the tenant has settled in place of what was left open.
 * @throws AppError `invalid_request` for shares above 1 together.
 */
export function requestOf(asked: NewRun, chosen: Chosen<CreditQuery>, { base, own, fit }: RunTerms): RunRequest {
  modelsOf([], chosen);
  const { positions, placements, otherPlacements } = own?.parameters ?? {};
  const { version = '1' } = [...MODELS, ...DATA_DRIVEN_MODELS].find(({ name }) => name === base) ?? {};
  return {
    asOf: instant(asked.asOf),
    model: {
      name: base,
      version,
      halfLifeDays: chosen.halfLifeDays,
      firstShare: chosen.firstShare,
      lastShare: chosen.lastShare,
      unit: chosen.unit,
      ...(own ? { own: { name: own.name, version: own.version } } : {}),
      ...(base === 'custom' ? { weights: { positions, placements, otherPlacements } } : {}),
      fit,
    },
    options: {
      from: instant(asked.from),
      to: instant(asked.to),
      conversionKind: asked.conversionKind ?? null,
      lookbackDays: chosen.lookbackDays,
      touchpointKind: asked.touchpointKind ?? null,
      minEvidence: chosen.minEvidence,
      repeats: chosen.repeats,
      responseSignals: chosen.responseSignals,
      newCustomersOnly: chosen.newCustomersOnly ?? false,
      exclude: chosen.exclude ?? [],
    },
  };
}

/** The same as a query that was chosen when reading. */
export function queryOf({ model, options }: Pick<RunRequest, 'model' | 'options'>): Chosen<CreditQuery> {
  const { touchpointKind, newCustomersOnly, exclude, lookbackDays, minEvidence, repeats, responseSignals } = options;
  return {
    lookbackDays,
    halfLifeDays: model.halfLifeDays,
    firstShare: model.firstShare,
    lastShare: model.lastShare,
    unit: model.unit,
    touchpointKind: touchpointKind ?? undefined,
    minEvidence,
    repeats,
    responseSignals,
    newCustomersOnly,
    exclude,
  };
}

/** A run's model, ready to credit paths. */
export function creditingOf({ name, halfLifeDays, firstShare, lastShare, unit, fit, weights = {} }: RunModel): Crediting {
  if (name === 'custom') return { kind: 'custom', name, weights: customWeights(weights) };
  if (isRule(name)) return { kind: 'rule', name, model: buildModel(name, { halfLifeMs: halfLifeDays * DAY_MS, firstShare, lastShare }) };
  if (name === 'shapley') return { kind: 'shapley', name, unit };
  return fit === null ? { kind: 'unfitted', name, unit, fit: undefined } : { kind: 'fitted', name, unit, fit };
}

type Head = Pick<RunCredit, 'conversionId' | 'version' | 'reason' | 'kind' | 'convertedAt' | 'currency' | 'valueMinor'>;

function creditedRow(head: Head, { id, occurredAtMs, kind, slot, evidence, matchedBy, weight, nano, minor }: CreditedTouch): RunCredit {
  const { campaign, channel, show, episode, placement, deliveryEvidence } = slot;
  return {
    ...head,
    outcome: 'attributed',
    touchpointId: id,
    occurredAt: new Date(occurredAtMs).toISOString(),
    touchpointKind: kind,
    campaign,
    channel,
    show,
    episode,
    placement,
    deliveryEvidence,
    evidence,
    synthetic: matchedBy === null,
    weight,
    nanoConversions: nano,
    creditMinor: minor,
  };
}

function bareRow(head: Head, outcome: 'organic' | 'unattributed' | 'excluded'): RunCredit {
  return {
    ...head,
    outcome,
    touchpointId: null,
    occurredAt: null,
    touchpointKind: null,
    campaign: null,
    channel: null,
    show: null,
    episode: null,
    placement: null,
    deliveryEvidence: null,
    evidence: null,
    synthetic: null,
    weight: null,
    nanoConversions: 0,
    creditMinor: 0,
  };
}

/**
 * The rows of each path that takes part, path by path: one for each credited touchpoint and one for what the model gives to nobody, or one
 * that says why there is no credit.
 */
export function rowsOfPaths(paths: readonly LedgerPath[], { chunk, outcomeOf, organicOf, touchesOf }: Credited): RunCredit[][] {
  return paths.flatMap(({ conversionId, version, reason, convertedAtMs }, place) => {
    const outcome = outcomeOf(place);
    if (outcome === 'filtered' || outcome === 'other_currency') return [];
    const currency = currencyName(chunk.currency[place]);
    const head: Head = {
      conversionId,
      version,
      reason,
      kind: CONVERSION_KINDS[chunk.kind[place]],
      convertedAt: new Date(convertedAtMs).toISOString(),
      currency: currency === '' ? null : currency,
      valueMinor: chunk.valueMinor[place],
    };
    if (outcome !== 'attributed') return [[bareRow(head, outcome)]];
    const touches = touchesOf(place).map((touch) => creditedRow(head, touch));
    const { weight, nano, minor } = organicOf(place);
    const organic = { ...bareRow(head, 'organic'), weight, nanoConversions: nano, creditMinor: minor };
    return [weight === 0 ? touches : [...touches, organic]];
  });
}

/** A conversion and its touchpoints as its line among a run's inputs. */
function inputLine(rows: readonly RunCredit[]): string {
  const [{ conversionId, convertedAt, kind, currency, valueMinor, outcome }] = rows;
  const touches = rows.flatMap((row) =>
    row.touchpointId === null
      ? []
      : [
          [
            row.touchpointId,
            row.occurredAt,
            row.touchpointKind,
            row.campaign,
            row.channel,
            row.show,
            row.episode,
            row.placement,
            row.deliveryEvidence,
            row.evidence,
            row.synthetic,
          ],
        ],
  );
  return JSON.stringify([conversionId, convertedAt, kind, currency, valueMinor, outcome === 'excluded', touches]);
}

function outputLine({ conversionId, touchpointId, outcome, weight, nanoConversions, creditMinor }: RunCredit): string {
  return JSON.stringify([conversionId, touchpointId, outcome, weight, nanoConversions, creditMinor]);
}

interface OpenDay {
  day: string;
  conversions: number;
  input: Hash;
  output: Hash;
}

function closed({ day, conversions, input, output }: OpenDay): RunDay {
  return { day, conversions, inputHash: input.digest('hex'), outputHash: output.digest('hex') };
}

/** One hash over those of the days. */
function hashOfDays(days: readonly RunDay[], side: 'inputHash' | 'outputHash'): string {
  const hash = createHash('sha256');
  for (const { day, conversions, [side]: ofDay } of days) hash.update(`${day} ${conversions} ${ofDay}\n`);
  return hash.digest('hex');
}

function organicPartOf(rows: readonly RunCredit[]): [number, number] {
  const last = rows[rows.length - 1];
  return last.outcome === 'organic' ? [last.nanoConversions, last.creditMinor] : [0, 0];
}

/** Totals whose organic part is counted in billionths, as they are told. */
function told(totals: RunTotals): RunTotals {
  const { attributedConversions, organicConversions } = totals;
  return {
    ...totals,
    attributedConversions: (attributedConversions * NANO - organicConversions) / NANO,
    organicConversions: organicConversions / NANO,
  };
}

function addTotals(into: Map<string | null, RunTotals>, rows: readonly RunCredit[]): void {
  const [{ currency, valueMinor, outcome: first }] = rows;
  // Rows of a path with touches begin with one of them.
  const outcome = first === 'organic' ? 'attributed' : first;
  let totals = into.get(currency);
  if (!totals) {
    totals = {
      currency,
      conversions: 0,
      valueMinor: 0,
      attributedConversions: 0,
      attributedValueMinor: 0,
      organicConversions: 0,
      organicValueMinor: 0,
      unattributedConversions: 0,
      unattributedValueMinor: 0,
      excludedConversions: 0,
      excludedValueMinor: 0,
    };
    into.set(currency, totals);
  }
  const [nano, minor] = organicPartOf(rows);
  totals[`${outcome}Conversions`] += 1;
  totals[`${outcome}ValueMinor`] += valueMinor - minor;
  // In billionths until all are added.
  totals.organicConversions += nano;
  totals.organicValueMinor += minor;
  if (outcome === 'excluded') return;
  totals.conversions += 1;
  totals.valueMinor += valueMinor;
}

export type RunSums = Omit<RunOutcome, 'lists'>;

/** Takes a run's conversions in the order of the ledger and tells in the end what they come to. */
export interface RunSummer {
  add(rows: readonly RunCredit[]): void;
  finish(): RunSums;
}

/**
 * Adds up and hashes the rows of conversions, each given as a whole, in the order of the ledger. For each UTC day the SHA-256 of its input
 * lines and of its output lines, each ended by a line feed; then one over `DAY CONVERSIONS HASH` of the days.
 */
export function createRunSummer(): RunSummer {
  const days: RunDay[] = [];
  const totals = new Map<string | null, RunTotals>();
  let open: OpenDay | undefined;
  let conversions = 0;
  let credits = 0;
  return {
    add(rows) {
      const day = rows[0].convertedAt.slice(0, 10);
      if (open?.day !== day) {
        if (open) days.push(closed(open));
        open = { day, conversions: 0, input: createHash('sha256'), output: createHash('sha256') };
      }
      open.input.update(`${inputLine(rows)}\n`);
      open.output.update(rows.map((row) => `${outputLine(row)}\n`).join(''));
      open.conversions += 1;
      conversions += 1;
      credits += rows.length;
      addTotals(totals, rows);
    },
    finish() {
      if (open) days.push(closed(open));
      open = undefined;
      return {
        engineVersion: ENGINE_VERSION,
        conversions,
        credits,
        totals: [...totals.values()].map(told).sort((a, b) => ((a.currency ?? '') < (b.currency ?? '') ? -1 : 1)),
        inputHash: hashOfDays(days, 'inputHash'),
        outputHash: hashOfDays(days, 'outputHash'),
        days,
      };
    },
  };
}

/** Whether what comes out now is what a run came to, but for conversions that are gone; day by day. */
export function verdictOf(run: Pick<RunOutcome, 'days'>, now: RunSums): RunVerification {
  const present = new Map(now.days.map((one) => [one.day, one]));
  const days = run.days.flatMap((then) => {
    const { day } = then;
    const found = present.get(day);
    present.delete(day);
    const gone = then.conversions - (found?.conversions ?? 0);
    if (gone > 0) return [{ day, gone, says: `${gone} of ${then.conversions} conversions are gone` }];
    if (gone < 0) return [{ day, gone: 0, says: `there are ${-gone} conversions more than in the run` }];
    if (found?.inputHash !== then.inputHash) return [{ day, gone, says: 'conversions or their touchpoints are not what they were' }];
    return found.outputHash === then.outputHash ? [] : [{ day, gone, says: 'the credits are not what they were' }];
  });
  const added = [...present.keys()].map((day) => ({ day, gone: 0, says: 'the run has no conversions on this day' }));
  const all = [...days, ...added];
  const gone = all.reduce((sum, day) => sum + day.gone, 0);
  const differs = all.some((day) => day.gone === 0);
  return {
    verdict: differs ? 'differs' : gone > 0 ? 'erased' : 'same',
    conversions: now.conversions,
    gone,
    inputHash: now.inputHash,
    outputHash: now.outputHash,
    days: all,
  };
}

/** The columns of the export as CSV, in their order. */
export const CREDIT_COLUMNS = [
  'conversionId',
  'version',
  'reason',
  'kind',
  'convertedAt',
  'currency',
  'valueMinor',
  'outcome',
  'touchpointId',
  'occurredAt',
  'touchpointKind',
  'campaign',
  'channel',
  'show',
  'episode',
  'placement',
  'deliveryEvidence',
  'evidence',
  'synthetic',
  'weight',
  'nanoConversions',
  'creditMinor',
] as const satisfies readonly (keyof RunCredit)[];

function csvField(value: string | number | boolean | null): string {
  return typeof value === 'string' ? csvCell(value) : String(value ?? '');
}

/** A row as a line of the export. */
export function creditLine(row: RunCredit, format: 'ndjson' | 'csv'): string {
  return format === 'ndjson' ? `${JSON.stringify(row)}\n` : `${CREDIT_COLUMNS.map((name) => csvField(row[name])).join(',')}\n`;
}
