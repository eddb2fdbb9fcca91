import { createHash } from 'node:crypto';

/** Characters of 0-9A-Za-z in an address: 190 bits. */
export const TOKEN_LENGTH = 32;
const TOKEN = /^[0-9A-Za-z]{32}$/;

/** What a token is kept as; undefined for a text that is none. */
export function hashToken(token: string): Buffer | undefined {
  return TOKEN.test(token) ? createHash('sha256').update(token).digest() : undefined;
}

/** The address of a page: `folder` tells what kind of page it is. */
export function pageAddress(publicUrl: string, folder: string, token: string): string {
  return `${publicUrl.replace(/\/+$/, '')}/${folder}/${token}`;
}
