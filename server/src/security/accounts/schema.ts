import { z } from 'zod';
import { ROLES } from '../../tenants/authorize.ts';

export const AccountExport = z
  .object({
    person: z.object({
      id: z.string(),
      email: z.string(),
      name: z.string(),
      createdAt: z.string(),
      emailVerifiedAt: z.string().nullable(),
    }),
    hasPassword: z.boolean().describe('the password itself is stored as a hash and is not exported'),
    hasSecondFactor: z.boolean(),
    memberships: z.array(
      z.object({
        tenantId: z.string(),
        tenant: z.string(),
        role: z.enum(ROLES),
        since: z.string(),
        mailChoices: z
          .array(z.object({ kind: z.string(), isMailed: z.boolean(), chosenAt: z.string() }))
          .describe('which mails of the tenant you chose to get, or to get no more'),
      }),
    ),
    sessions: z.array(
      z.object({ createdAt: z.string(), lastSeenAt: z.string(), expiresAt: z.string(), userAgent: z.string(), network: z.string() }),
    ),
    devices: z.int().describe('browsers that were seen before, kept as hashes'),
    actions: z
      .array(z.object({ occurredAt: z.string(), action: z.string(), target: z.string() }))
      .describe("what you did outside of any tenant, the newest 1,000; what you did in a tenant stands in that tenant's audit log"),
  })
  .meta({ id: 'AccountExport' });
export type AccountExport = z.infer<typeof AccountExport>;

export const DeletionCode = z
  .strictObject({ code: z.string().min(1, 'must not be empty').max(100, 'has at most 100 characters').describe('the code of the mail') })
  .meta({ id: 'DeletionCode' });
