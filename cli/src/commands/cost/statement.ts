import { rename, rm, writeFile } from 'node:fs/promises';
import { Command } from 'commander';
import { statementCsv } from '../../../../server/src/cost/statements/rules.ts';
import { type Statement, StatementQuery } from '../../../../server/src/cost/statements/schema.ts';
import { getStatement } from '../../../../server/src/cost/statements/service.ts';
import { CommandError } from '../../command-error.ts';
import { onInstallation, operatorOf } from '../../installation.ts';
import { tableText } from '../../table-text.ts';
import { resolvePath } from '../../working-folder.ts';

const HEADER = ['kind', 'what', 'quantity', 'price', 'amount'];

function textOf({ month, tenant, issuer, status, closesAt, timeZone, currencies, unpriced }: Statement): string {
  const state = status === 'closed' ? 'closed' : `open until ${closesAt}`;
  const bills = currencies.map(({ currency, lines, net, tax, total }) => {
    const rows = lines.map(({ kind, meter, description, correctsMonth, quantity, unit, price, unitQuantity, amount }) => [
      kind,
      `${meter ?? description}${correctsMonth === null ? '' : ` (corrects ${correctsMonth})`}`,
      quantity === null ? '' : `${quantity} ${unit ?? ''}`,
      price === null ? '' : `${price} for ${unitQuantity}`,
      `${amount} ${currency}`,
    ]);
    return `${tableText([HEADER, ...rows])}\n\nnet ${net}, tax ${tax}, total ${total} ${currency}`;
  });
  const free = unpriced.map(({ meter, quantity, unit }) => `Not billed, since it has no price: ${quantity} ${unit} of ${meter}.`);
  const nothing = currencies.length === 0 ? ['Nothing is booked in it.'] : [];
  return [`${month} of ${tenant.name}, by ${issuer}: ${state}, days of ${timeZone}.`, ...nothing, ...bills, ...free].join('\n\n');
}

async function statement(month: string, { tenant, json, csv }: { tenant: string; json?: boolean; csv?: string }): Promise<void> {
  const query = StatementQuery.safeParse({ month });
  if (!query.success) throw new CommandError(`month ${query.error.issues[0].message}.`);
  const found = await onInstallation(async ({ context }) => getStatement(context, await operatorOf(context, tenant), month));
  if (csv !== undefined) {
    const file = resolvePath(csv);
    const unfinished = `${file}.unfinished`;
    try {
      await writeFile(unfinished, statementCsv(found), { mode: 0o600 });
      await rename(unfinished, file);
    } finally {
      await rm(unfinished, { force: true });
    }
  }
  process.stdout.write(`${json === true ? JSON.stringify(found) : textOf(found)}\n`);
}

/** `earshot cost statement`: a tenant's bill of a month, ready to be sent. */
export function statementCommand(): Command {
  return new Command('statement')
    .description("show a tenant's bill of a month, ready to be sent")
    .argument('<month>', 'such as 2026-11')
    .requiredOption('--tenant <slug>', 'whose bill')
    .option('--csv <file>', 'write it as CSV, too; a file that is there is replaced')
    .option('--json', 'print it as the API has it')
    .action(statement);
}
