import { DEFAULT_OPTIONS, type ReportOptions, type Slot } from '../reports/options.ts';
import { type ExposureKind, LEAST_USABLE_SHARE } from '../../tracking/waterfall/schema.ts';
import { TOUCHPOINT_KINDS } from '../paths/codes.ts';
import { chunkOf, type PathChunk } from '../paths/packed.ts';
import { campaignsOf } from '../reports/aggregate.ts';
import { ANY_CURRENCY, createEvaluated, evaluate } from '../reports/evaluate.ts';

const DAY_MS = 86_400_000;
const PREFIX = 'download:';
const HASH_LENGTH = 32;

/** Which exposures are asked for, and when a matched one is credited. */
export interface MatchTerms {
  campaign?: string | undefined;
  show?: string | undefined;
  episode?: string | undefined;
  /** In milliseconds; the end is excluded. */
  fromMs: number;
  toMs: number;
  lookbackDays: number;
  /** The weakest evidence that is credited. */
  minEvidence: ReportOptions['minEvidence'];
}

/** What is told apart in paths: downloads that were counted of requests, the ads they delivered, and exposures that were not counted. */
export type Unit = 'counted' | ExposureKind;

/** Exposures found in paths, each once however many placements a download delivered and conversions it is matched with. */
export interface MatchedExposures {
  matched: Set<string>;
  attributed: Set<string>;
}

export type MatchedByUnit = Record<Unit, MatchedExposures>;

/** Nothing found yet. */
export function noneMatched(): MatchedByUnit {
  const none = (): MatchedExposures => ({ matched: new Set(), attributed: new Set() });
  return { counted: none(), ad: none(), impression: none(), download: none() };
}

/** What a touchpoint counts as, in each unit by what it is known there; a counted download and an ad it delivered are one touchpoint. */
function unitsOf(id: string, kind: (typeof TOUCHPOINT_KINDS)[number], placement: string | null): [Unit, string][] {
  if (kind === 'impression') return [['impression', id]];
  if (kind !== 'download') return [];
  if (!id.startsWith(PREFIX)) return [['download', id]];
  const request: [Unit, string] = ['counted', requestOf(id, placement)];
  return placement === null ? [request] : [request, ['ad', id]];
}

/** Usable exposures as they fall to credit: usable = matched + unmatched, matched = attributed + uncredited. */
export function creditFall(usable: number, found: MatchedExposures) {
  const matched = Math.min(usable, found.matched.size);
  const attributed = Math.min(matched, found.attributed.size);
  return {
    usable,
    matched,
    unmatched: usable - matched,
    unaccounted: found.matched.size - matched,
    attributed,
    uncredited: matched - attributed,
  };
}

/** The exposures that may be matched among all of them. */
export function usability(usable: number, all: number) {
  const usableShare = all === 0 ? null : usable / all;
  return { unusable: all - usable, usableShare, isUsableShareLow: usableShare !== null && usableShare < LEAST_USABLE_SHARE };
}

/** The request that a touchpoint of a download was made of; the placement's key, or its hash, stands behind it. */
function requestOf(touchpointId: string, placement: string | null): string {
  const rest = touchpointId.slice(PREFIX.length);
  if (placement === null) return rest;
  return rest.endsWith(`:${placement}`) ? rest.slice(0, -placement.length - 1) : rest.slice(0, -HASH_LENGTH - 1);
}

function isMeant({ campaign, show, episode }: Slot, terms: MatchTerms): boolean {
  if (terms.campaign !== undefined && campaign !== terms.campaign) return false;
  return (terms.show === undefined || show === terms.show) && (terms.episode === undefined || episode === terms.episode);
}

/** Of each touch of the paths, 1 where it is credited: by the rules of reports, signals lending their evidence. */
function creditedTouches(chunk: PathChunk, slots: readonly Slot[], { lookbackDays, minEvidence }: MatchTerms): Uint8Array {
  const out = createEvaluated(chunk.capacity);
  evaluate(chunk, { ...DEFAULT_OPTIONS, currency: ANY_CURRENCY, lookbackDays, minEvidence }, campaignsOf(slots), out);
  const credited = new Uint8Array(chunk.offsets[chunk.pathCount]);
  for (let path = 0; path < out.pathCount; path += 1) {
    for (let touch = out.offsets[path]; touch < out.offsets[path + 1]; touch += 1) {
      if (out.origin[touch] >= 0) credited[chunk.offsets[path] + out.origin[touch]] = 1;
    }
  }
  return credited;
}

/** Adds the exposures of stored paths to those found so far. */
export function addMatched(
  found: MatchedByUnit,
  paths: readonly { packed: Uint8Array; touchpointIds: readonly string[] }[],
  slots: readonly Slot[],
  terms: MatchTerms,
): void {
  const chunk = chunkOf(paths.map(({ packed }) => packed));
  const credited = creditedTouches(chunk, slots, terms);
  paths.forEach(({ touchpointIds }, path) => {
    touchpointIds.forEach((id, place) => {
      const touch = chunk.offsets[path] + place;
      const ageMs = chunk.ageMs[touch];
      const atMs = chunk.convertedAtMs[path] - ageMs;
      const slot = slots[chunk.slot[touch]];
      if (atMs < terms.fromMs || atMs >= terms.toMs || !isMeant(slot, terms)) return;
      for (const [unit, name] of unitsOf(id, TOUCHPOINT_KINDS[chunk.evidence[touch] >> 8], slot.placement)) {
        found[unit].matched.add(name);
        if (credited[touch] === 1) found[unit].attributed.add(name);
      }
    });
  });
}

/** From when to when conversions may be matched with exposures of a time. */
export function conversionsOf(
  { fromMs, toMs }: Pick<MatchTerms, 'fromMs' | 'toMs'>,
  lookbackDays: number,
): { from: string; before: string } {
  const latest = Date.parse('9999-01-01');
  const iso = (ms: number) => new Date(Math.max(0, Math.min(latest, ms))).toISOString();
  return { from: iso(fromMs), before: iso(toMs + lookbackDays * DAY_MS + 1) };
}
