import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CLASS_PROMO_CODE, EVIDENCE_CLASSES, isSignal, KIND_PROMO_CODE, lentClass, TIER, TOUCHPOINT_KINDS } from '../paths/codes.ts';
import { chunkOf, packPath, type PackedTouch, type PathRecord } from '../paths/packed.ts';
import { campaignsOf } from './aggregate.ts';
import { createEvaluated, evaluate } from './evaluate.ts';
import { DEFAULT_OPTIONS, type ReportOptions, type Slot } from './options.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const CONVERTED_AT_MS = Date.parse('2026-11-20T12:00:00Z');

const slotOf = (campaign: string | null, show: string): Slot => ({
  campaign,
  show,
  channel: null,
  episode: null,
  placement: null,
  deliveryEvidence: null,
});
const SLOTS = ['b', 'a', null, 'c', 'b', 'd', null, 'a'].map((campaign, place) => slotOf(campaign, `show-${place}`));

interface Touch extends PackedTouch {
  origin: number;
}

/** The signals one after the other over all exposures, as the method says it. */
function lendNaively(touches: Touch[], path: PathRecord, slots: Slot[]): Touch[] {
  const exposures = touches.filter(({ kind }) => !isSignal(kind)).map((touch) => ({ ...touch }));
  const code = path.codeSlot < 0 ? [] : [{ slot: path.codeSlot, lent: CLASS_PROMO_CODE, isCode: true }];
  const others = touches.filter(({ kind, slot }) => isSignal(kind) && slots[slot].campaign !== null);
  const signals = [...code, ...others.map(({ slot, kind, evidence }) => ({ slot, lent: lentClass(kind, evidence), isCode: false }))];
  const orphans: typeof signals = [];
  for (const { slot, lent, isCode } of signals) {
    const isOurs = (one: { slot: number }) => slots[one.slot].campaign === slots[slot].campaign;
    const orphan = orphans.find(isOurs);
    if (orphan) orphan.lent = TIER[lent] < TIER[orphan.lent] ? lent : orphan.lent;
    else if (!exposures.some(isOurs)) orphans.push({ slot, lent, isCode });
    else for (const one of exposures.filter(isOurs)) one.evidence = TIER[lent] < TIER[one.evidence] ? lent : one.evidence;
  }
  const campaignName = ({ slot }: { slot: number }) => slots[slot].campaign ?? '';
  orphans.sort((a, b) => Number(b.isCode) - Number(a.isCode) || (campaignName(a) < campaignName(b) ? -1 : 1));
  const synthetic = orphans.map(({ slot, lent }) => ({ ageMs: 1, slot, evidence: lent, kind: KIND_PROMO_CODE, origin: -1 }));
  const isBefore = ({ origin }: Touch) => origin < path.syntheticRank;
  return [...exposures.filter(isBefore), ...synthetic, ...exposures.filter((touch) => !isBefore(touch))];
}

function asTouches(touches: Touch[], path: PathRecord): Touch[] {
  const own = touches.map((touch) => ({
    ...touch,
    evidence: isSignal(touch.kind) ? lentClass(touch.kind, touch.evidence) : touch.evidence,
  }));
  if (path.codeSlot < 0) return own;
  const code = { ageMs: 1, slot: path.codeSlot, evidence: CLASS_PROMO_CODE, kind: KIND_PROMO_CODE, origin: -1 };
  return [...own.filter(({ origin }) => origin < path.syntheticRank), code, ...own.filter(({ origin }) => origin >= path.syntheticRank)];
}

function creditedNaively(path: PathRecord, options: ReportOptions, slots: Slot[]): Touch[] {
  const { lookbackDays, touchpointKinds, minEvidence, responseSignals, repeats } = options;
  const inside = path.touches.map((touch, origin) => ({ ...touch, origin })).filter(({ ageMs }) => ageMs <= lookbackDays * DAY_MS);
  const seen = responseSignals === 'evidence' ? lendNaively(inside, path, slots) : asTouches(inside, path);
  const weakest = TIER[EVIDENCE_CLASSES.indexOf(minEvidence)];
  const asked = seen.filter(({ kind, evidence }) => TIER[evidence] <= weakest && (touchpointKinds?.includes(kind) ?? true));
  if (repeats === 'every') return asked;
  const day = ({ ageMs }: Touch) => Math.floor((path.convertedAtMs - ageMs) / DAY_MS);
  const isSame = (a: Touch, b: Touch) => {
    const [one, other] = [slots[a.slot].campaign, slots[b.slot].campaign];
    return day(a) === day(b) && (one === null ? a.slot === b.slot : one === other);
  };
  return asked.filter((touch, place) => !asked.slice(0, place).some((earlier) => isSame(earlier, touch)));
}

/** What `evaluate` credits, path by path, read back as rows. */
function credited(paths: PathRecord[], options: ReportOptions, slots: Slot[]): Omit<Touch, 'kind'>[][] {
  const chunk = chunkOf(paths.map(packPath));
  const out = createEvaluated(chunk.capacity);
  evaluate(chunk, options, campaignsOf(slots), out);
  return paths.map((_, path) => {
    const [start, end] = [out.offsets[path], out.offsets[path + 1]];
    return Array.from({ length: end - start }, (_touch, place) => {
      const at = start + place;
      return { ageMs: out.ageMs[at], slot: out.slot[at], evidence: out.evidence[at], origin: out.origin[at] };
    });
  });
}

