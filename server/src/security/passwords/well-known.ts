import { dictionary } from '@zxcvbn-ts/language-common';

/** The passwords most used in breaches, as the authors of zxcvbn-ts counted them: some 49,000, the most used first, in lower case. */
const MOST_USED: readonly string[] = dictionary['passwords-common'];

/** Of which any two in a row are refused as well: few are as long as passwords must be here, and who must lengthen one adds another. */
const PAIRED = 3_000;

/** What they lack: words that stand alone, or with digits and signs around them, in other lists, and the words of this place. */
const MORE_WORDS = `abc abcd abcdef changemenow correcthorsebatterystaple earshot iloveyousomuch passphrase podcast podcasts qaz querty qwer
  rockyou thisismypassword welcomeback zaq`;

const COMMON: ReadonlySet<string> = new Set([...MOST_USED, ...MORE_WORDS.split(/\s+/)]);
const OFTEN: ReadonlySet<string> = new Set(MOST_USED.slice(0, PAIRED));

/** Whether a text in lower case is one of the most used passwords, or two of the 3,000 most used in a row. */
export function isMostUsed(text: string): boolean {
  if (COMMON.has(text)) return true;
  for (let at = 1; at < text.length; at += 1) if (OFTEN.has(text.slice(0, at)) && OFTEN.has(text.slice(at))) return true;
  return false;
}

/** Rows of keys and of signs that follow one another. */
export const SEQUENCES = ['abcdefghijklmnopqrstuvwxyz', '01234567890123456789', 'qwertyuiopasdfghjklzxcvbnm', 'azertyuiopqsdfghjklmwxcvbn'];
