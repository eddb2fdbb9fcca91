/** How long an operator stays signed in, and how long without a request. */
export const OPERATOR_SESSION_MS = 8 * 3_600_000;
export const OPERATOR_IDLE_MS = 30 * 60_000;

/** Last use is written down no more often than this. */
export const OPERATOR_SEEN_MS = 60_000;

/** After so many wrong codes in a row, each with the right password, the command line must give the operator a new factor. */
export const FAILURES_TO_LOCK = 10;

/** 24 of 62 signs: 142 bits that nobody has to make up. */
export const PASSWORD_LENGTH = 24;

const PREFIX = 'earshot_operator_';
const SHAPE = /^earshot_operator_[0-9A-Za-z]{43}$/;
/** 43 of 62 signs: 256 bits. */
export const TOKEN_LENGTH = 43;

/** The token made of 43 random base-62 characters; its prefix keeps it from being taken for a tenant's credential. */
export function buildOperatorToken(secret: string): string {
  return PREFIX + secret;
}

/** True for what has the shape of an operator's token. */
export function isOperatorToken(text: string): boolean {
  return SHAPE.test(text);
}

/** Where an operator's sealed TOTP secret belongs. */
export function operatorSecretPlace(operatorId: string): string {
  return `operators|${operatorId}|sealed_secret`;
}
