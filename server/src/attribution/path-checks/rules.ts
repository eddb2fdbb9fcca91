import { createHash } from 'node:crypto';
import { MODEL_NAMES } from '../../../../engine/src/index.ts';
import { CONVERSION_KINDS, currencyName, EVIDENCE_CLASSES, TOUCHPOINT_KINDS } from '../paths/codes.ts';
import { chunkOf } from '../paths/packed.ts';
import type { BuiltPath } from '../paths/rules.ts';
import type { Changes } from '../reports/contributions.ts';
import type { Slot } from '../reports/options.ts';
import type { PathCheck, PathDifference } from './schema.ts';

const MOST_DIFFERENCES = 100;
const HOUR_MS = 3_600_000;

/** What the numbers in stored paths stand for. */
export interface Meanings {
  slots: readonly Slot[];
  sourceOf: (number: number) => string | null;
}

/** What a path says, by keys and ids instead of the numbers it is stored with, which depend on the order of arrival. */
export interface PathContent {
  duplicateOf: string | null;
  convertedAtMs: number;
  valueMinor: number;
  currency: string;
  kind: string;
  customer: number;
  priorPurchaseAtMs: number;
  priorVisitAtMs: number;
  code: Slot | null;
  referrer: string | null;
  utm: string | null;
  person: number;
  syntheticRank: number;
  touchpoints: [id: string, ageMs: number, kind: string, evidence: string, slot: (string | null)[]][];
}

const placeOf = ({ campaign, channel, show, episode, placement, deliveryEvidence }: Slot) => [
  campaign,
  channel,
  show,
  episode,
  placement,
  deliveryEvidence,
];

/** What a path says; of a duplicate only which record counts. */
export function contentOf({ duplicateOf, convertedAtMs, packed, touchpointIds }: BuiltPath, { slots, sourceOf }: Meanings): PathContent {
  const chunk = chunkOf(packed === null ? [] : [packed]);
  const code = packed === null ? -1 : chunk.codeSlot[0];
  return {
    duplicateOf,
    convertedAtMs,
    valueMinor: chunk.valueMinor[0] ?? 0,
    currency: packed === null ? '' : currencyName(chunk.currency[0]),
    kind: packed === null ? '' : CONVERSION_KINDS[chunk.kind[0]],
    customer: chunk.customer[0] ?? 0,
    priorPurchaseAtMs: chunk.priorPurchaseAtMs[0] ?? 0,
    priorVisitAtMs: chunk.priorVisitAtMs[0] ?? 0,
    code: code < 0 ? null : slots[code],
    referrer: packed === null ? null : sourceOf(chunk.referrer[0]),
    utm: packed === null ? null : sourceOf(chunk.utm[0]),
    person: chunk.person[0] ?? 0,
    syntheticRank: chunk.syntheticRank[0] ?? 0,
    touchpoints: touchpointIds.map((id, touch) => [
      id,
      chunk.ageMs[touch],
      TOUCHPOINT_KINDS[chunk.evidence[touch] >> 8],
      EVIDENCE_CLASSES[chunk.evidence[touch] & 255],
      placeOf(slots[chunk.slot[touch]]),
    ]),
  };
}

/**
 * What a path built anew says, with what a stored one knows of earlier conversions of its person that are kept no longer: what is from
 * before `keptFromMs` cannot be asked again.
 */
export function withForgotten(rebuilt: PathContent, stored: PathContent | undefined, keptFromMs: number | undefined): PathContent {
  if (!stored || keptFromMs === undefined) return rebuilt;
  const prior = (field: 'priorPurchaseAtMs' | 'priorVisitAtMs') =>
    stored[field] > 0 && stored[field] < keptFromMs ? stored[field] : rebuilt[field];
  return { ...rebuilt, priorPurchaseAtMs: prior('priorPurchaseAtMs'), priorVisitAtMs: prior('priorVisitAtMs') };
}

/** Without the person's number, which comes from a key of the tenant's own: the same events give the same line anywhere. */
const lineOf = (conversionId: string, { person: _person, ...content }: PathContent) => JSON.stringify([conversionId, content]);

/** Which parts of two contents differ, in a sentence; undefined when none does. */
export function differenceOf(stored: PathContent | undefined, rebuilt: PathContent | undefined): string | undefined {
  if (!stored) return 'no path is stored for it';
  if (!rebuilt) return 'a path is stored, and the conversion is not';
  const names = Object.keys(stored) as (keyof PathContent)[];
  const differing = names.filter((name) => JSON.stringify(stored[name]) !== JSON.stringify(rebuilt[name]));
  return differing.length === 0 ? undefined : `the stored path and the one built anew differ in ${differing.join(', ')}`;
}

