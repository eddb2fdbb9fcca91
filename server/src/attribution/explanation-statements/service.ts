import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import { SAMPLE_ID } from '../../platform/sample-names.ts';
import type { TenantTx } from '../../platform/tenant-door.ts';
import { findTenantIn } from '../../tenants/service.ts';
import { getReportDefaults } from '../../tenants/standing/service.ts';
import { areRestrictedIn, areUrgentIn, type ConversionEvidence, findRecordsIn } from '../../tracking/evidence/service.ts';
import { findNamedIn } from '../creditings/service.ts';
import { explainPath, netValue } from '../explanations/rules.ts';
import { findNamesIn } from '../explanations/service.ts';
import { settledInstantIn } from '../ledger/service.ts';
import { fixedBy, type NamedModel } from '../named-models/rules.ts';
import { chooseModel } from '../named-models/service.ts';
import { findPathSummaries, findPaths, type LedgerPath } from '../paths/store.ts';
import { creditPaths } from '../reports/credited.ts';
import type { Crediting } from '../reports/crediting.ts';
import { ANY_CURRENCY } from '../reports/evaluate.ts';
import { chosenBy, creditOptionsOf, fitNoteOf, sourcesAsked } from '../reports/rules.ts';
import type { Chosen, CreditQuery } from '../reports/schema.ts';
import { requestOf, rowsOfPaths } from '../runs/rules.ts';
import { findSourcesIn, readSlotsIn } from '../slots/service.ts';
import type { ExplanationStatement, NewExplanationLink } from '../explanation-links/schema.ts';
import { buildStatement, statementFaults } from '../explanation-links/statement.ts';

/** A model and the options of an explanation with nothing left open. */
export interface Terms {
  model: NamedModel;
  chosen: Chosen<CreditQuery>;
}

/** What was asked for, with what the tenant has settled. @throws AppError `invalid_request` for a model or options that cannot be. */
export async function chooseTerms(context: Context, actor: 'system', tenantId: string, input: NewExplanationLink): Promise<Terms> {
  const { model: asked, expiresInDays: _days, note: _note, showsIds: _ids, tellsRestatement: _tells, ...query } = input;
  const defaults = await getReportDefaults(context, actor, tenantId);
  const { model } = await chooseModel(context, actor, tenantId, { asked, tenant: defaults.defaultModel });
  return { model, chosen: chosenBy(fixedBy(query, [model]), defaults) };
}

/** The conversion and its path, which nothing keeps from being told. @throws AppError `not_found`; `conflict`. */
async function findToldIn(tx: TenantTx, conversionId: string): Promise<{ conversion: ConversionEvidence; path: LedgerPath }> {
  const records = await findRecordsIn(tx, conversionId);
  const conversion = records.find(({ id }) => id === conversionId);
  if (!conversion) throw new AppError('not_found', 'There is no such conversion.');
  if (conversion.isErased || (await areRestrictedIn(tx, records)))
    throw new AppError('conflict', 'The person behind this conversion had it erased or restricted; it is told to nobody.');
  if (await areUrgentIn(tx, records))
    throw new AppError('conflict', 'What a person asked for is still being worked into this conversion; try again in a few seconds.');
  const [path] = await findPaths(tx, [conversionId]);
  const [summary] = await findPathSummaries(tx, [conversionId]);
  if (path !== undefined && path.duplicateOf !== null)
    throw new AppError('conflict', `The conversion ${path.duplicateOf} counts for this order; make a link for that one.`);
  if (!path?.packed) throw new AppError('conflict', 'This conversion is not matched yet; try again in a few seconds.');
  return { conversion, path: { ...path, packed: path.packed, reason: summary.reason } };
}

async function creditIn(context: Context, tx: TenantTx, path: LedgerPath, { crediting, chosen }: { crediting: Crediting } & Terms) {
  const options = creditOptionsOf(chosen, await findSourcesIn(tx, sourcesAsked(chosen)), {
    conversionKinds: undefined,
    currency: ANY_CURRENCY,
    creditDate: 'conversion',
  });
  const slots = await readSlotsIn(context, tx);
  const [credits] = rowsOfPaths([path], creditPaths([path], crediting, options, slots));
  return { credits, explained: explainPath(path, crediting, options, slots) };
}

/** Whether a conversion, or a touchpoint that is told with it, is sample data. */
function holdsSamples(conversionId: string, { touchpoints }: { touchpoints: readonly { id: string }[] }): boolean {
  return [conversionId, ...touchpoints.map(({ id }) => id)].some((id) => id.startsWith(SAMPLE_ID));
}

/**
 * What is to be signed of a conversion, as it is known now.
 * @throws AppError `not_found`; `conflict` for what cannot be told, or not yet; `invalid_request` for shares above 1 together.
 */
export async function stateIn(
  context: Context,
  tx: TenantTx,
  conversionId: string,
  { input, terms, madeAt }: { input: NewExplanationLink; terms: Terms; madeAt: string },
): Promise<ExplanationStatement> {
  const { conversion, path } = await findToldIn(tx, conversionId);
  const [crediting] = await findNamedIn(tx, [terms.model], terms.chosen);
  if (crediting.kind === 'unfitted') throw new AppError('conflict', fitNoteOf(crediting)?.says ?? 'This model is not fitted yet.');
  const { credits, explained } = await creditIn(context, tx, path, { crediting, ...terms });
  if (credits === undefined || explained.outcome === 'excluded')
    throw new AppError('conflict', 'The options chosen leave this conversion out; choose others.');
  if (credits[0].valueMinor !== (netValue(conversion) ?? 0))
    throw new AppError('conflict', 'A change of its value is still being worked on; try again in a few seconds.');
  const { model } = terms;
  const fit = crediting.kind === 'fitted' ? crediting.fit : null;
  const { name = '', simulated = false } = (await findTenantIn(tx)) ?? {};
  const statement = buildStatement({
    issuer: context.publicUrl,
    tenant: { name, simulated: simulated || holdsSamples(conversionId, explained) },
    madeAt,
    asOf: await settledInstantIn(tx, Date.parse(madeAt)),
    note: input.note ?? null,
    showsIds: input.showsIds,
    request: requestOf(input, terms.chosen, { base: model.base, own: model.own, fit }),
    conversion,
    explained,
    credits,
    names: await findNamesIn(tx, explained.touchpoints),
  });
  const [fault] = statementFaults(statement);
  if (fault !== undefined) throw new Error(`an explanation does not follow from itself: ${fault}`);
  return statement;
}
