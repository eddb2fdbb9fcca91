import { createHash } from 'node:crypto';

/** How many hexadecimal digits of the hash leave the house: some 800 breached passwords share them. */
const TOLD = 5;

/** A password's SHA-1 in two parts: what a service is told, and what stays here. */
export interface HashParts {
  told: string;
  kept: string;
}

/** SHA-1 is what such services are asked by; nothing is stored under it. */
export function hashParts(password: string): HashParts {
  const hash = createHash('sha1').update(password).digest('hex').toUpperCase();
  return { told: hash.slice(0, TOLD), kept: hash.slice(TOLD) };
}

/** Whether an answer, lines of `REST-OF-HASH:COUNT`, has this rest with a count above 0; rows with a count of 0 are padding. */
export function isListed(answer: string, kept: string): boolean {
  return answer.split('\n').some((line) => {
    const [rest, count] = line.trim().split(':');
    return rest.toUpperCase() === kept && /^[1-9]\d*$/.test(count ?? '');
  });
}