function pathOf(touches: PackedTouch[], more: Partial<PathRecord> = {}): PathRecord {
  return {
    convertedAtMs: CONVERTED_AT_MS,
    valueMinor: 1_000,
    currency: null,
    kind: 0,
    priorPurchaseAtMs: 0,
    priorVisitAtMs: 0,
    customer: 0,
    codeSlot: -1,
    referrer: -1,
    utm: -1,
    syntheticRank: touches.filter(({ ageMs }) => ageMs > 1).length,
    person: 1,
    touches,
    ...more,
  };
}

const anyTouch = (slotCount: number): fc.Arbitrary<PackedTouch> =>
  fc.record({
    ageMs: fc.oneof(
      fc.integer({ min: 0, max: 2 }),
      fc.integer({ min: 0, max: 60 }).map((hours) => hours * HOUR_MS),
    ),
    slot: fc.nat(slotCount - 1),
    evidence: fc.nat(EVIDENCE_CLASSES.length - 1),
    kind: fc.nat(TOUCHPOINT_KINDS.length - 1),
  });

const anyPath = (slotCount: number): fc.Arbitrary<PathRecord> =>
  fc
    .record({ touches: fc.array(anyTouch(slotCount), { maxLength: 14 }), codeSlot: fc.integer({ min: -1, max: slotCount - 1 }) })
    .map(({ touches, codeSlot }) =>
      pathOf(
        touches.sort((a, b) => b.ageMs - a.ageMs),
        { codeSlot },
      ),
    );

const anyOptions: fc.Arbitrary<ReportOptions> = fc
  .record({
    repeats: fc.constantFrom('every', 'unique'),
    responseSignals: fc.constantFrom('evidence', 'touchpoint'),
    lookbackDays: fc.constantFrom(1, 2, 30),
    minEvidence: fc.constantFrom(...EVIDENCE_CLASSES),
    touchpointKinds: fc.option(fc.uniqueArray(fc.nat(TOUCHPOINT_KINDS.length - 1)), { nil: undefined }),
  })
  .map((chosen) => ({ ...DEFAULT_OPTIONS, ...chosen }));

/** Chunks of paths, each of a tenant with as many slots as it happens to have. */
const anyChunks = fc.array(
  fc.integer({ min: 1, max: SLOTS.length }).chain((slotCount) =>
    fc.record({
      slots: fc.constant(SLOTS.slice(0, slotCount)),
      paths: fc.array(anyPath(slotCount), { minLength: 1, maxLength: 4 }),
    }),
  ),
  { minLength: 1, maxLength: 3 },
);

test('lending, synthetic touches, filters and repeats come out as if every touch were compared with every other', () => {
  fc.assert(
    fc.property(anyChunks, anyOptions, (chunks, options) => {
      for (const { slots, paths } of chunks) {
        const expected = paths.map((path) =>
          creditedNaively(path, options, slots).map(({ ageMs, slot, evidence, origin }) => ({ ageMs, slot, evidence, origin })),
        );
        expect(credited(paths, options, slots)).toEqual(expected);
      }
    }),
    { numRuns: 1_500 },
  );
});

const EXPOSURE = TOUCHPOINT_KINDS.findIndex((_, kind) => !isSignal(kind));
const VANITY_VISIT = TOUCHPOINT_KINDS.indexOf('vanity_visit');
const HOUSEHOLD = EVIDENCE_CLASSES.indexOf('household_ip');
const at = (hours: number, slot: number, kind = EXPOSURE, evidence = HOUSEHOLD): PackedTouch => ({
  ageMs: hours * HOUR_MS,
  slot,
  evidence,
  kind,
});

test('a repeat is dropped on its own UTC day only, and of its own path only', () => {
  const path = pathOf([at(37, 0), at(36, 4), at(20, 1), at(13, 0), at(12, 0), at(1, 4)]);
  const unique: ReportOptions = { ...DEFAULT_OPTIONS, repeats: 'unique' };
  const origins = credited([path, path], unique, SLOTS).map((touches) => touches.map(({ origin }) => origin));
  expect(origins).toEqual([
    [0, 1, 2, 4],
    [0, 1, 2, 4],
  ]);
});

test('of a campaign without exposure the first signal names the slot and the strongest gives the class', () => {
  const [device, click] = [EVIDENCE_CLASSES.indexOf('device_id'), EVIDENCE_CLASSES.indexOf('click_id')];
  const path = pathOf([at(9, 3), at(5, 0, VANITY_VISIT, device), at(4, 4, VANITY_VISIT, click), at(3, 1, VANITY_VISIT)]);
  const [touches] = credited([path], DEFAULT_OPTIONS, SLOTS);
  expect(touches.map(({ slot, evidence, origin }) => [slot, evidence, origin])).toEqual([
    [3, HOUSEHOLD, 0],
    [1, HOUSEHOLD, -1],
    [0, click, -1],
  ]);
});

test('thousands of campaigns in one path lend, stand in and repeat each for itself', () => {
  const count = 3_000;
  const slots = Array.from({ length: count }, (_, place) => slotOf(`campaign-${String(place).padStart(5, '0')}`, 'show'));
  const exposures = Array.from({ length: count / 2 }, (_, place) => at(9, 2 * place));
  const visits = Array.from({ length: count }, (_, place) => at(8, count - 1 - place, VANITY_VISIT, EVIDENCE_CLASSES.indexOf('user_id')));
  const path = pathOf([...exposures, ...exposures, ...visits]);
  const [touches] = credited([path], { ...DEFAULT_OPTIONS, repeats: 'unique' }, slots);
  expect(touches.map(({ slot }) => slot)).toEqual([
    ...exposures.map(({ slot }) => slot),
    ...Array.from({ length: count / 2 }, (_, place) => 2 * place + 1),
  ]);
  expect(new Set(touches.map(({ evidence }) => EVIDENCE_CLASSES[evidence]))).toEqual(new Set(['user_id']));
});
