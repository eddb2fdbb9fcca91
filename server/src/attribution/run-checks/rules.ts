import { isDeepStrictEqual } from 'node:util';
import { ENGINE_VERSION, NANO } from '../../../../engine/src/index.ts';
import type { Dimension } from '../reports/options.ts';
import { createRowCreditor, type RowCreditor } from '../reports/credit-rows.ts';
import { createRunSummer, creditingOf, type RunSums } from '../runs/rules.ts';
import type { Run, RunCredit, RunOutcome } from '../runs/schema.ts';
import type { ChangedConversion, RunComparison } from './schema.ts';

const MOST_FINDINGS = 100;

/** What an export says that cannot be so; `conversionId` is null for what concerns all of it. */
export interface Finding {
  conversionId: string | null;
  says: string;
}

/** Takes the rows of an export in its order and tells in the end whether they are what the run came to. */
export interface ExportCheck {
  add(row: RunCredit): void;
  finish(): { conversions: number; credits: number; findings: Finding[] };
}

function weightsFault(credit: RowCreditor, rows: readonly RunCredit[]): string | undefined {
  const organic = rows.find(({ outcome }) => outcome === 'organic');
  const touches = rows.filter((row) => row !== organic);
  const [{ convertedAt, valueMinor, kind }] = rows;
  const ages = touches.map(({ occurredAt }) => Date.parse(convertedAt) - Date.parse(occurredAt ?? ''));
  const impossible = ages.findIndex((age, place) => !(age >= 0) || (place > 0 && age > ages[place - 1]));
  if (impossible >= 0) return `its touchpoint ${impossible + 1} does not stand where its time has it`;
  const computed = credit({
    kind,
    valueMinor,
    ages,
    slots: touches,
    synthetic: touches.map((row) => row.synthetic === true),
  });
  const [none, given] = [{ weight: 0, nano: 0, minor: 0 }, computed.organic];
  const told = organic ? { weight: organic.weight, nano: organic.nanoConversions, minor: organic.creditMinor } : none;
  if (!isDeepStrictEqual(told, given)) return `it gives ${told.minor} minor units to nobody; the model gives ${given.minor}`;
  const { weights, nano, minor } = computed;
  const isOff = (row: RunCredit, at: number) =>
    row.weight !== weights[at] || row.creditMinor !== minor[at] || row.nanoConversions !== nano[at];
  const place = touches.findIndex(isOff);
  if (place < 0) return undefined;
  const { touchpointId, weight, creditMinor } = touches[place];
  const found = `weight ${weight} and ${creditMinor} minor units`;
  return `"${touchpointId ?? ''}" has ${found}; the model gives ${weights[place]} and ${minor[place]}`;
}

function faultOf(credit: RowCreditor, rows: readonly RunCredit[]): string | undefined {
  const [first] = rows;
  const shared = ['convertedAt', 'kind', 'currency', 'valueMinor'] as const;
  const isOdd = (row: RunCredit, place: number) => {
    const isOrganicLast = first.outcome === 'attributed' && row.outcome === 'organic' && place === rows.length - 1;
    return shared.some((name) => row[name] !== first[name]) || (row.outcome !== first.outcome && !isOrganicLast);
  };
  if (rows.some(isOdd)) return 'its rows do not agree on what it is';
  if (first.outcome === 'attributed') return weightsFault(credit, rows);
  const isBare = rows.length === 1 && first.touchpointId === null && first.creditMinor === 0 && first.nanoConversions === 0;
  return isBare ? undefined : 'nothing is credited for it, and yet it has credit';
}

/** Whether one conversion stands behind another in the order of a ledger. */
function isBehind(row: RunCredit, before: RunCredit): boolean {
  if (row.convertedAt !== before.convertedAt) return row.convertedAt > before.convertedAt;
  return Buffer.compare(Buffer.from(row.conversionId), Buffer.from(before.conversionId)) > 0;
}

