import { z } from 'zod';
import { ROLES } from '../../tenants/authorize.ts';
import { SessionTenant } from '../../tenants/schema.ts';
import { Scope } from '../apikeys/schema.ts';

export const Email = z.string().trim().toLowerCase().max(254, 'is too long').pipe(z.email('is not an e-mail address'));
/** Longer ones are refused before they are hashed. */
export const TypedPassword = z.string().min(1, 'must not be empty').max(1_000, 'is too long');

export const SignIn = z
  .union(
    [
      z.strictObject({ email: Email, password: TypedPassword }),
      z.strictObject({ apiKey: z.string().min(1, 'must not be empty').max(200, 'is too long') }),
      z.strictObject({ demo: z.literal(true) }),
    ],
    { error: 'must be {"email":"…","password":"…"}, {"apiKey":"…"}, or {"demo":true} to open the demo' },
  )
  .meta({ id: 'SignIn' });
export type SignIn = z.infer<typeof SignIn>;

export const SessionPerson = z.object({ id: z.uuid(), email: z.string(), name: z.string() }).meta({ id: 'SessionPerson' });

const STATE = {
  tenant: SessionTenant.nullable(),
  scopes: z.array(Scope),
  person: SessionPerson.nullable().describe('null for a browser opened with an API key'),
  role: z.enum(ROLES).nullable().describe('what the person may do in the tenant'),
  needs: z
    .enum(['second_factor', 'enrolment', 'tenant'])
    .nullable()
    .describe(
      'what must come first: the second factor, setting one up where the tenant asks for it, or choosing a tenant; null when nothing must',
    ),
};

export const Session = z.object({ ...STATE, expiresAt: z.string() }).meta({ id: 'Session' });
export type Session = z.infer<typeof Session>;

export const CurrentSession = z
  .object({
    signedIn: z.boolean().describe('false also while the second factor is still to come'),
    demoAvailable: z.boolean().describe('true when anyone may open the simulated demo tenant'),
    providerAvailable: z.boolean().describe("true when people may sign in through the operator's identity provider, at /sso/start"),
    organisation: z
      .object({ name: z.string().describe('of the connection'), path: z.string().describe('where to begin') })
      .nullable()
      .describe("the tenant's own identity provider by which this browser was signed in before; null for none, and while signed in"),
    ...STATE,
  })
  .meta({ id: 'CurrentSession' });
export type CurrentSession = z.infer<typeof CurrentSession>;

export const OwnSession = z
  .object({
    id: z.uuid(),
    device: z.string().describe('browser and system, as far as it says'),
    network: z.string().describe('the network of its last sign-in: 24 bits of an IPv4 address, 48 of an IPv6 address'),
    createdAt: z.string(),
    lastSeenAt: z.string(),
    expiresAt: z.string(),
    current: z.boolean().describe('true for the session that asks'),
  })
  .meta({ id: 'OwnSession' });
export type OwnSession = z.infer<typeof OwnSession>;

export const OwnSessions = z.object({ items: z.array(OwnSession), nextCursor: z.null() }).meta({ id: 'OwnSessions' });