/** One row of the rollups of a day, under a name of its own. */
export type RollupRows = Map<string, readonly number[]>;

const MODEL_SUMS = MODEL_NAMES.length * 2;

/** The rows that paths come to, in the form in which stored ones are compared; those that come to nothing are left out. */
export function rollupRowsOf({ credits, conversions }: Changes): RollupRows {
  const rows: RollupRows = new Map();
  const add = (name: string, sums: Float64Array) => {
    if (sums.some((sum) => sum !== 0)) rows.set(name, [...sums]);
  };
  for (const { dimension, key, kind, currency, evidence, sums } of credits.values())
    add(JSON.stringify(['credit', dimension, key, CONVERSION_KINDS[kind], currency, evidence]), sums.slice(0, MODEL_SUMS));
  for (const { kind, currency, sums } of conversions.values()) add(JSON.stringify(['conversions', CONVERSION_KINDS[kind], currency]), sums);
  return rows;
}

/** How stored rows of a day differ from those that its paths come to. */
export function rollupDifferences(day: string, stored: RollupRows, computed: RollupRows): PathDifference[] {
  const names = [...new Set([...stored.keys(), ...computed.keys()])].sort();
  return names.flatMap((name) => {
    const [is, should] = [stored.get(name) ?? [], computed.get(name) ?? []];
    if (JSON.stringify(is) === JSON.stringify(should)) return [];
    const says = `the row ${name} holds ${is.join(' ') || 'nothing'}, and the paths come to ${should.join(' ') || 'nothing'}`;
    return [{ of: 'rollup' as const, conversionId: null, day, says }];
  });
}

/** What a day came to. */
export interface DayCheck {
  day: string;
  conversions: number;
  differences: PathDifference[];
  storedHash: string;
  rebuiltHash: string;
}

/** Hashes the lines of a day whatever their order: over their own hashes, sorted. */
export function createDayHash() {
  const hashes: string[] = [];
  return {
    add: (conversionId: string, content: PathContent) =>
      void hashes.push(createHash('sha256').update(lineOf(conversionId, content)).digest('hex')),
    digest: () => createHash('sha256').update(hashes.sort().join('\n')).digest('hex'),
  };
}

/** Adds up what days came to. */
export function createPathCheckSum() {
  const [stored, rebuilt] = [createHash('sha256'), createHash('sha256')];
  const kept: PathDifference[] = [];
  let [conversions, differenceCount, unsettled, uncheckable] = [0, 0, 0, 0];
  let [fromDay, throughDay]: (string | null)[] = [null, null];
  const addDifferences = (differences: readonly PathDifference[]) => {
    differenceCount += differences.length;
    kept.push(...differences.slice(0, MOST_DIFFERENCES - kept.length));
  };
  return {
    addDay(one: DayCheck): void {
      conversions += one.conversions;
      fromDay ??= one.day;
      throughDay = one.day;
      stored.update(`${one.day} ${one.conversions} ${one.storedHash}\n`);
      rebuilt.update(`${one.day} ${one.conversions} ${one.rebuiltHash}\n`);
    },
    addDifferences,
    addUnsettled: (count: number) => void (unsettled += count),
    addUncheckable: (count: number) => void (uncheckable += count),
    finish: (): Omit<PathCheck, 'startedAt' | 'finishedAt' | 'isWhole'> => ({
      verdict: differenceCount > 0 ? 'differs' : unsettled > 0 ? 'unsettled' : 'same',
      fromDay,
      throughDay,
      conversions,
      uncheckable,
      unsettled,
      differenceCount,
      differences: kept,
      storedHash: stored.digest('hex'),
      rebuiltHash: rebuilt.digest('hex'),
    }),
  };
}

const NIGHT = { fromHour: 1, beforeHour: 5 };
const NIGHT_AGE_MS = 20 * HOUR_MS;
const MOST_AGE_MS = 48 * HOUR_MS;

/** Whether a tenant's paths are to be checked: at night (UTC) when the last check is of the night before, or when it is two days old. */
export function isDue(nowMs: number, lastMs: number | undefined): boolean {
  const age = lastMs === undefined ? Infinity : nowMs - lastMs;
  const hour = new Date(nowMs).getUTCHours();
  return (age >= NIGHT_AGE_MS && hour >= NIGHT.fromHour && hour < NIGHT.beforeHour) || (lastMs !== undefined && age >= MOST_AGE_MS);
}
