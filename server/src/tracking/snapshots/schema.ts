import type { PublicIdKind } from '../../catalog/publicids/schema.ts';

/** What the edge must know of a public id to answer without a database. */
export interface SnapshotEntry {
  publicId: string;
  kind: PublicIdKind;
  /** Of a link: where it leads, complete but for the click's id. */
  redirectsTo?: string;
  /** Of a link: the parameter that tells the destination the click's id; left out where it is not told. */
  clickParameter?: string;
}
