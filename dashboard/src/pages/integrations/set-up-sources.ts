/** What can tell Earshot of ads and orders, as the room of the set-up has it. */
export const SET_UP_SOURCES = ['prefix', 'link', 'pixel', 'tag', 'webhook', 'code', 'api'] as const;
export type SetUpSource = (typeof SET_UP_SOURCES)[number];
