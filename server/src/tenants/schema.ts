import { z } from 'zod';
import { Name } from '../platform/names.ts';

export const Tier = z.enum(['free', 'starter', 'professional', 'enterprise']);
export const Slug = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'a slug has 1 to 63 of a-z, 0-9 and "-", and does not begin with "-"');

export const TenantName = Name;

export const NewTenant = z.strictObject({
  name: TenantName,
  slug: Slug,
  tier: Tier.default('free'),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, 'a currency is three capital letters (ISO 4217), such as USD')
    .optional(),
  simulated: z.boolean().default(false),
});
export type NewTenant = z.input<typeof NewTenant>;

export const Tenant = z
  .object({
    name: z.string(),
    slug: z.string(),
    tier: Tier,
    currency: z.string().nullable(),
    simulated: z.boolean().describe('true when all events of this tenant are simulated, as in the demo'),
  })
  .meta({ id: 'Tenant' });
export type Tenant = z.infer<typeof Tenant>;

export const SessionTenant = Tenant.extend({
  id: z.string().describe('UUID'),
  timeZone: z.string().describe('IANA name; the zone in which people of this tenant are shown instants'),
  lookbackDays: z.int().describe('of reports that do not ask for another'),
  halfLifeDays: z.number().describe('of time_decay, in reports that do not ask for another'),
  defaultModel: z.string().nullable().describe('of reports that name none; null = linear'),
}).meta({ id: 'SessionTenant' });
export type SessionTenant = z.infer<typeof SessionTenant>;

/** A model as a report, a run or a default names it: a built-in one, one's own, or one version of one's own. */
export const ModelReference = z
  .string()
  .max(80, 'has at most 80 characters')
  .regex(/^[a-z][a-z0-9_-]{0,62}(@[1-9]\d{0,3})?$/, 'must be the name of a model, or NAME@VERSION of one of your own');

/** Who chose a model: the query, or whose default it is. */
export const ModelOrigin = z
  .enum(['query', 'campaign', 'tenant', 'installation'])
  .describe('who chose the model: the query, or whose default it is');
export type ModelOrigin = z.infer<typeof ModelOrigin>;
