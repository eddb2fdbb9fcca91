import { z } from 'zod';

/** A word of a request that names nothing the catalogue has, and the fix. */
export const UnknownName = z
  .object({ pointer: z.string().describe('to the field of the request'), detail: z.string() })
  .meta({ id: 'UnknownName' });
export type UnknownName = z.infer<typeof UnknownName>;
