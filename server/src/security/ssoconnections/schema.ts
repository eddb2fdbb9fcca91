import { z } from 'zod';
import { Name } from '../../platform/names.ts';
import { pageSchema } from '../../platform/paging.ts';

const Domain = z
  .string()
  .trim()
  .toLowerCase()
  .max(253)
  .regex(/^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/, 'must be a domain such as example.com');

export const Membership = z.enum(['members_only', 'just_in_time']).meta({
  description: 'whether only members get in, or whoever the provider vouches for becomes one',
});
export type Membership = z.infer<typeof Membership>;

export const SsoRole = z.enum(['analyst', 'viewer', 'billing']);
export type SsoRole = z.infer<typeof SsoRole>;

const SETTINGS = {
  name: Name,
  issuer: z.string().min(1).max(500).describe('as the provider writes it in its tokens'),
  clientId: z.string().min(1).max(500),
  domains: z.array(Domain).min(1).max(50).describe('e-mail domains that the provider may vouch for'),
  membership: Membership,
  defaultRole: SsoRole.describe('of people who become members this way'),
  providerAsksFactor: z.boolean().describe('true when the provider asks for a second factor itself'),
  enabled: z.boolean(),
};

const ClientSecret = z.string().min(1).max(1_000).describe('stored sealed, and never shown');

export const NewSsoConnection = z.strictObject({ ...SETTINGS, clientSecret: ClientSecret }).meta({ id: 'NewSsoConnection' });
export type NewSsoConnection = z.infer<typeof NewSsoConnection>;

export const SsoConnectionChange = z
  .strictObject({ ...SETTINGS, clientSecret: ClientSecret.optional() })
  .meta({ id: 'SsoConnectionChange' });
export type SsoConnectionChange = z.infer<typeof SsoConnectionChange>;

export const SsoConnection = z
  .object({
    id: z.string().describe('UUID'),
    ...SETTINGS,
    domains: z.array(z.string()),
    signInUrl: z.string().describe('where members begin'),
    callbackUrl: z.string().describe('what to register with the provider'),
    createdAt: z.string(),
  })
  .meta({ id: 'SsoConnection' });
export type SsoConnection = z.infer<typeof SsoConnection>;

export const SsoConnections = pageSchema(SsoConnection)
  .extend({ callbackUrl: z.string().describe('what to register with every provider, also with the first') })
  .meta({ id: 'SsoConnections' });
export type SsoConnections = z.infer<typeof SsoConnections>;
