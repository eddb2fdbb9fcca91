import { AppError } from '../platform/errors.ts';
import { parseStrictJson } from '../platform/strict-json.ts';

type Member = string | number | boolean | null;

/** What came of reading a large body: its members, or why it is refused, which crosses from one thread to another as a text. */
export type LargeBody = { members: [string, Member][] } | { refusal: string };

const isMember = (value: unknown): value is Member => value === null || ['string', 'number', 'boolean'].includes(typeof value);

/**
 * Reads a JSON object that holds nothing but texts, numbers and the like, so that what goes from the thread that reads it to the one that
 * serves is a few values, however large. Fit for a thread of its own.
 */
export function readLargeBody(bytes: Uint8Array): LargeBody {
  try {
    const value = parseStrictJson(bytes);
    const isFlat = typeof value === 'object' && value !== null && !Array.isArray(value);
    const members = isFlat ? Object.entries(value as Record<string, unknown>) : [];
    const flat = members.filter((member): member is [string, Member] => isMember(member[1]));
    if (isFlat && flat.length === members.length) return { members: flat };
    return { refusal: 'A body of more than 4 MiB is an object of texts and numbers; lists and objects in it are too large.' };
  } catch (error) {
    if (error instanceof AppError) return { refusal: error.message };
    throw error;
  }
}
