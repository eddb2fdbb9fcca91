import { z } from 'zod';
import { Name } from '../../platform/names.ts';

export const ServiceAccountRole = z.enum(['admin', 'analyst', 'viewer', 'billing']);

export const NewServiceAccount = z.strictObject({ name: Name, role: ServiceAccountRole }).meta({ id: 'NewServiceAccount' });
export type NewServiceAccount = z.infer<typeof NewServiceAccount>;

export const ServiceAccountChange = z
  .strictObject({
    name: Name.optional(),
    role: ServiceAccountRole.optional(),
    disabled: z.boolean().optional().describe('true stops all its keys, false lets them work again'),
  })
  .meta({ id: 'ServiceAccountChange' });
export type ServiceAccountChange = z.infer<typeof ServiceAccountChange>;

export const ServiceAccount = z
  .object({
    id: z.string().describe('UUID'),
    name: z.string(),
    role: ServiceAccountRole,
    createdAt: z.string(),
    disabledAt: z.string().nullable(),
  })
  .meta({ id: 'ServiceAccount' });
export type ServiceAccount = z.infer<typeof ServiceAccount>;
