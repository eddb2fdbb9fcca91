import { fail, type Finding, pass, uncertain } from './findings.ts';
import { figuredWords, stem, stemmed } from './points.ts';
import type { Range, Token } from './tokens.ts';

/** Words that may stand between those of a phrase and leave it nearly the same. */
const MOST_BETWEEN = 2;

interface Found extends Range {
  isExact: boolean;
}

function foundAt(said: readonly { stem: string }[], from: number, stems: readonly string[]): Found | undefined {
  let [place, between] = [from, 0];
  for (const wanted of stems) {
    while (place < said.length && said[place].stem === '' && place > from) place += 1;
    let skipped = 0;
    while (place < said.length && said[place].stem !== wanted && skipped <= MOST_BETWEEN && place > from)
      [place, skipped] = [place + 1, skipped + 1];
    if (said[place]?.stem !== wanted) return undefined;
    between += skipped;
    place += 1;
  }
  return { first: from, last: place - 1, isExact: between === 0 };
}

/** Whether none of these words or phrases is said, in whatever form of the words; with others in between it is uncertain. */
export function checkForbidden(tokens: readonly Token[], range: Range, phrase: string): Finding {
  const stems = figuredWords(phrase).map(stem);
  const said = stemmed(tokens, range);
  let near: Found | undefined;
  for (let from = 0; from < said.length; from += 1) {
    const found = foundAt(said, from, stems);
    if (!found) continue;
    const at = { first: range.first + found.first, last: range.first + found.last };
    if (found.isExact) return fail('It is said.', at);
    near ??= { ...at, isExact: false };
  }
  return near ? uncertain('Its words are said with others between them.', near) : pass('It is not said in the read.');
}
