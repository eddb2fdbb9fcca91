import type { Command } from 'commander';
import { ReportChoice } from '../../../../server/src/attribution/shared-reports/schema.ts';
import { CommandError } from '../../command-error.ts';

/** The options by which a command is told which report it is about. */
export interface ReportOptions {
  models?: string;
  groupBy?: string;
  days?: string;
  from?: string;
  to?: string;
  asOf?: string;
  kinds?: string;
  lookbackDays?: string;
  halfLifeDays?: string;
  minEvidence?: string;
  currency?: string;
  campaign?: string;
  advertiser?: string;
}

/** Adds them to a command. */
export function withReportOptions(command: Command): Command {
  return command
    .option('--models <names>', "the models side by side, separated by commas; the tenant's default when left out")
    .option('--group-by <noun>', 'campaign, channel, show, episode, placement, delivery_evidence or day; campaign when left out')
    .option('--days <days>', 'the last so many days of UTC, up to the day on which the report is read')
    .option('--from <day>', 'conversions from here on')
    .option('--to <day>', 'conversions before here')
    .option('--as-of <instant>', 'what was known at this instant, for ever the same')
    .option('--kinds <kinds>', 'only these kinds of conversions, separated by commas')
    .option('--lookback-days <days>', 'how long before a conversion a touchpoint may lie')
    .option('--half-life-days <days>', 'of time_decay')
    .option('--min-evidence <class>', 'the weakest evidence that counts')
    .option('--currency <code>', "the report's currency")
    .option('--campaign <key>', 'only what this campaign is credited with')
    .option('--advertiser <key>', 'only what the campaigns of this advertiser are credited with');
}

const number = (text: string | undefined) => (text === undefined ? undefined : Number(text));
const list = (text: string | undefined) => text?.split(',').map((word) => word.trim());

/** What a report is restricted to, in words for a line; nothing for one of the whole tenant. */
export function coveredText({ campaign, advertiser }: Pick<ReportChoice, 'campaign' | 'advertiser'>): string {
  if (campaign !== undefined) return `  campaign ${campaign}`;
  return advertiser === undefined ? '' : `  advertiser ${advertiser}`;
}

/** The report that options tell. @throws CommandError that says which option is wrong. */
export function reportOf(options: ReportOptions): ReportChoice {
  const { groupBy, from, to, asOf, minEvidence, currency, campaign, advertiser } = options;
  const parsed = ReportChoice.safeParse({
    models: list(options.models),
    groupBy,
    days: number(options.days),
    from,
    to,
    asOf,
    conversionKind: list(options.kinds),
    lookbackDays: number(options.lookbackDays),
    halfLifeDays: number(options.halfLifeDays),
    minEvidence,
    currency,
    campaign,
    advertiser,
  });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new CommandError(`${issue.path.join('.')}: ${issue.message}.`);
}
