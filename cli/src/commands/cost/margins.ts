import { Command } from 'commander';
import { type CampaignMargin, MarginQuery, type Margins } from '../../../../server/src/cost/margins/schema.ts';
import { getMargins } from '../../../../server/src/cost/margins/service.ts';
import { CommandError } from '../../command-error.ts';
import { onInstallation, operatorOf } from '../../installation.ts';
import { moneyText } from '../../money-text.ts';
import { tableText } from '../../table-text.ts';

interface ShowOptions {
  tenant: string;
  json?: boolean;
  from?: string;
  to?: string;
}

const UNKNOWN = '?';
const HEADER = ['campaign', 'spend', 'spend of period', 'delivery cost', 'margin', '%', 'deliveries', 'per 1,000', 'lacks'];

function rowOf(row: CampaignMargin): string[] {
  const money = (minor: number | null) => (minor === null ? UNKNOWN : moneyText(minor, row.currency));
  return [
    row.campaign,
    money(row.spendMinor),
    money(row.spendOfPeriodMinor),
    money(row.deliveryCostMinor),
    money(row.marginMinor),
    row.marginPercent === null ? UNKNOWN : String(row.marginPercent),
    row.deliveries?.toLocaleString('en') ?? UNKNOWN,
    money(row.costPerThousandMinor === null ? null : Math.round(row.costPerThousandMinor)),
    row.missing.join(', '),
  ];
}

function marginsText({ from, to, until, months, unborne, items }: Margins): string {
  const head = `Spend and delivery cost of ${from === to ? from : `${from} to ${to}`}, up to ${until}:`;
  const unsplit = months.filter(({ isBooked, allocation }) => isBooked && allocation === null).map(({ month }) => month);
  const notes = [
    ...(unsplit.length === 0 ? [] : [`Not split yet: ${unsplit.join(', ')}. Run "earshot cost allocations run --dimension campaign".`]),
    ...unborne.map(({ currency, idleMinor, unassignedMinor }) => {
      const [idle, unassigned] = [moneyText(idleMinor, currency), moneyText(unassignedMinor, currency)];
      return `Borne by no campaign: ${idle} idle, ${unassigned} unassigned.`;
    }),
  ];
  if (items.length === 0) return [head, 'no campaign has spend, cost or deliveries.', ...notes].join('\n');
  return [head, tableText([HEADER, ...items.map(rowOf)]), ...notes].join('\n');
}

async function show({ tenant, json, ...asked }: ShowOptions): Promise<void> {
  const query = MarginQuery.safeParse(asked);
  if (!query.success) {
    const [{ path, message }] = query.error.issues;
    throw new CommandError(`--${path.join('.')} ${message}.`);
  }
  const found = await onInstallation(async ({ context }) => getMargins(context, await operatorOf(context, tenant), query.data));
  process.stdout.write(json === true ? `${JSON.stringify(found)}\n` : `${marginsText(found)}\n`);
}

/** `earshot cost margins`: campaigns' spend beside what they cost to deliver. */
export function marginsCommand(): Command {
  return new Command('margins')
    .description("show campaigns' spend beside what they cost to deliver")
    .requiredOption('--tenant <slug>', 'whose campaigns')
    .option('--from <month>', 'the first month, such as 2026-10; the present one when left out')
    .option('--to <month>', 'the last month, included')
    .option('--json', 'print them as the API has them')
    .action(show);
}
