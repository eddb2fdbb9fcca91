import { invalid } from '../../platform/errors.ts';
import { readableColours } from './colours.ts';
import { type ImageFacts, imageFacts } from './images.ts';
import { type Brand, type BrandLook, LOGO_BYTES, LOGO_PIXELS } from './schema.ts';
import type { StoredBrand, StoredLook } from './store.ts';

/** What a logo is, by its bytes. @throws AppError `invalid_request` for what is no logo. */
export function requireLogo(content: string): ImageFacts {
  const bytes = Buffer.from(content, 'base64');
  if (bytes.length > LOGO_BYTES) throw invalid('/logo', `The logo has ${bytes.length} bytes; at most ${LOGO_BYTES} are taken.`);
  const facts = imageFacts(bytes);
  if (facts === undefined) throw invalid('/logo', 'The logo is no PNG, JPEG or WebP, by its bytes. Other formats are not taken.');
  const { width, height } = facts;
  if (width < 1 || height < 1 || width > LOGO_PIXELS || height > LOGO_PIXELS)
    throw invalid('/logo', `The logo has ${width} by ${height} pixels; at most ${LOGO_PIXELS} to a side are taken.`);
  return facts;
}

/** How pages look. */
export function lookOf(stored: StoredLook | undefined): BrandLook {
  const colour = stored?.colour ?? null;
  const readable = colour === null ? { onLight: null, onDark: null } : readableColours(colour);
  return { ...readable, logo: stored?.logo ?? null };
}

/** A brand as it is told. */
export function brandOf(stored: StoredBrand | undefined): Brand {
  if (stored === undefined) return { colour: null, onLight: null, onDark: null, logo: null, changedAt: null, changedBy: null };
  const { colour, logo, changedAt, changedBy } = stored;
  const readable = colour === null ? { onLight: null, onDark: null } : readableColours(colour);
  return {
    colour,
    ...readable,
    logo: logo && { ...logo, bytes: Buffer.from(logo.content, 'base64').length },
    changedAt,
    changedBy,
  };
}
