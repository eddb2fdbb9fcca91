import { Command, Option } from 'commander';
import {
  type ConversionHistory,
  type Restatement,
  RESTATEMENT_REASONS,
  RestatementsQuery,
} from '../../../../server/src/attribution/restatements/schema.ts';
import { getHistory, listRestatements } from '../../../../server/src/attribution/restatements/service.ts';
import { CommandError } from '../../command-error.ts';
import { moneyText } from '../../money-text.ts';
import { onInstallation, operatorOf } from '../../installation.ts';

interface RestatementsOptions {
  tenant: string;
  conversion?: string;
  reason?: string;
  from?: string;
  to?: string;
  limit: string;
  json?: boolean;
}

type State = Restatement['after'];
type Listed = Pick<ConversionHistory, 'items' | 'nextCursor'> & Partial<ConversionHistory>;

function stateText({ outcome, touchpoints, valueMinor, currency }: State): string {
  const value = valueMinor === null ? '' : `, ${moneyText(valueMinor, currency)}`;
  return `${outcome}, ${touchpoints} touchpoint${touchpoints === 1 ? '' : 's'}${value}`;
}

function textOf({ at, conversionId, version, reason, says, cause, before, after }: Restatement): string {
  const states = before ? `before: ${stateText(before)}\n  after:  ${stateText(after)}` : `after:  ${stateText(after)}`;
  return `${at}  ${conversionId}  version ${version}  ${reason}\n  ${says} ${cause.says}\n  ${states}`;
}

/** @throws CommandError that says which option is wrong. */
function queryOf({ conversion, reason, from, to, limit }: RestatementsOptions): RestatementsQuery {
  const parsed = RestatementsQuery.safeParse({ conversion, reason, from, to, limit });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new CommandError(`--${issue.path.join('.')} ${issue.message}.`);
}

async function list(options: RestatementsOptions): Promise<void> {
  const query = queryOf(options);
  const { conversion, reason, from, to, limit } = query;
  const isHistory = conversion !== undefined && reason === undefined && from === undefined && to === undefined;
  const page = await onInstallation<Listed>(async ({ context }) => {
    const actor = await operatorOf(context, options.tenant);
    return isHistory ? getHistory(context, actor, conversion, { limit }) : listRestatements(context, actor, query, { limit });
  });
  if (options.json === true) {
    process.stdout.write(`${JSON.stringify(page)}\n`);
    return;
  }
  const { versionsGone = 0 } = page;
  const gone = versionsGone > 0 ? [`${versionsGone} earlier versions were deleted by an erasure.`] : [];
  const more = page.nextCursor === null ? [] : ['There are more; --limit or --to shows them.'];
  const lines = [...page.items.map(textOf), ...gone, ...more];
  process.stdout.write(`${lines.length === 0 ? 'Nothing was restated.' : lines.join('\n')}\n`);
}

/** `earshot attribution restatements`: what was restated, the newest first. */
export function restatementsCommand(): Command {
  return new Command('restatements')
    .description('list what was restated, the newest first: when, why, by whom, before and after')
    .requiredOption('--tenant <slug>', 'whose restatements')
    .option('--conversion <id>', 'of this conversion alone, its first version included')
    .addOption(new Option('--reason <reason>', 'for this reason alone').choices(RESTATEMENT_REASONS))
    .option('--from <instant>', 'restated from here on')
    .option('--to <instant>', 'restated before here')
    .option('--limit <count>', 'how many at most', '50')
    .option('--json', 'print them as the API has them')
    .action(list);
}
