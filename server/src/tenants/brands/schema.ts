import { z } from 'zod';

/** A logo has at most so many bytes, and so many pixels to a side. */
export const LOGO_BYTES = 65_536;
export const LOGO_PIXELS = 1_024;
export const LOGO_TYPES = ['image/png', 'image/jpeg', 'image/webp'] as const;
export type LogoType = (typeof LOGO_TYPES)[number];

const Base64 = z
  .string()
  .max(Math.ceil(LOGO_BYTES / 3) * 4, `must be at most ${LOGO_BYTES} bytes`)
  .regex(/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/, 'must be base64')
  .min(1, 'must not be empty; send null instead');

const Colour = z.string().regex(/^#[0-9a-f]{6}$/i, 'must be a colour such as #0b6e5f');

/** What the pages that a tenant shares look like; it replaces what was before. */
export const BrandDetails = z
  .strictObject({
    colour: Colour.nullable().default(null).describe('of links and marks, made darker or lighter where it could not be read; null = none'),
    logo: Base64.nullable()
      .default(null)
      .describe('the bytes of a PNG, JPEG or WebP as base64: at most 64 KiB, and 1,024 pixels to a side; null = none'),
  })
  .meta({ id: 'BrandDetails' });
export type BrandDetails = z.output<typeof BrandDetails>;

export const Brand = z
  .object({
    colour: z.string().nullable(),
    onLight: z.string().nullable().describe('the colour as it stands on a light ground, where it keeps a contrast of 4.5:1'),
    onDark: z.string().nullable().describe('the same on a dark ground'),
    logo: z
      .object({ type: z.enum(LOGO_TYPES), width: z.int(), height: z.int(), bytes: z.int(), content: z.string().describe('base64') })
      .nullable(),
    changedAt: z.string().nullable().describe('null = never'),
    changedBy: z.string().nullable(),
  })
  .meta({ id: 'Brand' });
export type Brand = z.infer<typeof Brand>;

/** How pages of a tenant look: of its logo the size alone. */
export interface BrandLook extends Pick<Brand, 'onLight' | 'onDark'> {
  logo: { width: number; height: number } | null;
}
