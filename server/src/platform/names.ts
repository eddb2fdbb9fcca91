import { z } from 'zod';

/** A name that somebody gives: one line of 1 to 200 characters. It stands in mails, logs and on other people's screens. */
export const Name = z
  .string()
  .trim()
  .min(1, 'a name is needed')
  .max(200, 'a name has at most 200 characters')
  .regex(/^[^\p{Cc}\u2028\u2029]*$/u, 'must not hold line breaks or other control characters');

/** A text in one line, for one that comes from elsewhere or was taken long ago: breaks and other control characters become a space. */
export function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
}

/** Characters that turn the direction of the text around them, so that it shows as another one (Unicode, UAX #9). */
const TURNS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

/** What is said of a text with such characters: which is the first, and what to do; undefined of all others. */
export function turnFault(text: string): string | undefined {
  const found = TURNS.exec(text);
  if (!found) return undefined;
  const code = found[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
  return `must not hold characters that turn the direction of text (here U+${code}), as it would show as another one; send it without them`;
}
