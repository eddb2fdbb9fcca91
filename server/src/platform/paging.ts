import { z } from 'zod';
import { type AppError, invalid } from './errors.ts';

export const PageQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(1_000).optional(),
});

/** What of a list is asked for: at most `limit` items after the position `after`. */
export interface PageRequest {
  limit: number;
  after?: string;
}

/** A part of a list; `nextCursor` asks for the next part and is null at the end. */
export interface Page<Item> {
  items: Item[];
  nextCursor: string | null;
}

/** The refusal of a cursor that did not come from an answer. */
export function strayCursor(): AppError {
  return invalid('/cursor', 'The cursor is not one of ours; use the nextCursor of an earlier answer, or leave it out.');
}

/** The page a query asks for. @throws AppError `invalid_request` for a cursor that did not come from an answer. */
export function pageRequest(query: z.output<typeof PageQuery>): PageRequest {
  if (query.cursor === undefined) return { limit: query.limit };
  const after = Buffer.from(query.cursor, 'base64url').toString();
  if (Buffer.from(after).toString('base64url') !== query.cursor || after.includes('\0')) {
    throw strayCursor();
  }
  return { limit: query.limit, after };
}

/** Cuts a list read with one item more than asked into a page; `position` names where an item stands. */
export function pageOf<Item>(items: Item[], limit: number, position: (item: Item) => string): Page<Item> {
  if (items.length <= limit) return { items, nextCursor: null };
  const shown = items.slice(0, limit);
  return { items: shown, nextCursor: Buffer.from(position(shown[limit - 1])).toString('base64url') };
}

/** The schema of a page of `item`. */
export function pageSchema<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() });
}
