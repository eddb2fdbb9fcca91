import { drainTenant } from '../../../server/src/attribution/paths/service.ts';
import type { Context } from '../../../server/src/platform/context.ts';
import { type Actor, systemActor } from '../../../server/src/tenants/authorize.ts';
import { acceptConversions, acceptTouchpoints } from '../../../server/src/tracking/intake/service.ts';
import { createEventWriter } from '../load/events.ts';

const DAY_MS = 86_400_000;
const BATCH = 1_000;
const IN_FLIGHT = 6;

/** How large a tenant's world is. Events are spread evenly over the last `days` days. */
export interface WorldSize {
  conversions: number;
  touchpoints: number;
  households: number;
  days: number;
}

/** What it took to make a world through the service functions that HTTP and import use. */
export interface WorldCost {
  intakeSeconds: number;
  drainSeconds: number;
}

type Accept = typeof acceptTouchpoints;

async function load(context: Context, actor: Actor, count: number, { write, accept }: { write(place: number): string; accept: Accept }) {
  let place = 0;
  const carry = async () => {
    while (place < count) {
      const from = place;
      place = Math.min(count, from + BATCH);
      const items = Array.from({ length: place - from }, (_, more) => JSON.parse(write(from + more)) as unknown);
      const { accepted } = await accept(context, actor, items, 'import');
      if (accepted !== items.length) throw new Error(`only ${accepted} of ${items.length} events were accepted`);
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, carry));
}

/** Fills a tenant: events in the order of their times through intake, as an import brings them, then matching until nothing waits. */
export async function makeWorld(context: Context, tenantId: string, size: WorldSize): Promise<WorldCost> {
  const actor = systemActor(tenantId);
  const { conversions, touchpoints, households, days } = size;
  const startsAt = context.clock() - days * DAY_MS;
  const instant = (place: number, count: number) => startsAt + Math.floor((days * DAY_MS * place) / count);
  const writer = createEventWriter({ name: 'world', seed: 11, households });
  const startedAt = performance.now();
  await load(context, actor, conversions, { write: (place) => writer.conversion(instant(place, conversions)), accept: acceptConversions });
  await load(context, actor, touchpoints, { write: (place) => writer.touchpoint(instant(place, touchpoints)), accept: acceptTouchpoints });
  const filledAt = performance.now();
  await drainTenant(context, 'system', tenantId);
  return { intakeSeconds: (filledAt - startedAt) / 1_000, drainSeconds: (performance.now() - filledAt) / 1_000 };
}
