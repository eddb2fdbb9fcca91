import type { UnitColumns } from '../../../../engine/src/index.ts';
import { type NamedWorld, truthOf } from '../../../../simulator/src/index.ts';
import type { CodeBook } from '../../catalog/codes/schema.ts';
import type { ConversionEvidence, TouchpointEvidence } from '../../tracking/evidence/service.ts';
import { isSignal, TOUCHPOINT_KINDS } from '../paths/codes.ts';
import { indexTouchpoints, type MatchedTouch, matchPath } from '../paths/match.ts';
import { chunkOf, type PathChunk } from '../paths/packed.ts';
import { buildPath, type Numbering } from '../paths/rules.ts';
import { campaignsOf } from '../reports/aggregate.ts';
import { ANY_CURRENCY, createEvaluated, evaluate } from '../reports/evaluate.ts';
import { DEFAULT_OPTIONS, type Slot } from '../reports/options.ts';
import type { Reading } from './evidence.ts';
import { createOwnership, type MatchQuality } from './match-quality.ts';
import { type Watch, watchWorld } from './watch.ts';

const DAY_MS = 86_400_000;
export const LOOKBACK_MS = DEFAULT_OPTIONS.lookbackDays * DAY_MS;
const NO_HISTORY = { purchaseAtMs: undefined, visitAtMs: undefined };

/** A world after matching: what a model gets to see, and what it is held against. */
export interface MatchedWorld {
  /** One path for each purchase under a report's default options; the units are the world's campaigns. */
  paths: UnitColumns;
  /** What fitted models are fitted to; its purchases are the paths. */
  watch: Watch;
  /** How long before a purchase an exposure of its path may lie. */
  lookbackMs: number;
  campaigns: readonly string[];
  withoutEffect: readonly string[];
  /** By campaign. */
  caused: Float64Array;
  organic: number;
  quality: MatchQuality;
}

interface Events {
  touchpoints: TouchpointEvidence[];
  conversions: ConversionEvidence[];
  /** Of touchpoints and conversions by id; −1 for bots. */
  householdOf: Map<string, number>;
  causes: { causes: { incremental: number[]; organic: number } }[];
}

function readWorld(world: NamedWorld, reading: Reading, keepsSignals: boolean): Events {
  const events: Events = { touchpoints: [], conversions: [], householdOf: new Map(), causes: [] };
  for (const { household, touchpoints, conversions, causes } of world.lives()) {
    for (const event of touchpoints) {
      if (!keepsSignals && event.kind !== 'download' && event.kind !== 'impression') continue;
      events.touchpoints.push(reading.touchpoint(event, household));
      events.householdOf.set(event.id, household);
    }
    for (const event of conversions) {
      events.conversions.push(reading.conversion(event, household));
      events.householdOf.set(event.id, household);
    }
    events.causes.push({ causes });
  }
  return events;
}

function codeBookOf(world: NamedWorld): CodeBook {
  const codes = world.catalog.campaigns.flatMap(({ key, codes: own }) =>
    own.map(({ code, show }) => ({ code, show, campaign: key, validFrom: null, validUntil: null, createdAt: '' })),
  );
  const byCode = new Map(codes.map((code) => [code.code, code]));
  return { at: (code) => byCode.get(code) };
}

function openNumbering(): Numbering & { slots: Slot[] } {
  const slots: Slot[] = [];
  const numbers = new Map<string, number>();
  return {
    slots,
    sourceOf: () => -1,
    slotOf(slot) {
      const name = JSON.stringify(slot);
      let number = numbers.get(name);
      if (number === undefined) {
        numbers.set(name, (number = slots.length));
        slots.push(slot);
      }
      return number;
    },
  };
}

interface Paired {
  conversion: ConversionEvidence;
  matched: MatchedTouch[];
}

/** What the tenant's paths would be stored as. */
function buildPaths(world: NamedWorld, pairs: readonly Paired[]) {
  const codes = codeBookOf(world);
  const numbering = openNumbering();
  const built = pairs.map((pair) => buildPath({ ...pair, history: NO_HISTORY, codes }, numbering));
  return { slots: numbering.slots, chunk: chunkOf(built.flatMap(({ packed }) => packed ?? [])), built };
}

/** Paths as a report with default options reads them. */
function readPaths(world: NamedWorld, chunk: PathChunk, slots: readonly Slot[]): UnitColumns {
  const out = createEvaluated(chunk.pathCount);
  evaluate(chunk, { ...DEFAULT_OPTIONS, currency: ANY_CURRENCY }, campaignsOf(slots), out);
  const units = Int32Array.from(slots, ({ campaign }) => world.campaigns.indexOf(campaign ?? ''));
  const touches = out.offsets[out.pathCount];
  return {
    pathCount: out.pathCount,
    offsets: out.offsets,
    ageMs: out.ageMs.slice(0, touches),
    unit: Int32Array.from(out.slot.subarray(0, touches), (slot) => units[slot]),
  };
}

/** Matches a world by the rules that stored paths are made by, and reads the paths as a report does. */
export function matchWorld(world: NamedWorld, reading: Reading, keepsSignals: boolean): MatchedWorld {
  const events = readWorld(world, reading, keepsSignals);
  const index = indexTouchpoints(events.touchpoints);
  const exposures = events.touchpoints.filter(({ kind }) => !isSignal(TOUCHPOINT_KINDS.indexOf(kind)) && kind !== 'click');
  const ownership = createOwnership(exposures, events.householdOf);
  const pairs = events.conversions.map((conversion): Paired => {
    const matched = matchPath(conversion, index);
    ownership.note(conversion, matched);
    return { conversion, matched };
  });
  const truth = truthOf(world.campaigns, events.causes);
  const { slots, chunk, built } = buildPaths(world, pairs);
  const purchases = built.map(({ touchpointIds }, path) => {
    const [person, atMs, kind] = [chunk.person[path] >>> 0, chunk.convertedAtMs[path], chunk.kind[path]];
    return { person, atMs, kind, touchpointIds };
  });
  return {
    paths: readPaths(world, chunk, slots),
    watch: watchWorld(events.touchpoints, purchases, world.campaigns, LOOKBACK_MS),
    lookbackMs: LOOKBACK_MS,
    campaigns: world.campaigns,
    withoutEffect: world.withoutEffect,
    caused: Float64Array.from(truth.campaigns, ({ incrementalConversions }) => incrementalConversions),
    organic: truth.organicConversions,
    quality: ownership.finish(),
  };
}
