import { createHmac } from 'node:crypto';

/** So many guesses in so long. */
export interface Allowance {
  guesses: number;
  withinMs: number;
}

const MINUTE_MS = 60_000;

/**
 * Of one account from one address, of one account from browsers that never signed in to it, of one address at any account, of one network
 * of IPv6 as its customers have them, and of one session, which may have been stolen and be used from many addresses.
 */
export const ALLOWANCES = {
  accountAndAddress: { guesses: 10, withinMs: 15 * MINUTE_MS },
  account: { guesses: 50, withinMs: 60 * MINUTE_MS },
  address: { guesses: 100, withinMs: 15 * MINUTE_MS },
  network: { guesses: 400, withinMs: 15 * MINUTE_MS },
  session: { guesses: 10, withinMs: 15 * MINUTE_MS },
  /** Mails of one purpose that anyone may have sent to one address: more would be a nuisance. */
  mails: { guesses: 3, withinMs: 60 * MINUTE_MS },
  /** Exports of one account. */
  exports: { guesses: 5, withinMs: 60 * MINUTE_MS },
  /** Mails asked for from one address, and from one network of IPv6. */
  mailsFrom: { guesses: 20, withinMs: 60 * MINUTE_MS },
  mailsFromNetwork: { guesses: 80, withinMs: 60 * MINUTE_MS },
} as const satisfies Record<string, Allowance>;
export type Limit = keyof typeof ALLOWANCES;

/** Counts older than any allowance are forgotten. */
export const KEPT_MS = 24 * 60 * MINUTE_MS;

/** What a count is kept under: names neither the account nor the address. */
export function subjectOf(key: Buffer, limit: Limit, ...parts: string[]): Buffer {
  return createHmac('sha256', key)
    .update(JSON.stringify([limit, ...parts]))
    .digest();
}
