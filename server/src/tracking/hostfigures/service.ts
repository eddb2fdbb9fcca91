import { recordAuditIn } from '../../platform/audit.ts';
import type { Context } from '../../platform/context.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import type { HostFigure, StoredFigures } from './schema.ts';
import { deleteFigures, moveFigures, upsertFigures } from './store.ts';

/**
 * Enters what a host counted itself, by show or episode and UTC day, for the waterfall to stand beside ours; a figure takes the place of
 * the one before, and null takes it back. Of one place and day named twice the last counts.
 * @throws AppError `forbidden`.
 */
export async function putHostFigures(context: Context, actor: Actor, figures: readonly HostFigure[]): Promise<StoredFigures> {
  authorize(actor, 'host_figures.write');
  const byPlace = new Map(figures.map((figure) => [JSON.stringify([figure.show, figure.episode, figure.day]), figure]));
  const entered = [...byPlace.values()].filter(({ downloads }) => downloads !== null);
  const taken = [...byPlace.values()].filter(({ downloads }) => downloads === null);
  return inTenant(context.db, actor.tenantId, async (tx) => {
    if (entered.length > 0) await upsertFigures(tx, entered);
    const removed = taken.length === 0 ? 0 : await deleteFigures(tx, taken);
    const days = figures.map(({ day }) => day).toSorted();
    const after = {
      stored: entered.length,
      removed,
      from: days[0],
      to: days[days.length - 1],
      sources: [...new Set(figures.map((one) => one.source))],
    };
    await recordAuditIn(tx, { actor: actor.name, action: 'host_figures.put', target: 'host_figures', after });
    return { stored: entered.length, removed };
  });
}

/** Puts a host's figures of an episode under another key, once it is known which of ours it is. */
export async function moveFiguresIn(tx: TenantTx, move: { show: string; from: string; to: string }): Promise<void> {
  await moveFigures(tx, move);
}
