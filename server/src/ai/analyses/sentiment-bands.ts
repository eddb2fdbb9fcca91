/** How words speak of what they are about; a lexicon knows no irony and no subject, so there are no figures. */
export const BANDS = ['negative', 'neutral', 'positive'] as const;
export type Band = (typeof BANDS)[number];

const LETTERS: Readonly<Record<Band, string>> = { negative: '-', neutral: '0', positive: '+' };

/** The bands of segments in a row, a letter for each. */
export function lettersOf(bands: readonly Band[]): string {
  return bands.map((band) => LETTERS[band]).join('');
}

/** The band that a letter stands for. */
export function bandOfLetter(letter: string | undefined): Band | undefined {
  return BANDS.find((band) => LETTERS[band] === letter);
}
