import { RUN_CHANGES, type RunComparison } from '../../../../server/src/attribution/run-checks/schema.ts';
import { REASON_TEXTS } from '../../../../server/src/attribution/restatements/schema.ts';
import type { Run } from '../../../../server/src/attribution/runs/schema.ts';
import { moneyText } from '../../money-text.ts';
import { tableText } from '../../table-text.ts';

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const parts = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 });
const CHANGES = { added: 'new', removed: 'gone', changed: 'otherwise', same: 'the same' } as const;

/** What a run's model is called: one of a tenant's own by its name and version, with what it is made of. */
function modelText({ name, own }: Run['model']): string {
  return own === undefined ? name : `${own.name}@${own.version} (${name})`;
}

/** A run in one line. */
export function runLine({ id, state, model, asOf, outcome, failure }: Run): string {
  const { conversions = 0, credits = 0, outputHash = '' } = outcome ?? {};
  const counted = outcome === null ? '' : `  ${whole.format(conversions)} conversions, ${whole.format(credits)} rows, output ${outputHash}`;
  return `${id}  ${state}  ${modelText(model)}  as of ${asOf ?? '-'}${counted}${failure === null ? '' : `  ${failure}`}`;
}

/** Why conversions differ, in a sentence. */
function reasonText(reason: string): string {
  if (reason === 'parameters') return 'The path is the same, under another model or other options.';
  return (REASON_TEXTS as Readonly<Record<string, string>>)[reason] ?? reason;
}

function creditTable({ groupBy, rows }: RunComparison): string[] {
  if (rows.length === 0) return ['No credit moved.'];
  const lines = rows.map(({ key, currency, before, after }) => {
    const money = (minor: number) => moneyText(minor, currency);
    const moved = after.valueMinor - before.valueMinor;
    const counts = [parts.format(before.conversions), parts.format(after.conversions)];
    const values = [money(before.valueMinor), money(after.valueMinor), `${moved > 0 ? '+' : ''}${money(moved)}`];
    return [key ?? '(none)', ...counts, ...(currency === null ? ['-', '-', '-'] : values)];
  });
  return [tableText([[groupBy, 'conversions before', 'after', 'value before', 'after', 'moved'], ...lines])];
}

/** What changed from one run to another, for people: how many conversions and why, what was asked otherwise, and the credit that moved. */
export function comparisonText(comparison: RunComparison): string {
  const { conversions, parameters, lists, reasons } = comparison;
  const counts = (['same', ...RUN_CHANGES] as const).map((name) => `${whole.format(conversions[name])} ${CHANGES[name]}`).join(', ');
  const nothing = (value: string | null) => value ?? 'nothing';
  return [
    `Conversions: ${counts}.`,
    ...[...parameters, ...lists].map(({ name, before, after }) => `${name} was ${nothing(before)} and is ${nothing(after)}.`),
    ...reasons.map((one) => `${whole.format(one.conversions)} of them: ${reasonText(one.reason)}`),
    '',
    ...creditTable(comparison),
  ].join('\n');
}
