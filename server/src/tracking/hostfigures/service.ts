import type { UnknownName } from '../../catalog/naming/schema.ts';
import { settlePlacesIn } from '../../catalog/naming/service.ts';
import { findShowsIn } from '../../catalog/shows/service.ts';
import { recordAuditIn } from '../../platform/audit.ts';
import type { Context } from '../../platform/context.ts';
import { type Page, pageOf, type PageRequest, strayCursor } from '../../platform/paging.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import type { EnteredFigure, FigureFilter, FigureOrigin, HostFigure, StoredFigures } from './schema.ts';
import { deleteFigures, type FigurePosition, listFigures, moveFigures, upsertFigures } from './store.ts';

interface Read {
  entered: HostFigure[];
  taken: HostFigure[];
  unknown: UnknownName[];
}

/** What is to be entered, under the catalogue's keys, and what is to be taken back, under these or the words it was entered by. */
async function readIn(tx: TenantTx, figures: readonly HostFigure[]): Promise<Read> {
  const { settled, unknown } = await settlePlacesIn(tx, figures, '/figures', ({ downloads }) => downloads !== null);
  const byPlace = new Map(settled.map((figure) => [JSON.stringify([figure.show, figure.episode, figure.day, figure.source]), figure]));
  const asSaid = figures.filter(({ downloads, show, episode }, place) => {
    const { show: key, episode: episodeKey } = settled[place];
    return downloads === null && (key !== show || episodeKey !== episode);
  });
  return {
    entered: [...byPlace.values()].filter(({ downloads }) => downloads !== null),
    taken: [...[...byPlace.values()].filter(({ downloads }) => downloads === null), ...asSaid],
    unknown,
  };
}

/**
 * Enters what a host counted itself, by show or episode and UTC day, for the waterfall to stand beside ours. A figure takes the place of
 * the one that was entered before of the same source, and null takes it back; figures of other sources, and what was pulled from a host,
 * stay beside it. Of one place and day the one that counts was entered, if any was, and came last; of those entered together that is the
 * last. A name that only one show or episode bears means its key; what the catalogue does not have is stored as it is and told, and can be
 * taken back by the same words.
 * @throws AppError `forbidden`.
 */
export async function putHostFigures(context: Context, actor: Actor, figures: readonly HostFigure[]): Promise<StoredFigures> {
  authorize(actor, 'host_figures.write');
  return inTenant(context.db, actor.tenantId, async (tx) => {
    const stored = await putHostFiguresIn(tx, actor, figures, 'entered');
    const days = figures.map(({ day }) => day).toSorted();
    const sources = [...new Set(figures.map((one) => one.source))];
    const after = { stored: stored.stored, removed: stored.removed, from: days[0], to: days[days.length - 1], sources };
    await recordAuditIn(tx, { actor: actor.name, action: 'host_figures.put', target: 'host_figures', after });
    return stored;
  });
}

/**
 * Puts what a host counted as `putHostFigures` does, as somebody entered it or as the host answered, in an open transaction. Its caller
 * records it in the audit log.
 * @throws AppError `forbidden`.
 */
export async function putHostFiguresIn(
  tx: TenantTx,
  actor: Actor,
  figures: readonly HostFigure[],
  origin: FigureOrigin,
): Promise<StoredFigures> {
  authorize(actor, 'host_figures.write');
  const { entered, taken, unknown } = await readIn(tx, figures);
  if (entered.length > 0) await upsertFigures(tx, entered, origin);
  const removed = taken.length === 0 ? 0 : await deleteFigures(tx, taken);
  return { stored: entered.length, removed, unknown };
}

function positionOf(after: string | undefined): FigurePosition | undefined {
  if (after === undefined) return undefined;
  try {
    const parts = JSON.parse(after) as unknown[];
    const [day, show, episode, source, origin] = parts.map(String);
    const isWhole = parts.length === 5 && parts.every((part) => typeof part === 'string');
    if (isWhole && /^\d{4}-\d\d-\d\d$/.test(day) && !Number.isNaN(Date.parse(day))) return { day, show, episode, source, origin };
  } catch (cause) {
    if (!(cause instanceof SyntaxError || cause instanceof TypeError)) throw cause;
  }
  throw strayCursor();
}

/**
 * What hosts counted as it was entered or pulled, the latest day first, each with whether it is the one that counts of its place and day.
 * @throws AppError `forbidden`; `invalid_request` for a cursor that did not come from an answer.
 */
export async function listHostFigures(
  context: Context,
  actor: Actor,
  filter: FigureFilter,
  page: PageRequest,
): Promise<Page<EnteredFigure>> {
  authorize(actor, 'host_figures.read');
  const after = positionOf(page.after);
  const read = async (tx: TenantTx) => {
    const stored = await listFigures(tx, filter, after, page.limit + 1);
    const shows = await findShowsIn(context, tx, [...new Set(stored.map(({ show }) => show))]);
    const known = new Set(shows.map(({ key }) => key));
    return stored.map((figure): EnteredFigure => ({ ...figure, isKnown: known.has(figure.show) }));
  };
  const rows = await inTenant(context.db, actor.tenantId, read, { readOnly: true });
  return pageOf(rows, page.limit, ({ day, show, episode, source, origin }) => JSON.stringify([day, show, episode ?? '', source, origin]));
}

/** Puts a host's figures of an episode under another key, once it is known which of ours it is. */
export async function moveFiguresIn(tx: TenantTx, move: { show: string; from: string; to: string }): Promise<void> {
  await moveFigures(tx, move);
}
