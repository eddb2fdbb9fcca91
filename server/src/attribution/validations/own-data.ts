import type { UnitColumns } from '../../../../engine/src/index.ts';
import { mix } from '../../../../simulator/src/random.ts';
import type { Seen } from '../fits/collecting.ts';
import { arrange, type Arranged, ofKinds, watch, type Watched } from '../fits/observing.ts';
import { CONVERSION_KINDS } from '../paths/codes.ts';
import { LOOKBACK_MS, type MatchedWorld } from './matched-world.ts';
import { type Field, personTimeOf, plant, workingExposures } from './planting.ts';
import { summarize, type ValidationStep } from './rules.ts';
import type { PlantedGround, PlantedWorld, Validation, ValidationOptions } from './schema.ts';
import { runModels, sum, type WorldRun } from './world-run.ts';
import { numberPeople } from './watch.ts';
import { worldsInAll } from './worlds.ts';

const DAY_MS = 86_400_000;
const YEAR_MS = 365.25 * DAY_MS;
const PURCHASE = CONVERSION_KINDS.indexOf('purchase');
/** What people are taken to convert at who were never seen converting. */
const ASSUMED_PER_PERSON_YEAR = 0.5;
const LEAST_EXPOSURES = 200;
const LEAST_PLANTED = 100;
const LEAST_UNITS = 3;
const LEAST_OF_UNIT = 20;
const MOST_UNITS = 4_096;
/** The most exposures in a lookback that one person has. */
const MOST_OF_PERSON = 10_000;
/** From this share of exposures on that are repeated often enough, effects that need repetition can be planted. */
const LEAST_REPEATED = 0.1;

/** A tenant's events, and what is asked of them. */
export interface OwnTask {
  options: ValidationOptions;
  seen: Seen;
}

type Exposures = Arranged['exposures'];

function keepExposures({ person, atMs, unit, knownBy }: Exposures, isKept: (row: number) => boolean): Exposures {
  const rows = Uint32Array.from(person, (_, row) => row).filter(isKept);
  return {
    person: Uint32Array.from(rows, (row) => person[row]),
    atMs: Float64Array.from(rows, (row) => atMs[row]),
    unit: Int32Array.from(rows, (row) => unit[row]),
    knownBy: Uint8Array.from(rows, (row) => knownBy[row]),
  };
}

/**
 * Exposures of people who are somebody: a user id such as "guest" has more than 10,000 of them in a lookback, and matches nothing either.
 */
function ofSomebody({ person, atMs }: Exposures): (row: number) => boolean {
  const nobody = new Set<number>();
  for (let row = MOST_OF_PERSON; row < person.length; row += 1) {
    const before = row - MOST_OF_PERSON;
    if (person[row] === person[before] && atMs[row] - atMs[before] <= LOOKBACK_MS) nobody.add(person[row]);
  }
  return (row) => !nobody.has(person[row]);
}

/** At most so many people, drawn by the seed. */
function samplePeople({ person }: Exposures, most: number, seed: number): (row: number) => boolean {
  const people = Uint32Array.from(new Set(person));
  if (people.length <= most) return () => true;
  const word = mix(seed);
  const drawn = new Set(people.sort((a, b) => mix(a ^ word) - mix(b ^ word)).subarray(0, most));
  return (row) => drawn.has(person[row]);
}

/** The rate at which watched people convert: by purchases, else by all conversions, else an assumed one. */
function rateOf(watched: Watched): { rate: number; isAssumed: boolean } {
  const purchases = ofKinds(watched, new Set([PURCHASE])).conversionAt.length;
  const count = purchases === 0 ? watched.conversionAt.length : purchases;
  const time = personTimeOf(watched);
  return count === 0 || time === 0
    ? { rate: ASSUMED_PER_PERSON_YEAR / YEAR_MS, isAssumed: true }
    : { rate: count / time, isAssumed: false };
}

const NO_CONVERSIONS = { person: new Uint32Array(0), atMs: new Float64Array(0), kind: new Uint8Array(0) };

/** Units that were heard, numbered from 0, in the order of their keys. */
function renumber(exposures: Exposures): { exposures: Exposures; unitCount: number } {
  const units = Array.from(new Set(exposures.unit)).sort((a, b) => a - b);
  const places = new Map(units.map((unit, place) => [unit, place]));
  return { exposures: { ...exposures, unit: exposures.unit.map((unit) => places.get(unit) ?? 0) }, unitCount: units.length };
}

/** What is planted into for one seed, of the last days' exposures. */
function fieldOf(recent: Arranged, terms: Pick<Field, 'organicRate' | 'lookbackMs'>, drawn: { households: number; seed: number }): Field {
  const sampled = keepExposures(recent.exposures, samplePeople(recent.exposures, drawn.households, drawn.seed));
  const { exposures, unitCount } = renumber(sampled);
  return { watched: watch({ ...recent, exposures, conversions: NO_CONVERSIONS }, terms.lookbackMs), unitCount, ...terms };
}

function insufficiencyOf({ watched, unitCount, organicRate, lookbackMs }: Field, unit: PlantedGround['unit']): string | null {
  const exposures = watched.exposureUnit.length;
  const heard = new Float64Array(unitCount);
  for (const one of watched.exposureUnit) heard[one] += 1;
  const large = heard.filter((count) => count >= LEAST_OF_UNIT).length;
  const planted = 2 * organicRate * personTimeOf(watched);
  if (unitCount > MOST_UNITS)
    return `There are ${unitCount} ${unit}s, and models tell at most ${MOST_UNITS} apart; ask for fewer households.`;
  if (large >= LEAST_UNITS && exposures >= LEAST_EXPOSURES && planted >= LEAST_PLANTED) return null;
  const each = planted > 0 ? planted / exposures : 2 * organicRate * lookbackMs;
  const needed = Math.max(LEAST_EXPOSURES, Math.ceil(LEAST_PLANTED / each));
  return (
    `Not enough data: ${exposures} exposures, and ${large} ${unit}s with ${LEAST_OF_UNIT} of them or more. ` +
    `About ${needed} exposures and ${LEAST_UNITS} such ${unit}s are needed, so that ${LEAST_PLANTED} conversions can be planted.`
  );
}

