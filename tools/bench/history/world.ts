import type pg from 'pg';
import type { Context } from '../../../server/src/platform/context.ts';
import { drainTenant } from '../../../server/src/attribution/paths/service.ts';
import { systemActor } from '../../../server/src/tenants/authorize.ts';
import { acceptConversions, acceptTouchpoints } from '../../../server/src/tracking/intake/service.ts';

const DAY_MS = 86_400_000;
const DAYS = 150;
/** Touchpoints of one household in the history. */
const PER_HOUSEHOLD = 10;
/** Households that go on to convert, and how many touchpoints each has in its lookback. */
const MEASURED = 500;
const TOUCHES = 5;
const BATCH = 1_000;

/** A tenant whose history grows. */
export interface HistoryWorld {
  context: Context;
  superuser: pg.Client;
  tenantId: string;
}

const ipOf = (household: number) => `24.0.${household >> 8}.${household & 255}`;

async function accept(world: HistoryWorld, take: typeof acceptTouchpoints, items: unknown[]): Promise<void> {
  for (let from = 0; from < items.length; from += BATCH) {
    const batch = items.slice(from, from + BATCH);
    const { accepted } = await take(world.context, systemActor(world.tenantId), batch, 'server');
    if (accepted !== batch.length) throw new Error(`only ${accepted} of ${batch.length} events were accepted`);
  }
}

/** Gives each household that will convert its touchpoints, through intake, as the last weeks brought them. */
export async function addMeasured(world: HistoryWorld): Promise<void> {
  const nowMs = world.context.clock();
  const touchpoints = Array.from({ length: MEASURED * TOUCHES }, (_, place) => ({
    id: `measured-${place}`,
    occurredAt: new Date(nowMs - (1 + (place % 20)) * DAY_MS).toISOString(),
    kind: 'impression',
    campaign: `campaign-${place % 40}`,
    channel: 'podcast',
    show: `show-${place % 80}`,
    identity: { ip: ipOf(place % MEASURED), userAgent: 'Overcast/2026.9 (+https://overcast.fm/; iOS podcast app)' },
  }));
  await accept(world, acceptTouchpoints, touchpoints);
  await drainTenant(world.context, 'system', world.tenantId);
}

/** Sends conversions of the measured households, as a shop does now. */
export async function convert(world: HistoryWorld, name: string, count: number): Promise<void> {
  const at = new Date(world.context.clock()).toISOString();
  const conversions = Array.from({ length: count }, (_, place) => ({
    id: `${name}-${place}`,
    occurredAt: at,
    kind: 'purchase',
    valueMinor: 1_000 + place,
    currency: 'USD',
    identity: { ip: ipOf(place % MEASURED), userAgent: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/141.0.0.0' },
  }));
  await accept(world, acceptConversions, conversions);
}

/**
 * Makes the tenant's history so many touchpoints long: impressions of other households, ten each over 150 days, straight into the table, as
 * matching left them long ago.
 */
export async function growHistory({ superuser, tenantId, context }: HistoryWorld, from: number, to: number): Promise<void> {
  const startsAt = new Date(context.clock() - DAYS * DAY_MS);
  await superuser.query({
    text: `insert into touchpoints (
             tenant_id, id, occurred_at, kind, campaign, channel, show, episode, placement, address_key, agent_key, connection_type,
             country, player, delivery_evidence
           )
           select $1, 'history-' || place, $2::timestamptz + make_interval(secs => $5::float8 * (spread % 1000003) / 1000003), 'impression',
             'campaign-' || spread % 40, 'podcast', 'show-' || (2 * (spread % 40) + spread % 6), 'episode-' || spread % 1600,
             (array['pre_roll', 'mid_roll', 'post_roll'])[1 + spread % 3], md5('household' || place / $6)::uuid,
             md5('agent' || spread % 8)::uuid, 'household', (array['US', 'GB', 'DE'])[1 + spread % 3], 'Overcast', 'reported'
           from generate_series($3::bigint, $4::bigint - 1) as place
           cross join lateral (select place * 2654435761 % 4294967291 as spread) as hashed`,
    values: [tenantId, startsAt, from, to, DAYS * 86_400, PER_HOUSEHOLD],
  });
  await superuser.query('analyze touchpoints');
}
