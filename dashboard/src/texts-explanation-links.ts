import type { ExplanationLink } from './explanation-links-api.ts';

/** The words of pages that explain a conversion to whoever has their address. */
export const explanationLinkTexts = {
  title: 'Shared pages',
  none: 'No page of this conversion is shared.',
  share: 'Share this explanation',
  shareLead:
    'Makes a page that tells this conversion as it is explained here, under the model and the window chosen above, to whoever has its ' +
    'address, without signing in. What it tells is frozen and signed.',
  days: 'It answers for',
  dayOptions: [
    ['7', '7 days'],
    ['30', '30 days'],
    ['90', '90 days'],
    ['365', 'a year'],
  ] as const,
  note: 'Note',
  optional: 'optional',
  noteHelp: 'Stands on the page, for whoever opens it.',
  showsIds: 'Show the ids of conversion and touchpoints',
  showsIdsHelp: 'They may be order numbers, or hold something of a person.',
  tellsRestatement: 'Tell the new value once it is restated',
  tellsRestatementHelp: 'Without it the page says only that it was restated.',
  submit: 'Make the page',
  madeTitle: 'The page is there',
  madeLead: 'This is its address. It is shown this once, as only a hash of it is kept.',
  address: 'Address',
  done: 'Done',
  until: 'answers until',
  opened: (count: string, isOne: boolean) => `opened ${count} ${isOne ? 'time' : 'times'}`,
  under: (model: string) => `under ${model}`,
  state: {
    live: 'live',
    expired: 'expired',
    revoked: 'revoked',
    erased: 'erased',
  } satisfies Record<ExplanationLink['state'], string>,
  revoke: 'Revoke',
  revokeWho: (model: string, at: string) => `Revoke the page under ${model}, made ${at}`,
  revokeTitle: 'Revoke this page?',
  revokeLead: 'From now on its address shows nothing. This cannot be undone; you can make another page.',
};
