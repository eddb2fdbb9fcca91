import { findCampaignsIn } from '../../catalog/campaigns/service.ts';
import { findEpisodeNamesIn } from '../../catalog/episodes/service.ts';
import { findShowNamesIn } from '../../catalog/shows/service.ts';
import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import { getReportDefaults } from '../../tenants/standing/service.ts';
import { countWaitingIn, findConversionsWithOrdersIn } from '../../tracking/evidence/service.ts';
import { findPaths, type StoredPath } from '../paths/store.ts';
import { ANY_CURRENCY } from '../reports/evaluate.ts';
import { fixedBy } from '../named-models/rules.ts';
import { chooseModel } from '../named-models/service.ts';
import { findNamedIn } from '../creditings/service.ts';
import type { Crediting } from '../reports/crediting.ts';
import { chosenBy, creditOptionsOf, fitNoteOf, modelsOf, sourcesAsked } from '../reports/rules.ts';
import type { Chosen } from '../reports/schema.ts';
import type { Slot } from '../reports/options.ts';
import { readSlotsIn, findSourcesIn } from '../slots/service.ts';
import { type Explained, explainedByName, explainPath, type Names, netValue } from './rules.ts';
import type { Explanation, ExplanationQuery } from './schema.ts';
import { explanationSentences } from './sentences.ts';

/** What campaigns, shows and episodes of some touches are called, as far as they have names. */
export async function findNamesIn(tx: TenantTx, touches: readonly Pick<Slot, keyof Names>[]): Promise<Names> {
  const keysOf = (dimension: keyof Names) => [...new Set(touches.flatMap((touch) => touch[dimension] ?? []))];
  const campaigns = await findCampaignsIn(tx, keysOf('campaign'));
  return {
    campaign: new Map(campaigns.flatMap(({ key, name }) => (name === null ? [] : [[key, name] as const]))),
    show: await findShowNamesIn(tx, keysOf('show')),
    episode: await findEpisodeNamesIn(tx, keysOf('episode')),
  };
}

const NOTHING: Slot = { campaign: null, show: null, episode: null, channel: null, placement: null, deliveryEvidence: null };

/** The names of everything that an explanation tells of. */
async function namesOfIn(tx: TenantTx, explained: Explained | undefined): Promise<Names> {
  const { touchpoints = [], unused = [], codeCampaign = null } = explained ?? {};
  return findNamesIn(tx, [...touchpoints, ...unused, { ...NOTHING, campaign: codeCampaign }]);
}

const listOf = (names: ReadonlyMap<string, string>) => [...names].map(([key, name]) => ({ key, name }));

async function explainIn(
  context: Context,
  tx: TenantTx,
  path: StoredPath | undefined,
  { query, crediting }: { query: Chosen<ExplanationQuery>; crediting: Crediting },
): Promise<Explained | undefined> {
  if (!path?.packed) return undefined;
  const options = creditOptionsOf(query, await findSourcesIn(tx, sourcesAsked(query)), {
    conversionKinds: undefined,
    currency: ANY_CURRENCY,
    creditDate: 'conversion',
  });
  const slots = await readSlotsIn(context, tx);
  return explainPath({ ...path, packed: path.packed }, crediting, options, slots);
}

/**
 * One conversion's path and what each touchpoint earns under a model, with the reasons in sentences; the figures are those of a report
 * under the same options. `id` is the id the tenant sent.
 * @throws AppError `forbidden`; `not_found` when the tenant has no such conversion; `invalid_request` for shares above 1 together.
 */
export async function getExplanation(context: Context, actor: Actor, id: string, asked: ExplanationQuery): Promise<Explanation> {
  authorize(actor, 'attribution.read');
  const defaults = await getReportDefaults(context, 'system', actor.tenantId);
  const wanted = { asked: asked.model, tenant: defaults.defaultModel };
  const { model: named, origin } = await chooseModel(context, 'system', actor.tenantId, wanted);
  const query = { ...chosenBy(fixedBy(asked, [named]), defaults), model: named.name };
  modelsOf([], query);
  return inTenant(
    context.db,
    actor.tenantId,
    async (tx) => {
      const records = await findConversionsWithOrdersIn(tx, [id]);
      const conversion = records.find((record) => record.id === id);
      if (!conversion) throw new AppError('not_found', 'There is no such conversion.');
      const [path] = await findPaths(tx, [id]);
      const { all } = await countWaitingIn(tx);
      const waiting = path === undefined || all > 0;
      const [crediting] = await findNamedIn(tx, [named], query);
      const fit = fitNoteOf(crediting);
      const explained = await explainIn(context, tx, path, { query, crediting });
      const names = await namesOfIn(tx, explained);
      const shown = explained && explainedByName(explained, names, crediting, conversion);
      const duplicateOf = path?.duplicateOf ?? null;
      const otherRecords = records
        .filter(({ id: other, order }) => order !== null && order === conversion.order && other !== id)
        .map((one) => one.id);
      return {
        id,
        kind: conversion.kind,
        occurredAt: new Date(conversion.occurredAtMs).toISOString(),
        valueMinor: netValue(conversion),
        grossValueMinor: conversion.valueMinor,
        refundedMinor: conversion.refundedMinor,
        chargedBackMinor: conversion.chargedBackMinor,
        currency: conversion.currency,
        model: named.name,
        modelOrigin: origin,
        fit,
        lookbackDays: query.lookbackDays,
        version: path?.version ?? null,
        source: conversion.source,
        otherRecords,
        duplicateOf,
        unattributedReason: conversion.isErased ? 'erased' : null,
        waiting,
        touchpoints: explained?.touchpoints ?? [],
        unusedTouchpoints: explained?.unused ?? [],
        names: { campaigns: listOf(names.campaign), shows: listOf(names.show), episodes: listOf(names.episode) },
        organicMinor: explained?.organicMinor ?? 0,
        organicConversions: explained?.organicConversions ?? 0,
        sentences: explanationSentences({ conversion, explained: shown, otherRecords, duplicateOf, waiting, query, fit }),
      };
    },
    { readOnly: true },
  );
}
