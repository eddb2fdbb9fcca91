import { MODEL_NAMES } from '../../../../engine/src/index.ts';
import { CONVERSION_KINDS, currencyName } from '../paths/codes.ts';
import type { PathChunk } from '../paths/packed.ts';
import { type Weighed, weighAll } from '../reports/contributions.ts';
import { campaignsOf } from '../reports/aggregate.ts';
import { DIMENSIONS, type Slot } from '../reports/options.ts';

const DAY_MS = 86_400_000;

/** Where figures belong in time and by their conversions. */
interface Frame {
  startsOn: string;
  kind: string;
  currency: string;
}

/** One cell of a campaign's figures, or what changes in it: billionths, minor units, and how many conversions stand behind them. */
export interface CampaignCell extends Frame {
  campaign: string;
  model: string;
  dimension: string;
  key: string;
  nano: number;
  minor: number;
  counted: number;
}

/** How many conversions of one person credit a slot under each model in order, or by how much that changes. */
export interface CampaignPerson extends Frame {
  campaign: string;
  slot: number;
  person: number;
  counted: number[];
}

/** What a place is credited under every model in order. */
interface Sums extends Frame {
  place: Place;
  nano: Float64Array;
  minor: Float64Array;
  counted: Float64Array;
}

/** A campaign's figures as they are gathered. */
export interface CampaignFigures {
  sums: Map<string, Sums>;
  people: Map<string, CampaignPerson>;
}

/** The campaigns whose figures are kept, each up to an instant: of conversions from then on it is not built yet. */
export type KeptCampaigns = ReadonlyMap<string, { beforeMs: number }>;

/** Where in a campaign credit goes. */
interface Place {
  name: string;
  campaign: string;
  dimension: string;
  key: string;
}

export function createFigures(): CampaignFigures {
  return { sums: new Map(), people: new Map() };
}

/** The places of each slot of a kept campaign, none of the others; one place is one object. */
function placesOfSlots(slots: readonly Slot[], campaigns: KeptCampaigns): (slot: number) => readonly Place[] {
  const byName = new Map<string, Place>();
  const bySlot = new Map<number, Place[]>();
  const placeOf = (campaign: string, dimension: string, key: string) => {
    const name = JSON.stringify([campaign, dimension, key]);
    let place = byName.get(name);
    if (!place) byName.set(name, (place = { name, campaign, dimension, key }));
    return place;
  };
  return (slot) => {
    let places = bySlot.get(slot);
    if (!places) {
      const { campaign } = slots[slot];
      const isKept = campaign !== null && campaigns.has(campaign);
      places = isKept ? DIMENSIONS.map((dimension) => placeOf(campaign, dimension, slots[slot][dimension] ?? '')) : [];
      bySlot.set(slot, places);
    }
    return places;
  };
}

const MODELS_RANGE = MODEL_NAMES.map((_, place) => place);

/** What one path credits somewhere, under every model in order. */
interface Credit {
  nano: Float64Array;
  minor: Float64Array;
}

function creditIn<Key>(credits: Map<Key, Credit>, key: Key): Credit {
  let credit = credits.get(key);
  if (!credit) {
    credit = { nano: new Float64Array(MODEL_NAMES.length), minor: new Float64Array(MODEL_NAMES.length) };
    credits.set(key, credit);
  }
  return credit;
}

const isCredited = ({ nano, minor }: Credit, model: number) => nano[model] !== 0 || minor[model] !== 0;

/** What one path credits: by place, and by slot. */
function creditOf(weighed: Weighed, path: number, placesOf: (slot: number) => readonly Place[]) {
  const { out, nano, minor } = weighed;
  const byPlace = new Map<Place, Credit>();
  const bySlot = new Map<number, Credit>();
  const add = (credit: Credit, touch: number) => {
    for (const model of MODELS_RANGE) {
      credit.nano[model] += nano[model][touch];
      credit.minor[model] += minor[model][touch];
    }
  };
  for (let touch = out.offsets[path]; touch < out.offsets[path + 1]; touch += 1) {
    const slot = out.slot[touch];
    const places = placesOf(slot);
    if (places.length > 0) add(creditIn(bySlot, slot), touch);
    for (const place of places) add(creditIn(byPlace, place), touch);
  }
  return { byPlace, bySlot };
}

