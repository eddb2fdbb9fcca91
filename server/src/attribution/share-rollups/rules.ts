import { MODEL_NAMES } from '../../../../engine/src/index.ts';
import { CONVERSION_KINDS, currencyName } from '../paths/codes.ts';
import type { PathChunk } from '../paths/packed.ts';
import { type Weighed, weighAll } from '../reports/contributions.ts';
import { campaignsOf } from '../reports/aggregate.ts';
import { DIMENSIONS, type Slot } from '../reports/options.ts';

const DAY_MS = 86_400_000;

/** One cell of a share's figures, or what changes in it: billionths, minor units, and how many conversions stand behind them. */
export interface ShareCell {
  shareId: string;
  model: string;
  dimension: string;
  startsOn: string;
  key: string;
  kind: string;
  currency: string;
  nano: number;
  minor: number;
  counted: number;
}

/** Cells by what names them. */
export type ShareCells = Map<string, ShareCell>;

/** Which shares each shared campaign's figures go to. */
export type SharesOfCampaigns = ReadonlyMap<string, readonly string[]>;

/** What one path credits in one place, under each model in order. */
interface PlaceCredit {
  campaign: string;
  dimension: string;
  key: string;
  nano: Float64Array;
  minor: Float64Array;
}

function creditByPlace(weighed: Weighed, path: number, slots: readonly Slot[], shares: SharesOfCampaigns): Iterable<PlaceCredit> {
  const { out, nano, minor } = weighed;
  const places = new Map<string, PlaceCredit>();
  for (let touch = out.offsets[path]; touch < out.offsets[path + 1]; touch += 1) {
    const slot = slots[out.slot[touch]];
    const { campaign } = slot;
    if (campaign === null || !shares.has(campaign)) continue;
    for (const dimension of DIMENSIONS) {
      const key = slot[dimension] ?? '';
      const name = JSON.stringify([campaign, dimension, key]);
      let place = places.get(name);
      if (!place) {
        const none = () => new Float64Array(MODEL_NAMES.length);
        places.set(name, (place = { campaign, dimension, key, nano: none(), minor: none() }));
      }
      for (let model = 0; model < MODEL_NAMES.length; model += 1) {
        place.nano[model] += nano[model][touch];
        place.minor[model] += minor[model][touch];
      }
    }
  }
  return places.values();
}

function addCell(cells: ShareCells, cell: ShareCell): void {
  const { shareId, model, dimension, startsOn, key, kind, currency } = cell;
  const name = JSON.stringify([shareId, model, dimension, startsOn, key, kind, currency]);
  const known = cells.get(name);
  if (!known) {
    cells.set(name, { ...cell });
    return;
  }
  known.nano += cell.nano;
  known.minor += cell.minor;
  known.counted += cell.counted;
}

/**
 * Adds what these stored paths credit to shared campaigns, under default options and every model, times `sign`: +1 for a path that now
 * holds, −1 for one that is replaced. A conversion counts once in each cell that it credits. All sums are whole numbers.
 */
export function addShareCells(
  cells: ShareCells,
  paths: { chunk: PathChunk; slots: readonly Slot[] },
  shares: SharesOfCampaigns,
  sign: 1 | -1,
): void {
  const { chunk, slots } = paths;
  const weighed = weighAll(chunk, campaignsOf(slots));
  for (let path = 0; path < chunk.pathCount; path += 1) {
    const startsOn = new Date(Math.floor(chunk.convertedAtMs[path] / DAY_MS) * DAY_MS).toISOString().slice(0, 10);
    const frame = { startsOn, kind: CONVERSION_KINDS[chunk.kind[path]], currency: currencyName(chunk.currency[path]) };
    for (const place of creditByPlace(weighed, path, slots, shares)) {
      MODEL_NAMES.forEach((model, at) => {
        const [nano, minor] = [place.nano[at], place.minor[at]];
        if (nano === 0 && minor === 0) return;
        const { dimension, key } = place;
        for (const shareId of shares.get(place.campaign) ?? [])
          addCell(cells, { ...frame, shareId, model, dimension, key, nano: sign * nano, minor: sign * minor, counted: sign });
      });
    }
  }
}

/** The cells that are not nothing, in one order everywhere. */
export function cellsInOrder(cells: ShareCells): ShareCell[] {
  return [...cells]
    .filter(([, { nano, minor, counted }]) => nano !== 0 || minor !== 0 || counted !== 0)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, cell]) => cell);
}
