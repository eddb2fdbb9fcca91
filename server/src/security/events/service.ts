import { recordAuditIn } from '../../platform/audit.ts';
import type { Context } from '../../platform/context.ts';
import { networkPrefix } from '../../platform/networks.ts';
import { type Page, pageOf, type PageRequest, strayCursor } from '../../platform/paging.ts';
import { recordSecurityEventIn } from '../../platform/security-events.ts';
import { inTenant } from '../../platform/tenant-door.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import type { EventFilter, SecurityEvent } from './schema.ts';
import { listEvents } from './store.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
/** Of one actor, kind and route, one event in so long. */
const QUIET_MS = 600_000;
const REMEMBERED = 10_000;

/** A request that was refused, seen from the tenant whose credentials it carried. */
export interface Denial {
  actor: Actor;
  kind: 'scope_denied' | 'cross_tenant_attempt';
  method: string;
  /** The route, with the names of its parameters instead of their values. */
  route: string;
  address: string;
}

const toldByContext = new WeakMap<Context, Map<string, number>>();

function isNew(context: Context, { actor, kind, method, route }: Denial): boolean {
  let told = toldByContext.get(context);
  if (!told) toldByContext.set(context, (told = new Map<string, number>()));
  const name = [actor.tenantId, actor.name, kind, method, route].join(' ');
  const nowMs = context.clock();
  if (nowMs - (told.get(name) ?? -Infinity) < QUIET_MS) return false;
  if (told.size >= REMEMBERED) told.clear();
  told.set(name, nowMs);
  return true;
}

/**
 * Records that a request was refused as a security event of the tenant whose credentials it carried: one for each actor and route in ten
 * minutes. Whether the other tenant exists plays no part, or the events would tell. A failure to record is logged, and changes no answer.
 */
export async function recordDenial(context: Context, _actor: 'public', denial: Denial): Promise<void> {
  const { actor, kind, method, route, address } = denial;
  if (!isNew(context, denial)) return;
  const detail = { method, route, network: networkPrefix(address) };
  try {
    await inTenant(context.db, actor.tenantId, (tx) => recordSecurityEventIn(tx, { kind, actor: actor.name, detail }));
  } catch (error) {
    context.log.warn({ err: error }, 'a denied request could not be recorded');
  }
}

/**
 * Security events of the tenant, the newest first.
 * @throws AppError `forbidden`; `invalid_request` for a cursor that did not come from an answer.
 */
export async function listSecurityEvents(
  context: Context,
  actor: Actor,
  filter: EventFilter,
  page: PageRequest,
): Promise<Page<SecurityEvent>> {
  authorize(actor, 'security_events.read');
  if (page.after !== undefined && !UUID.test(page.after)) throw strayCursor();
  const rows = await inTenant(context.db, actor.tenantId, async (tx) => {
    await recordAuditIn(tx, { actor: actor.name, action: 'security_event.list', target: 'security_events' });
    return listEvents(tx, filter, page.after, page.limit + 1);
  });
  return pageOf(rows, page.limit, ({ id }) => id);
}
