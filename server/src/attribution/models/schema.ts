import { z } from 'zod';
import { OwnModel } from '../../tenants/models/schema.ts';

export const Model = z
  .object({
    name: z.string(),
    title: z.string(),
    version: z.string(),
    description: z.string(),
    formula: z.string(),
    source: z.string(),
    parameters: z.record(z.string(), z.number()).describe('defaults; a report may choose others'),
  })
  .meta({ id: 'Model' });
export type Model = z.infer<typeof Model>;

export const ModelList = z
  .object({
    items: z.array(Model).describe('the built-in ones'),
    own: z.array(OwnModel).describe('the newest version of each of your own, by name'),
    defaultModel: z.string().describe('of reports that name none'),
    nextCursor: z.null(),
    engineVersion: z.string(),
  })
  .meta({ id: 'ModelList' });
export type ModelList = z.infer<typeof ModelList>;

export const OwnVersionList = z
  .object({ items: z.array(OwnModel).describe('the newest first'), nextCursor: z.null() })
  .meta({ id: 'OwnVersionList' });
export type OwnVersionList = z.infer<typeof OwnVersionList>;
