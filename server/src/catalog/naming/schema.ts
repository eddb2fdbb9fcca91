import { z } from 'zod';

/** A word of a request that names nothing the catalogue has, and the fix. */
export const UnknownName = z
  .object({ pointer: z.string().describe('to the field of the request'), detail: z.string() })
  .meta({ id: 'UnknownName' });
export type UnknownName = z.infer<typeof UnknownName>;

/** What an answer tells of filters that the catalogue does not know, in every answer that takes them. */
export const UnknownFilters = z
  .array(UnknownName)
  .describe('filters of the request that are no key the catalogue has: only what was measured under that very word is found by them');

/** Of a PUT: with `If-None-Match: *` it makes something, and replaces nothing (RFC 9110, 13.1.2). */
export const PutHeaders = z.looseObject({
  'if-none-match': z
    .literal('*', 'must be *: the key is to be free; leave it out to replace what has the key')
    .optional()
    .describe('`*` makes something new: a key that is taken already answers 412 and changes nothing'),
});