/** The path of every conversion: what its person was exposed to in the lookback before it. */
function pathsOf(watched: Watched, lookbackMs: number): UnitColumns & { row: number[] } {
  const { exposureOffsets, exposureAt, exposureUnit, conversionOffsets, conversionAt } = watched;
  const [units, ages, offsets, rows]: number[][] = [[], [], [0], []];
  for (let row = 0; row < watched.identityCount; row += 1) {
    for (let place = conversionOffsets[row]; place < conversionOffsets[row + 1]; place += 1) {
      for (let touch = exposureOffsets[row]; touch < exposureOffsets[row + 1]; touch += 1) {
        const age = conversionAt[place] - exposureAt[touch];
        if (age < 0 || age > lookbackMs) continue;
        units.push(exposureUnit[touch]);
        ages.push(age);
      }
      offsets.push(units.length);
      rows.push(row);
    }
  }
  return {
    pathCount: rows.length,
    offsets: Int32Array.from(offsets),
    unit: Int32Array.from(units),
    ageMs: Float64Array.from(ages),
    row: rows,
  };
}

/** A field with planted conversions, as models see it. */
export function plantWorld(world: PlantedWorld, field: Field, seed: number): MatchedWorld {
  const { conversionOffsets, conversionAt, caused, organic, isIdle } = plant(world, field, seed);
  const conversionKind = new Uint8Array(conversionAt.length).fill(PURCHASE);
  const watched = { ...field.watched, conversionOffsets, conversionAt, conversionKind };
  const { people, personOfRow } = numberPeople(watched);
  const { row, ...paths } = pathsOf(watched, field.lookbackMs);
  const campaigns = isIdle.map((_, unit) => String(unit));
  return {
    paths,
    lookbackMs: field.lookbackMs,
    watch: { watched, people, personOfRow, personOf: Int32Array.from(row, (one) => personOfRow[one]) },
    campaigns,
    withoutEffect: campaigns.filter((_, unit) => isIdle[unit]),
    caused,
    organic,
    quality: { purchases: row.length, matchedShare: null, ownShare: null, foundShare: null, byEvidence: [] },
  };
}

/** The second form is effects that need repetition, where enough people heard the same often enough; else ones that come late. */
function formsOf({ watched }: Field): PlantedWorld[] {
  const repeated = sum(workingExposures('planted-threshold', watched));
  return ['planted-fading', repeated >= LEAST_REPEATED * watched.exposureAt.length ? 'planted-threshold' : 'planted-delay'];
}

function* runPlanted(world: PlantedWorld, field: Field, resampling: { seed: number; replicates: number }): Generator<void, WorldRun> {
  const planted = plantWorld(world, field, resampling.seed);
  yield;
  const models = yield* runModels(planted, resampling);
  const { campaigns, caused, organic, quality } = planted;
  return { world, campaigns: campaigns.length, caused: sum(caused), organic, quality, models, known: models };
}

/**
 * Holds every model against planted conversions (METHOD §7): a tenant's exposures of the last days are real, its conversions give nothing
 * but who is who and the organic rate. Pure and synchronous, and yields often. The same events and options give the same figures, in
 * whatever order events were seen. Too little data is an answer.
 */
export function* validateOnExposures({ options, seen }: OwnTask): Generator<ValidationStep, Validation> {
  const { runs, households, replicates, unit = 'campaign' } = options;
  const lookbackMs = options.lookbackDays === undefined ? LOOKBACK_MS : options.lookbackDays * DAY_MS;
  const totalWorlds = worldsInAll({ on: 'own_data', runs });
  const all = arrange(seen);
  const fromMs = all.endMs - options.days * DAY_MS;
  const isOfSomebody = ofSomebody(all.exposures);
  const recent = { ...all, exposures: keepExposures(all.exposures, (row) => all.exposures.atMs[row] >= fromMs && isOfSomebody(row)) };
  const { rate, isAssumed } = rateOf(watch(recent, lookbackMs));
  const fieldFor = (seed: number) => fieldOf(recent, { organicRate: rate, lookbackMs }, { households, seed });
  const first = fieldFor(options.seed);
  const ownData: PlantedGround = {
    unit,
    people: first.watched.people,
    exposures: first.watched.exposureAt.length,
    units: first.unitCount,
    organicPerPersonYear: rate * YEAR_MS,
    isRateAssumed: isAssumed,
    insufficient: insufficiencyOf(first, unit),
  };
  if (ownData.insufficient !== null) return { isSimulated: true, options, ownData, models: [], worlds: [] };
  const forms = formsOf(first);
  const done: WorldRun[][] = [];
  for (let run = 0; run < runs; run += 1) {
    const seed = (options.seed + run) % 4_294_967_296;
    const field = run === 0 ? first : fieldFor(seed);
    const worlds: WorldRun[] = [];
    for (const form of forms) {
      const steps = runPlanted(form, field, { seed, replicates });
      let step = steps.next();
      for (; step.done !== true; step = steps.next()) yield { worlds: run * forms.length + worlds.length, totalWorlds };
      worlds.push(step.value);
    }
    done.push(worlds);
  }
  yield { worlds: totalWorlds, totalWorlds };
  return { ...summarize(options, done), ownData };
}
