/** The words of what a report for others is restricted to. */
export const coversTexts = {
  label: 'It covers',
  help: 'Of one campaign or advertiser it shows that credit alone: nothing of the others, and no sums of all conversions.',
  everything: 'everything',
  campaign: (name: string) => `only campaign ${name}`,
  advertiser: (name: string) => `only advertiser ${name}`,
} as const;