/** Credit with the sign it is added with. */
interface Signed {
  credit: Credit;
  sign: 1 | -1;
}

function addToSums({ sums }: CampaignFigures, frame: Frame, place: Place, { credit, sign }: Signed): void {
  const { nano, minor } = credit;
  const name = `${frame.startsOn} ${frame.kind} ${frame.currency} ${place.name}`;
  let known = sums.get(name);
  if (!known) {
    const none = () => new Float64Array(MODEL_NAMES.length);
    sums.set(name, (known = { ...frame, place, nano: none(), minor: none(), counted: none() }));
  }
  for (const model of MODELS_RANGE) {
    known.nano[model] += sign * nano[model];
    known.minor[model] += sign * minor[model];
    if (isCredited(credit, model)) known.counted[model] += sign;
  }
}

/** Who stands behind a slot's credit in one path. */
interface Behind {
  campaign: string;
  slot: number;
  person: number;
}

function addToPeople({ people }: CampaignFigures, frame: Frame, behind: Behind, { credit, sign }: Signed): void {
  const name = `${frame.startsOn} ${frame.kind} ${frame.currency} ${behind.slot} ${behind.person}`;
  let known = people.get(name);
  if (!known) people.set(name, (known = { ...frame, ...behind, counted: MODEL_NAMES.map(() => 0) }));
  for (const model of MODELS_RANGE) if (isCredited(credit, model)) known.counted[model] += sign;
}

/**
 * Adds what these stored paths credit to kept campaigns, under default options and every model, times `sign`: +1 for a path that now holds,
 * −1 for one that is replaced. A conversion counts once in each cell that it credits, and for its person once in each slot. All sums are
 * whole numbers.
 */
export function addFigures(
  figures: CampaignFigures,
  paths: { chunk: PathChunk; slots: readonly Slot[] },
  campaigns: KeptCampaigns,
  sign: 1 | -1,
): void {
  const { chunk, slots } = paths;
  const weighed = weighAll(chunk, campaignsOf(slots));
  const placesOf = placesOfSlots(slots, campaigns);
  const isKept = (campaign: string, path: number) => chunk.convertedAtMs[path] < (campaigns.get(campaign)?.beforeMs ?? 0);
  for (let path = 0; path < chunk.pathCount; path += 1) {
    const { byPlace, bySlot } = creditOf(weighed, path, placesOf);
    if (bySlot.size === 0) continue;
    const startsOn = new Date(Math.floor(chunk.convertedAtMs[path] / DAY_MS) * DAY_MS).toISOString().slice(0, 10);
    const frame = { startsOn, kind: CONVERSION_KINDS[chunk.kind[path]], currency: currencyName(chunk.currency[path]) };
    for (const [place, credit] of byPlace) if (isKept(place.campaign, path)) addToSums(figures, frame, place, { credit, sign });
    for (const [slot, credit] of bySlot) {
      const [{ campaign }] = placesOf(slot);
      if (isKept(campaign, path)) addToPeople(figures, frame, { campaign, slot, person: chunk.person[path] }, { credit, sign });
    }
  }
}

const byText = (a: [string, unknown], b: [string, unknown]) => (a[0] < b[0] ? -1 : 1);

/** The cells that are not nothing, in one order everywhere. */
export function cellsInOrder({ sums }: CampaignFigures): CampaignCell[] {
  return [...sums].sort(byText).flatMap(([, { place, nano, minor, counted, ...frame }]) =>
    MODEL_NAMES.flatMap((model, at) => {
      if (nano[at] === 0 && minor[at] === 0 && counted[at] === 0) return [];
      const { campaign, dimension, key } = place;
      const { startsOn, kind, currency } = frame;
      return [{ campaign, model, dimension, startsOn, key, kind, currency, nano: nano[at], minor: minor[at], counted: counted[at] }];
    }),
  );
}

/** The people who are not nothing, in one order everywhere. */
export function peopleInOrder({ people }: CampaignFigures): CampaignPerson[] {
  return [...people]
    .filter(([, { counted }]) => counted.some((count) => count !== 0))
    .sort(byText)
    .map(([, person]) => person);
}
