/** What a public address leads to: a show's episode prefix, a placement's pixel, a tracking link, a site tag, a source of webhooks. */
export const PUBLIC_ID_KINDS = ['prefix', 'pixel', 'link', 'tag', 'hook'] as const;
export type PublicIdKind = (typeof PUBLIC_ID_KINDS)[number];

/** A public id as it is resolved before a tenant is known. */
export interface PublicId {
  publicId: string;
  tenantId: string;
  kind: PublicIdKind;
  /** The key, in the tenant, of what it means: of the show, the placement, the link, the tag or the source. */
  target: string;
}

/** Twelve characters of 0-9a-z: 61 random bits, since capitals and small letters of what they are made from come to one. */
export const PUBLIC_ID = /^[0-9a-z]{12}$/;
