import { z } from 'zod';

/** What the consent page sends: the token it was given, and what the person decided. */
export const ConsentForm = z.strictObject({ token: z.string().max(100), decision: z.enum(['allow', 'refuse']) });
export type ConsentForm = z.infer<typeof ConsentForm>;
