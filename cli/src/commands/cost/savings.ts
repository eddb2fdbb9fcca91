import { Command } from 'commander';
import { minorDigits } from '../../../../client/src/index.ts';
import type { Savings } from '../../../../server/src/cost/savings/schema.ts';
import { listSavings } from '../../../../server/src/cost/savings/service.ts';
import { onInstallation, operatorOf } from '../../installation.ts';
import { moneyText } from '../../money-text.ts';

const sumText = ({ amount, currency }: NonNullable<Savings['items'][number]['saves']>) =>
  moneyText(Math.round(Number(amount) * 10 ** minorDigits(currency)), currency);

function textOf({ from, to, items, notLookedAt }: Savings): string {
  const said = items.map(({ kind, advice, saves, caveat, evidence }) => {
    const saving =
      saves === null ? 'saves an unknown amount' : `saves ${sumText(saves)} ${kind === 'volume_price' ? 'a month' : 'in 30 days'}`;
    return [`${advice} (${saving})`, ...evidence.map(({ label, value }) => `  ${label}: ${value}`), `  ${caveat}`].join('\n');
  });
  const nothing = items.length === 0 ? ['Nothing was found that could cost less.'] : [];
  return [`Days ${from} to ${to} (excluded).`, ...said, ...nothing, ...notLookedAt].join('\n\n');
}

async function list({ tenant, json }: { tenant: string; json?: boolean }): Promise<void> {
  const found = await onInstallation(async ({ context }) => listSavings(context, await operatorOf(context, tenant)));
  process.stdout.write(`${json === true ? JSON.stringify(found) : textOf(found)}\n`);
}

/** `earshot cost savings`: what could cost less. */
export function savingsCommand(): Command {
  return new Command('savings')
    .description('list what could cost less, with the figure')
    .requiredOption('--tenant <slug>', 'whose costs')
    .option('--json', 'print them as the API has them')
    .action(list);
}