function differences(run: RunOutcome, found: RunSums): string[] {
  const says: string[] = [];
  if (run.engineVersion !== ENGINE_VERSION)
    says.push(`it was computed by engine ${run.engineVersion}, and this is ${ENGINE_VERSION}, whose credits may differ`);
  if (found.conversions !== run.conversions) says.push(`it holds ${found.conversions} conversions, and the run had ${run.conversions}`);
  if (found.credits !== run.credits) says.push(`it holds ${found.credits} rows, and the run had ${run.credits}`);
  if (!isDeepStrictEqual(found.totals, run.totals)) says.push('its rows do not sum to the totals of the run');
  const days = new Map(run.days.map((one) => [one.day, one]));
  for (const { day, inputHash, outputHash } of found.days) {
    const then = days.get(day);
    if (then?.inputHash !== inputHash) says.push(`the inputs of ${day} do not have the hash of the run`);
    else if (then.outputHash !== outputHash) says.push(`the credits of ${day} do not have the hash of the run`);
  }
  if (found.inputHash !== run.inputHash) says.push(`the inputs have the hash ${found.inputHash}, and the run had ${run.inputHash}`);
  if (found.outputHash !== run.outputHash) says.push(`the credits have the hash ${found.outputHash}, and the run had ${run.outputHash}`);
  return says;
}

/**
 * Checks an export by itself: every conversion's weights and money are computed again from its rows under the run's model, the rows are
 * summed and hashed as the run was, and the outcome is compared. At most 100 findings are kept.
 */
export function createExportCheck({ model, outcome }: Pick<Run, 'model'> & { outcome: RunOutcome }): ExportCheck {
  const credit = createRowCreditor(creditingOf(model));
  const summer = createRunSummer();
  const findings: Finding[] = [];
  let rows: RunCredit[] = [];
  let before: RunCredit | undefined;

  function find(conversionId: string | null, says: string): void {
    if (findings.length < MOST_FINDINGS) findings.push({ conversionId, says });
  }

  function close(): void {
    if (rows.length === 0) return;
    const [first] = rows;
    if (before && !isBehind(first, before)) find(first.conversionId, 'it does not stand where the order of the ledger has it');
    const fault = faultOf(credit, rows);
    if (fault !== undefined) find(first.conversionId, fault);
    summer.add(rows);
    before = first;
    rows = [];
  }

  return {
    add(row) {
      if (rows.length > 0 && rows[0].conversionId !== row.conversionId) close();
      rows.push(row);
    },
    finish() {
      close();
      const found = summer.finish();
      for (const says of differences(outcome, found)) find(null, says);
      return { conversions: found.conversions, credits: found.credits, findings };
    },
  };
}

const MOST_EXAMPLES = 100;

