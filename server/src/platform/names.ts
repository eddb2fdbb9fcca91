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
