import { z } from 'zod';

export const Scope = z.enum(['ingest', 'read', 'admin']);

export const NewApiKey = z
  .strictObject({
    name: z.string().trim().min(1).max(200),
    scopes: z.array(Scope).min(1).max(3),
  })
  .meta({ id: 'NewApiKey' });
export type NewApiKey = z.infer<typeof NewApiKey>;

export const ApiKey = z
  .object({
    id: z.string().describe('UUID'),
    name: z.string(),
    hint: z.string().describe('the first characters of the key'),
    scopes: z.array(Scope),
    createdAt: z.string(),
    revokedAt: z.string().nullable(),
  })
  .meta({ id: 'ApiKey' });
export type ApiKey = z.infer<typeof ApiKey>;

export const CreatedApiKey = ApiKey.extend({ apiKey: z.string().describe('the key itself, shown this once') }).meta({
  id: 'CreatedApiKey',
});
export type CreatedApiKey = z.infer<typeof CreatedApiKey>;
