import { z } from 'zod';
import { Tenant } from '../../tenants/schema.ts';
import { Scope } from '../apikeys/schema.ts';

export const SignIn = z
  .union(
    [z.strictObject({ apiKey: z.string().min(1, 'must not be empty').max(200, 'is too long') }), z.strictObject({ demo: z.literal(true) })],
    { error: 'must be {"apiKey":"…"}, or {"demo":true} to open the demo' },
  )
  .meta({ id: 'SignIn' });
export type SignIn = z.infer<typeof SignIn>;

export const Session = z.object({ tenant: Tenant, scopes: z.array(Scope), expiresAt: z.string() }).meta({ id: 'Session' });
export type Session = z.infer<typeof Session>;

export const CurrentSession = z
  .object({
    signedIn: z.boolean(),
    demoAvailable: z.boolean().describe('true when anyone may open the simulated demo tenant'),
    tenant: Tenant.nullable(),
    scopes: z.array(Scope),
  })
  .meta({ id: 'CurrentSession' });
export type CurrentSession = z.infer<typeof CurrentSession>;
