export const KINDS = ['move_budget', 'renew', 'cut', 'fix_tracking', 'change_position', 'cap_frequency', 'test_incrementality'] as const;
export type Kind = (typeof KINDS)[number];

/** conversions: more of them; money: in minor units; known_conversions: as many become known, or known better; none more are made. */
export const UNITS = ['conversions', 'money', 'known_conversions'] as const;
export type Unit = (typeof UNITS)[number];

export const SUBJECTS = ['tenant', 'campaign', 'show', 'code', 'source', 'tag'] as const;

export const VERDICTS = ['as_expected', 'better', 'worse', 'unclear'] as const;
