import type { IntakeResult, Rejection } from '../../platform/item-batch.ts';
import { findEpisodeSizesIn } from '../../catalog/episodes/service.ts';
import type { Placement } from '../../catalog/placements/schema.ts';
import { findLinksByKeyIn } from '../../catalog/links/service.ts';
import { findPlacementsByKeyIn } from '../../catalog/placements/service.ts';
import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { type Actor, systemActor } from '../../tenants/authorize.ts';
import type { PublicRequest, ResolvedRequest, TakePublicRequests } from '../edge/schema.ts';
import { MAX_BATCH, type TouchpointInput } from '../intake/schema.ts';
import { acceptTouchpoints } from '../intake/service.ts';
import { loadLists } from '../lists/service.ts';
import { acceptEpisodeRequests } from '../requests/service.ts';
import { PIXEL_REASONS } from '../filteredpixels/schema.ts';
import { type FilteredPixel, keepFilteredPixels } from '../filteredpixels/service.ts';
import { clickOf, episodeNamed, episodeRequestOf, type ExposureTerms, impressionOf, pixelPlace, type Uncounted } from './rules.ts';

/** Why a request to a public address made no touchpoint: of its own, or because its tenant takes none at the moment. */
export type Fate = Uncounted | 'counted' | 'repeat' | 'unknown' | 'suspended' | 'quota_exceeded' | 'too_old' | 'invalid';

const fatesByContext = new WeakMap<Context, Map<string, number>>();

/** How many public requests came to which fate since this process began, by `kind fate`. */
export function fatesOf(context: Context): Map<string, number> {
  let fates = fatesByContext.get(context);
  if (!fates) fatesByContext.set(context, (fates = new Map<string, number>()));
  return fates;
}

function note(context: Context, kind: string, fate: Fate, count = 1): void {
  const fates = fatesOf(context);
  fates.set(`${kind} ${fate}`, (fates.get(`${kind} ${fate}`) ?? 0) + count);
}

/** Items that were not stored, by their place among all, and why. */
type Refused = Map<number, Rejection['code']>;

function noteResult(context: Context, kind: string, { accepted, duplicates, rejected }: IntakeResult): void {
  note(context, kind, 'counted', accepted);
  note(context, kind, 'repeat', duplicates);
  for (const { code, detail } of rejected) {
    // A click of the same hour has the same id, at another instant.
    if (code === 'conflict') note(context, kind, 'repeat');
    else if (code === 'quota_exceeded') note(context, kind, 'quota_exceeded');
    else if (code === 'too_old') note(context, kind, 'too_old');
    else {
      note(context, kind, 'invalid');
      context.log.warn({ kind, detail }, 'a public request says nothing that can be stored, and is dropped');
    }
  }
}

/** Items of one kind of request, and the door they go through. */
interface Kept<Item> {
  kind: string;
  items: Item[];
  accept(actor: Actor, batch: Item[]): Promise<IntakeResult>;
}

/**
 * Stores what one tenant was sent, and tells what of it was refused. What a suspended tenant, or one beyond its quota, does not take is
 * counted and dropped.
 */
async function store<Item>(context: Context, tenantId: string, { kind, items, accept }: Kept<Item>): Promise<Refused> {
  const refused: Refused = new Map();
  for (let from = 0; from < items.length; from += MAX_BATCH) {
    const batch = items.slice(from, from + MAX_BATCH);
    try {
      const result = await accept(systemActor(tenantId), batch);
      noteResult(context, kind, result);
      for (const { index, code } of result.rejected) refused.set(from + index, code);
    } catch (error) {
      if (!(error instanceof AppError && (error.code === 'suspended' || error.code === 'quota_exceeded'))) throw error;
      context.log.warn(
        { tenantId, kind, code: error.code, requests: batch.length },
        'public requests of a tenant that takes none were dropped',
      );
      note(context, kind, error.code, batch.length);
      if (error.code === 'quota_exceeded') batch.forEach((_, place) => refused.set(from + place, 'quota_exceeded'));
    }
  }
  return refused;
}

interface Meaning<Thing> {
  kind: 'pixel' | 'link';
  find(context: Context, tx: TenantTx, keys: string[]): Promise<Map<string, Thing>>;
  touchpointOf(request: PublicRequest, thing: Thing, terms: ExposureTerms): TouchpointInput | Uncounted;
  /** Keeps the requests that made no touchpoint, where they are kept at all. */
  keep?(context: Context, tenantId: string, uncounted: readonly Uncountable<Thing>[], terms: ExposureTerms): Promise<void>;
}

