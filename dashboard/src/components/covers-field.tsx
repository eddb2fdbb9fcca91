import { useQuery } from '@tanstack/react-query';
import { advertisersQuery, campaignsQuery } from '../pages/catalog/catalog-queries.ts';
import { labelOf } from '../pages/catalog/named.tsx';
import type { ReportChoice } from '../report-links-api.ts';
import { coversTexts as words } from '../texts-covers.ts';
import { SelectField } from '../ui/field.tsx';
import { fieldText } from '../ui/form.ts';

type Covered = Pick<ReportChoice, 'campaign' | 'advertiser'>;

const NAME = 'covers';
const campaignValue = (key: string) => `campaign ${key}`;
const advertiserValue = (key: string) => `advertiser ${key}`;

/** The report with what was chosen to be covered in a form. */
export function coveredReport(report: ReportChoice, form: HTMLFormElement): ReportChoice {
  const { campaign: _campaign, advertiser: _advertiser, ...whole } = report;
  const chosen = fieldText(form, NAME);
  const space = chosen.indexOf(' ');
  if (space < 0) return whole;
  const key = chosen.slice(space + 1);
  return chosen.startsWith('campaign ') ? { ...whole, campaign: key } : { ...whole, advertiser: key };
}

/** Whether a report for others is of everything, or of one campaign or advertiser alone. */
export function CoversField({ report, problem }: { report: ReportChoice; problem: string | undefined }) {
  const campaigns = useQuery(campaignsQuery).data ?? [];
  const advertisers = useQuery(advertisersQuery).data ?? [];
  const { campaign } = report;
  const isKnown = campaigns.some(({ key }) => key === campaign);
  const options = [
    ['', words.everything] as const,
    ...(campaign === undefined || isKnown ? [] : [[campaignValue(campaign), words.campaign(campaign)] as const]),
    ...advertisers.map((one) => [advertiserValue(one.key), words.advertiser(labelOf(one))] as const),
    ...campaigns.map((one) => [campaignValue(one.key), words.campaign(labelOf(one))] as const),
  ];
  const usual = campaign === undefined ? '' : campaignValue(campaign);
  return <SelectField name={NAME} label={words.label} help={words.help} options={options} defaultValue={usual} problem={problem} />;
}

/** What a kept report is restricted to, in words; nothing for one of everything. */
export function coveredText({ campaign, advertiser }: Covered): string | undefined {
  if (campaign !== undefined) return words.campaign(campaign);
  return advertiser === undefined ? undefined : words.advertiser(advertiser);
}
