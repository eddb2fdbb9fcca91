import { z } from 'zod';

export const Title = z
  .object({
    key: z.string().describe("the tenant's own key, as events carry it"),
    name: z.string().nullable(),
    createdAt: z.string(),
  })
  .meta({ id: 'Title' });
export type Title = z.infer<typeof Title>;

export const TitleDetails = z
  .strictObject({
    name: z.string().trim().min(1, 'must not be empty').max(200, 'has at most 200 characters').nullable().default(null),
  })
  .meta({ id: 'TitleDetails' });
export type TitleDetails = z.output<typeof TitleDetails>;

/** Shows and episodes: things with a key and a name. */
export type TitleTable = 'shows' | 'episodes';