/** A request that made no touchpoint, and why. */
interface Uncountable<Thing> {
  request: PublicRequest;
  thing: Thing;
  reason: Uncounted | Rejection['code'];
}

/** Takes requests whose public id means something of the catalogue, tenant by tenant. */
function takerOf<Thing>({ kind, find, touchpointOf, keep }: Meaning<Thing>): TakePublicRequests {
  const takeOfTenant = async (context: Context, tenantId: string, requests: ResolvedRequest[]) => {
    const keys = [...new Set(requests.map(({ target }) => target))];
    const lists = await loadLists(
      context,
      'system',
      requests.map(({ request }) => Date.parse(request.receivedAt)),
    );
    const named = kind === 'pixel' ? [...new Set(requests.flatMap(({ request }) => episodeNamed(request) ?? []))] : [];
    const read = async (tx: TenantTx) => {
      const episodes = new Set((await findEpisodeSizesIn(tx, named)).keys());
      return [await find(context, tx, keys), { lists, episodes }] as const;
    };
    const [things, terms] = await inTenant(context.db, tenantId, read, { readOnly: true });
    const items: TouchpointInput[] = [];
    const told: Pick<Uncountable<Thing>, 'request' | 'thing'>[] = [];
    const uncounted: Uncountable<Thing>[] = [];
    for (const { request, target } of requests) {
      const thing = things.get(target);
      const item = thing === undefined ? 'unknown' : touchpointOf(request, thing, terms);
      if (typeof item === 'string') note(context, kind, item);
      if (thing === undefined || item === 'unknown') continue;
      if (typeof item === 'string') uncounted.push({ request, thing, reason: item });
      else {
        items.push(item);
        told.push({ request, thing });
      }
    }
    const accept = (actor: Actor, batch: TouchpointInput[]) => acceptTouchpoints(context, actor, batch, 'pixel');
    const refused = await store(context, tenantId, { kind, items, accept });
    // A conflict is the same request once more, whose touchpoint is stored.
    for (const [place, reason] of refused) if (reason !== 'conflict') uncounted.push({ ...told[place], reason });
    await keep?.(context, tenantId, uncounted, terms);
  };
  return async (context, requests) => {
    for (const [tenantId, own] of Map.groupBy(requests, (one) => one.tenantId)) await takeOfTenant(context, tenantId, own);
  };
}

function filteredPixel({ request, thing, reason }: Uncountable<Placement>, terms: ExposureTerms): FilteredPixel {
  const { id } = request;
  const { episode, ...place } = pixelPlace(request, thing, terms);
  return {
    id,
    ...place,
    episode,
    placedEpisode: thing.episode ?? undefined,
    reason: PIXEL_REASONS.find((one) => one === reason) ?? 'invalid',
  };
}

/**
 * Makes impressions of the requests of pixels: each of its placement's campaign and show, with the arm of a test if it names one, and the
 * episode if the tenant has it.
 */
export function pixelTaker(): TakePublicRequests {
  return takerOf({
    kind: 'pixel',
    find: (_context, tx, keys) => findPlacementsByKeyIn(tx, keys),
    touchpointOf: impressionOf,
    keep: (context, tenantId, uncounted, terms) => {
      const pixels = uncounted.map((one) => filteredPixel(one, terms));
      return keepFilteredPixels(context, 'system', tenantId, pixels);
    },
  });
}

/** Makes clicks of the requests of links: one for an address and program within an hour, none of programs that only look ahead. */
export function linkTaker(): TakePublicRequests {
  return takerOf({ kind: 'link', find: findLinksByKeyIn, touchpointOf: clickOf });
}

/** Keeps requests by prefix as requests for episodes of the prefix's show, of which downloads are counted. */
export function prefixTaker(): TakePublicRequests {
  return async (context, requests) => {
    for (const [tenantId, own] of Map.groupBy(requests, (one) => one.tenantId)) {
      const told = own.map(({ request, target }) => episodeRequestOf(request, target));
      for (const why of told.filter((one) => typeof one === 'string')) note(context, 'prefix', why);
      const items = told.filter((one) => typeof one !== 'string');
      const accept = (actor: Actor, batch: unknown[]) =>
        acceptEpisodeRequests(context, actor, batch, { source: 'prefix', evidence: 'prefix_request' });
      await store(context, tenantId, { kind: 'prefix', items, accept });
    }
  };
}
