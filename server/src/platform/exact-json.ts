import { readJson } from './json-reading.ts';

const QUOTE = 34;
const MINUS = 45;
const BACKSLASH = 92;
/** A whole number of fewer characters is below 2^53 in any case. */
const LEAST_CHARACTERS = 16;

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function isOfNumber(code: number): boolean {
  return isDigit(code) || code === MINUS || code === 43 || code === 46 || code === 69 || code === 101;
}

/** Where the text that begins at `start` goes on behind its closing quotation mark. */
function afterString(json: string, start: number): number {
  let place = start + 1;
  for (; json.charCodeAt(place) !== QUOTE; place += 1) if (json.charCodeAt(place) === BACKSLASH) place += 1;
  return place + 1;
}

/** JSON, which must be valid, with the whole numbers beyond 2^53 put in quotation marks. */
function quoteLongNumbers(json: string): string {
  const parts: string[] = [];
  let taken = 0;
  for (let place = 0; place < json.length;) {
    const start = place;
    const code = json.charCodeAt(place);
    if (code === QUOTE) place = afterString(json, place);
    else if (!isOfNumber(code) || code === 101) place += 1;
    else {
      while (place < json.length && isOfNumber(json.charCodeAt(place))) place += 1;
      const number = place - start < LEAST_CHARACTERS ? '' : json.slice(start, place);
      if (!/^-?\d+$/.test(number) || Number.isSafeInteger(Number(number))) continue;
      parts.push(json.slice(taken, start), `"${number}"`);
      taken = place;
    }
  }
  return taken === 0 ? json : parts.join('') + json.slice(taken);
}

/**
 * Reads JSON, with whole numbers that JavaScript cannot hold kept as texts, as they are written: some shops' ids are such. In time that
 * grows with the length alone, whatever stands in it.
 * @throws SyntaxError for what is no JSON.
 */
export function parseExactJson(json: string): unknown {
  const value = readJson(json);
  return /\d{16}/.test(json) ? readJson(quoteLongNumbers(json)) : value;
}
