import { z } from 'zod';
import { Name } from '../../platform/names.ts';

export const Scope = z.enum(['ingest', 'read', 'admin']);

const YEAR_10000_MS = Date.UTC(10_000, 0);
const Instant = z.iso
  .datetime({ offset: true, error: 'must be an instant with a zone, such as 2027-01-31T00:00:00Z' })
  // A zone may lead out of the years of four digits, in which alone instants are written.
  .refine((text) => !(Date.parse(text) >= YEAR_10000_MS), 'must lie before the year 10000 in UTC');
const Networks = z.array(z.string().max(50)).max(50).describe('networks the key works from, such as 203.0.113.0/24; empty for everywhere');
const RequestsPerMinute = z.int().min(1).max(1_000_000).nullable().describe('its own limit below that of the tier; null for none');
const ExpiresAt = Instant.nullable().describe('when it stops working; null for never');

export const NewApiKey = z
  .strictObject({
    name: Name,
    scopes: z.array(Scope).min(1).max(3),
    expiresAt: ExpiresAt.optional(),
    allowedNetworks: Networks.optional(),
    requestsPerMinute: RequestsPerMinute.optional(),
    serviceAccountId: z.uuid().nullable().optional().describe('the service account it belongs to; its role then binds the key, too'),
  })
  .meta({ id: 'NewApiKey' });
export type NewApiKey = z.infer<typeof NewApiKey>;

export const ApiKeyChange = z
  .strictObject({
    name: Name.optional(),
    scopes: z.array(Scope).min(1).max(3).optional(),
    expiresAt: ExpiresAt.optional(),
    allowedNetworks: Networks.optional(),
    requestsPerMinute: RequestsPerMinute.optional(),
  })
  .meta({ id: 'ApiKeyChange' });
export type ApiKeyChange = z.infer<typeof ApiKeyChange>;

export const ApiKeyRotation = z
  .strictObject({
    previousWorksUntil: Instant.optional().describe(
      'how long the present secret goes on working: at most 30 days, 24 hours where left out; an instant that is over ends it at once',
    ),
  })
  .meta({ id: 'ApiKeyRotation' });
export type ApiKeyRotation = z.infer<typeof ApiKeyRotation>;

export const ApiKey = z
  .object({
    id: z.string().describe('UUID'),
    name: z.string(),
    hint: z.string().describe('the first characters of the key'),
    scopes: z.array(Scope),
    expiresAt: z.string().nullable(),
    allowedNetworks: z.array(z.string()),
    requestsPerMinute: z.int().nullable(),
    serviceAccountId: z.string().nullable(),
    createdAt: z.string(),
    revokedAt: z.string().nullable(),
    previousWorksUntil: z.string().nullable().describe('when the secret before the last rotation stops; null when there is none'),
    lastUsedAt: z.string().nullable().describe('to the minute'),
    lastNetwork: z.string().nullable().describe('the network of the last use: /24 of IPv4, /48 of IPv6'),
  })
  .meta({ id: 'ApiKey' });
export type ApiKey = z.infer<typeof ApiKey>;

export const CreatedApiKey = ApiKey.extend({ apiKey: z.string().describe('the key itself, shown this once') }).meta({
  id: 'CreatedApiKey',
});
export type CreatedApiKey = z.infer<typeof CreatedApiKey>;
