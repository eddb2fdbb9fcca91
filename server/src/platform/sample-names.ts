/** How the keys of catalogue entries begin that sample data makes. */
export const SAMPLE_KEY = 'earshot-sample-';

/** How the ids of events begin that are sample data. */
export const SAMPLE_ID = 'earshot-sample:';