function shown(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** What of two records differs, by name. */
function changesOf(before: object, after: object): RunComparison['parameters'] {
  const [one, other] = [before as Record<string, unknown>, after as Record<string, unknown>];
  return [...new Set([...Object.keys(one), ...Object.keys(other)])].flatMap((name) => {
    const [then, now] = [shown(one[name]), shown(other[name])];
    return then === now ? [] : [{ name, before: then, after: now }];
  });
}

const listsOf = ({ lists }: RunOutcome) => Object.fromEntries(lists.map(({ kind, id }) => [kind, id]));

/** A model's terms, with a fit by its id. */
const termsOf = ({ fit, ...model }: Run['model']) => ({ ...model, fit: fit?.id ?? null });

/** What two runs were asked and computed with, where it differs. */
export function differingTerms(before: Run & { outcome: RunOutcome }, after: Run & { outcome: RunOutcome }) {
  return {
    parameters: [...changesOf(termsOf(before.model), termsOf(after.model)), ...changesOf(before.options, after.options)],
    lists: changesOf(listsOf(before.outcome), listsOf(after.outcome)),
  };
}

/** Which of two conversions' rows stand first in the order of a ledger; 0 for the same conversion. */
export function compareInLedger([a]: readonly RunCredit[], [b]: readonly RunCredit[]): number {
  if (a.conversionId === b.conversionId && a.convertedAt === b.convertedAt) return 0;
  return isBehind(a, b) ? 1 : -1;
}

const creditOnly = (rows: readonly RunCredit[]) => rows.map(({ version: _version, reason: _reason, ...row }) => row);

function touchpointsOf(rows: readonly RunCredit[] | undefined): string[] {
  return (rows ?? []).flatMap(({ touchpointId }) => touchpointId ?? []);
}

const attributed = (rows: readonly RunCredit[] | undefined) =>
  (rows ?? []).reduce((sum, { outcome, creditMinor }) => sum + (outcome === 'attributed' ? creditMinor : 0), 0);

function changed(before: readonly RunCredit[] | undefined, after: readonly RunCredit[] | undefined): ChangedConversion | undefined {
  const head = after?.[0] ?? before?.[0];
  if (!head) return undefined;
  if (before && after && JSON.stringify(creditOnly(before)) === JSON.stringify(creditOnly(after))) return undefined;
  const [then, now] = [touchpointsOf(before), touchpointsOf(after)];
  const [earlier, later] = [new Set(then), new Set(now)];
  const isSamePath = before !== undefined && before[0].version === after?.[0].version;
  return {
    conversionId: head.conversionId,
    change: before === undefined ? 'added' : after === undefined ? 'removed' : 'changed',
    reason: after === undefined ? 'no longer in the run' : isSamePath ? 'parameters' : head.reason,
    versionBefore: before?.[0].version ?? null,
    versionAfter: after?.[0].version ?? null,
    currency: head.currency,
    attributedMinorBefore: attributed(before),
    attributedMinorAfter: attributed(after),
    touchpointsAdded: now.filter((id) => !earlier.has(id)),
    touchpointsRemoved: then.filter((id) => !later.has(id)),
  };
}

type ComparedRow = RunComparison['rows'][number];

/** Adds up how two runs differ, conversion by conversion, in the order of the ledger. */
export function createRunComparer(groupBy: Dimension) {
  const counts = { same: 0, changed: 0, added: 0, removed: 0 };
  const reasons = new Map<string, number>();
  const rows = new Map<string, ComparedRow>();
  const examples: ChangedConversion[] = [];

  function credit(side: 'before' | 'after', own: readonly RunCredit[] | undefined): void {
    for (const { outcome, currency, nanoConversions, creditMinor, [groupBy]: key } of own ?? []) {
      if (outcome !== 'attributed') continue;
      const name = JSON.stringify([key, currency]);
      const empty = { key, currency, before: { conversions: 0, valueMinor: 0 }, after: { conversions: 0, valueMinor: 0 } };
      const row = rows.get(name) ?? empty;
      // Billionths are added, and made conversions of at the end: whole numbers add up exactly.
      row[side].conversions += nanoConversions;
      row[side].valueMinor += creditMinor;
      rows.set(name, row);
    }
  }

  return {
    /** The rows of one conversion in the earlier run and in the later one; undefined where it has none. */
    add(before: readonly RunCredit[] | undefined, after: readonly RunCredit[] | undefined): void {
      credit('before', before);
      credit('after', after);
      const found = changed(before, after);
      if (!found) {
        counts.same += 1;
        return;
      }
      counts[found.change] += 1;
      reasons.set(found.reason, (reasons.get(found.reason) ?? 0) + 1);
      if (examples.length < MOST_EXAMPLES) examples.push(found);
    },
    finish(): Pick<RunComparison, 'conversions' | 'reasons' | 'rows' | 'examples'> {
      const told = ({ key, currency, before, after }: ComparedRow): ComparedRow => ({
        key,
        currency,
        before: { ...before, conversions: before.conversions / NANO },
        after: { ...after, conversions: after.conversions / NANO },
      });
      const differing = [...rows.values()].filter(
        ({ before, after }) => before.conversions !== after.conversions || before.valueMinor !== after.valueMinor,
      );
      const by = (a: string | null, b: string | null) => (a === b ? 0 : (a ?? '\uffff') < (b ?? '\uffff') ? -1 : 1);
      return {
        conversions: counts,
        reasons: [...reasons]
          .map(([reason, conversions]) => ({ reason, conversions }))
          .sort((a, b) => b.conversions - a.conversions || by(a.reason, b.reason)),
        rows: differing.map(told).sort((a, b) => by(a.currency, b.currency) || by(a.key, b.key)),
        examples,
      };
    },
  };
}
