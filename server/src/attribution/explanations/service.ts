import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import { getReportDefaults } from '../../tenants/standing/service.ts';
import { countWaitingIn, findConversionsWithOrdersIn } from '../../tracking/evidence/service.ts';
import { findPaths, type StoredPath } from '../paths/store.ts';
import { ANY_CURRENCY } from '../reports/evaluate.ts';
import { chosenBy, creditOptionsOf, modelsOf, sourcesAsked } from '../reports/rules.ts';
import type { Chosen } from '../reports/schema.ts';
import { readSlotsIn, findSourcesIn } from '../slots/service.ts';
import { type Explained, explainPath, netValue } from './rules.ts';
import type { Explanation, ExplanationQuery } from './schema.ts';
import { explanationSentences } from './sentences.ts';

async function explainIn(
  context: Context,
  tx: TenantTx,
  path: StoredPath | undefined,
  query: Chosen<ExplanationQuery>,
): Promise<Explained | undefined> {
  if (!path?.packed) return undefined;
  const options = creditOptionsOf(query, await findSourcesIn(tx, sourcesAsked(query)), {
    conversionKinds: undefined,
    currency: ANY_CURRENCY,
    creditDate: 'conversion',
  });
  const slots = await readSlotsIn(context, tx);
  const [model] = modelsOf([query.model], query);
  return explainPath({ ...path, packed: path.packed }, model, options, slots);
}

/**
 * One conversion's path and what each touchpoint earns under a model, with the reasons in sentences; the figures are those of a report
 * under the same options. `id` is the id the tenant sent.
 * @throws AppError `forbidden`; `not_found` when the tenant has no such conversion; `invalid_request` for shares above 1 together.
 */
export async function getExplanation(context: Context, actor: Actor, id: string, asked: ExplanationQuery): Promise<Explanation> {
  authorize(actor, 'attribution.read');
  const query = chosenBy(asked, await getReportDefaults(context, 'system', actor.tenantId));
  modelsOf([query.model], query);
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
      const explained = await explainIn(context, tx, path, query);
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
        currency: conversion.currency,
        model: query.model,
        lookbackDays: query.lookbackDays,
        version: path?.version ?? null,
        source: conversion.source,
        otherRecords,
        duplicateOf,
        unattributedReason: conversion.isErased ? 'erased' : null,
        waiting,
        touchpoints: explained?.touchpoints ?? [],
        sentences: explanationSentences({ conversion, explained, otherRecords, duplicateOf, waiting, query }),
      };
    },
    { readOnly: true },
  );
}
