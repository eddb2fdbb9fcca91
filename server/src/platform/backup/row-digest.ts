import { hash } from 'node:crypto';

const WORDS = 8;
const LINE_END = 0x0a;

/** What rows come to: how many, how long, and a checksum in which their order does not matter. */
export interface RowSum {
  rows: number;
  bytes: number;
  /** The sum of the rows' SHA-256, modulo 2^256, in hexadecimal. */
  sha256: string;
}

/** Adds up rows as PostgreSQL's text copy has them, one to a line. */
export interface RowDigest {
  /** Adds one row, its line end included. */
  add(row: Uint8Array): void;
  /** Adds every row of some whole lines. */
  addLines(lines: Buffer): void;
  finish(): RowSum;
}

/**
 * A digest of rows that is the same in whatever order a table gives them: rows that were restored lie elsewhere. It finds what went wrong,
 * not who meant it: against forgery the file is sealed.
 */
export function createRowDigest(): RowDigest {
  const words = new Uint32Array(WORDS);
  let [rows, bytes] = [0, 0];
  const add = (row: Uint8Array) => {
    const digest = hash('sha256', row, 'buffer');
    let carry = 0;
    for (let word = WORDS - 1; word >= 0; word -= 1) {
      const sum = words[word] + digest.readUInt32BE(4 * word) + carry;
      words[word] = sum;
      carry = sum > 0xffff_ffff ? 1 : 0;
    }
    rows += 1;
    bytes += row.length;
  };
  return {
    add,
    addLines(lines) {
      for (let from = 0; from < lines.length;) {
        const end = lines.indexOf(LINE_END, from) + 1 || lines.length;
        add(lines.subarray(from, end));
        from = end;
      }
    },
    finish: () => ({ rows, bytes, sha256: [...words].map((word) => word.toString(16).padStart(8, '0')).join('') }),
  };
}
