import { z } from 'zod';

const INSIDE = 'http://inside.invalid';

/** The first words of rooms that have something to choose; nothing else of an installation is a room. */
const ROOMS = ['', 'compare', 'conversions', 'models', 'experiments', 'analytics', 'insights', 'cost', 'catalog', 'tracking', 'settings'];

/** An address as it is kept: path and search of a room of the dashboard, as a browser would read them; undefined for any other. */
export function insideAddress(text: string): string | undefined {
  if (!text.startsWith('/') || !URL.canParse(text, INSIDE)) return undefined;
  const { origin, pathname, search } = new URL(text, INSIDE);
  if (origin !== INSIDE || !ROOMS.includes(pathname.split('/')[1])) return undefined;
  const address = `${pathname}${search}`;
  return address.startsWith('//') || address.length > 2_000 ? undefined : address;
}

const Name = z.string().trim().min(1, 'must not be empty').max(80, 'must be at most 80 characters');

const Address = z
  .string()
  .max(2_000, 'must be at most 2000 characters')
  .transform((text) => insideAddress(text))
  .refine((address) => address !== undefined, 'must be the path of a room of the dashboard, with its search: /compare?models=linear')
  .transform((address) => address ?? '/');

/** A room of the dashboard as it is looked at, under a name. */
export const NewView = z
  .strictObject({
    name: Name,
    address: Address.describe('path and search of a room, from the first slash on'),
    isShared: z.boolean('must be true or false').default(false).describe('for everybody of the tenant, and not for yourself alone'),
  })
  .meta({ id: 'NewView' });
export type NewView = z.output<typeof NewView>;

export const ViewChange = z.strictObject({ name: Name }).meta({ id: 'ViewChange' });
export type ViewChange = z.output<typeof ViewChange>;

export const SavedView = z
  .object({
    id: z.uuid(),
    name: z.string(),
    address: z.string(),
    isShared: z.boolean(),
    createdAt: z.string(),
    createdBy: z.string(),
  })
  .meta({ id: 'SavedView' });
export type SavedView = z.infer<typeof SavedView>;

export const SavedViews = z.object({ items: z.array(SavedView), nextCursor: z.null() }).meta({ id: 'SavedViews' });
