import type { TenantTx } from '../../platform/tenant-door.ts';
import { hasExposuresSince, type ObservedUnit, streamExposures } from './store.ts';

export type { ObservedUnit };

/** One exposure as far as observing people needs it. */
export interface Exposure {
  /**
   * What it goes by, each a number from 32 bits of a keyed hash, 0 for none: the user, e-mail or device it carries; the address it was
   * heard at, where that may stand for a household; and elsewhere its device at its address, or its click.
   */
  own: number;
  home: number;
  away: number;
  atMs: number;
  /** Two halves of a hash of its id. */
  idHigh: number;
  idLow: number;
  /** Its show, campaign, channel or placement, '' for none. */
  unit: string;
}

/** Whether exposures came in after an instant of the database's clock, RFC 3339. Looks through all events where none did. */
export async function hasExposuresSinceIn(tx: TenantTx, at: string): Promise<boolean> {
  return hasExposuresSince(tx, at);
}

const TEXT_AT = 28;

/** Reads units, which are few and come again and again, without making a text of each. */
function createUnitReader(): (bytes: Buffer) => string {
  const known = new Map<string, string>();
  return (bytes) => {
    const text = bytes.toString('latin1', TEXT_AT);
    const unit = known.get(text) ?? bytes.toString('utf8', TEXT_AT);
    known.set(text, unit);
    return unit;
  };
}

/**
 * Hands every exposure (download, impression, click) of a tenant to `onExposure` in no order, in constant memory; those of people whose
 * events are restricted are left out. Each comes with its names: an address stands for a household while at most
 * `mostDevices` user agents are on it in a span of 30 days.
 * The object that is handed on is the same each time. Hashes of equal ids are equal within one database.
 */
export async function streamExposuresIn(
  tx: TenantTx,
  unit: ObservedUnit,
  mostDevices: number,
  onExposure: (exposure: Exposure) => void,
): Promise<void> {
  const unitOf = createUnitReader();
  const exposure: Exposure = { own: 0, home: 0, away: 0, atMs: 0, idHigh: 0, idLow: 0, unit: '' };
  await streamExposures(tx, unit, mostDevices, (bytes) => {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    exposure.own = buffer.readUInt32BE(0);
    exposure.home = buffer.readUInt32BE(4);
    exposure.away = buffer.readUInt32BE(8);
    exposure.atMs = buffer.readInt32BE(12) * 4_294_967_296 + buffer.readUInt32BE(16);
    exposure.idHigh = buffer.readInt32BE(20);
    exposure.idLow = buffer.readInt32BE(24);
    exposure.unit = unitOf(buffer);
    onExposure(exposure);
  });
}
