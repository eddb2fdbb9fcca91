/** The words of the page of promo swaps. */
export const promoSwapTexts = {
  lead: 'Two shows that promote each other: how many of those who heard the promotion then downloaded the other show.',
  showA: 'Show A',
  showB: 'Show B',
  promoOfA: 'Campaign for A, heard in B',
  promoOfB: 'Campaign for B, heard in A',
  window: 'Days to arrive',
  windowHelp: {
    name: 'Days to arrive',
    meaning: 'How long after the first exposure a download of the promoted show counts as an arrival.',
  },
  none: 'Choose',
  choose: 'Choose two shows and two campaigns',
  chooseHelp: 'Each campaign is the one whose ads ran in the other show. Campaigns and shows come from the catalogue.',
  same: 'Choose two different shows',
  sameHelp: 'A swap has two shows that promote each other.',
  direction: (promoted: string, ranIn: string) => `${promoted}, promoted in ${ranIn}`,
  campaign: (campaign: string) => `Campaign ${campaign}`,
  exposed: 'Households that heard it',
  arrived: 'Arrived',
  newListeners: 'New listeners',
  before: 'Had listened before',
  countOf: (count: string, of: string) => `${count} of ${of}`,
  households: ['household', 'households'] as const,
  counted: (until: string, zone: string) =>
    `Exposures before ${until} (${zone}), so that each had all its days to arrive. A share is no proof of cause.`,
  notEnough: 'Not enough measured before',
  unobserved: (households: string, promoted: string) =>
    `${households} heard this before any download of ${promoted} was measured: whether they had listened cannot be told, and they are in ` +
    'neither of the last two figures.',
  noneExposed: 'No household heard this promotion in these days.',
} as const;
