/** A switch that the operator can turn for a tier or for one tenant, for good or for a time. */
export interface Flag {
  description: string;
  /** What holds where nobody has said otherwise. */
  isOnByDefault: boolean;
}

/** Every flag there is. */
export const FLAGS = {
  matching_shares: { description: 'Matching shares: crediting across two tenants without opening their rows', isOnByDefault: true },
  webhooks: { description: 'New webhooks: security events sent to an address of the tenant', isOnByDefault: true },
  tenant_export: { description: 'The export of a whole tenant by its own owner', isOnByDefault: true },
} as const satisfies Record<string, Flag>;
export type FlagName = keyof typeof FLAGS;
export const FLAG_NAMES = Object.keys(FLAGS) as [FlagName, ...FlagName[]];

/** What somebody said about a flag, until `expiresAt`. */
export interface Turn {
  enabled: boolean;
  expiresAt: Date | null;
}

/** How a flag stands, and who said so. */
export interface Standing {
  enabled: boolean;
  source: 'default' | 'tier' | 'tenant';
  expiresAt: Date | null;
}

function holds(turn: Turn | undefined, nowMs: number): turn is Turn {
  return turn !== undefined && (turn.expiresAt === null || turn.expiresAt.getTime() > nowMs);
}

/** What was said for the tenant goes before what was said for its tier, and that before the default; what has expired was never said. */
export function standingOf(flag: FlagName, said: { tenant?: Turn; tier?: Turn }, nowMs: number): Standing {
  if (holds(said.tenant, nowMs)) return { ...said.tenant, source: 'tenant' };
  if (holds(said.tier, nowMs)) return { ...said.tier, source: 'tier' };
  return { enabled: FLAGS[flag].isOnByDefault, source: 'default', expiresAt: null };
}
