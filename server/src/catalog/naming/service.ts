import { AppError, invalid } from '../../platform/errors.ts';
import { turnFault } from '../../platform/names.ts';
import type { TenantTx } from '../../platform/tenant-door.ts';
import type { UnknownName } from './schema.ts';
import { findNamed, holdKey, type NamedKind } from './store.ts';

/** What a text means in the catalogue: the key that it is or names, or the keys that it names: several, or none. */
type Meaning = { key: string } | { candidates: string[] };

/**
 * What people's words for shows, episodes or campaigns mean: a key is itself, and a name or title, whatever its case, is the key of the
 * only one that bears it. What nothing bears, or several do, is told with these; it is no key that the catalogue has.
 */
async function readNamesIn(tx: TenantTx, kind: NamedKind, texts: Iterable<string>): Promise<Map<string, Meaning>> {
  const asked = [...new Set(texts)];
  if (asked.length === 0) return new Map();
  const found = Map.groupBy(await findNamed(tx, kind, asked), ({ text }) => text);
  return new Map(
    asked.map((text): [string, Meaning] => {
      const keys = (found.get(text) ?? []).map(({ key }) => key);
      if (keys.includes(text)) return [text, { key: text }];
      return [text, keys.length === 1 ? { key: keys[0] } : { candidates: keys }];
    }),
  );
}

const MOST_TOLD = 3;

/** Why a text names nothing of the catalogue that could be meant, and what to do about it. */
function namingFault(kind: NamedKind, text: string, candidates: readonly string[]): string {
  const said = `"${text.slice(0, 80)}"`;
  if (candidates.length > 0)
    return `Several ${kind}s are called ${said}: ${candidates.slice(0, MOST_TOLD).join(', ')}. Send the key of the one that is meant.`;
  const make = {
    show: 'PUT /shows/{key} or "earshot shows add"',
    episode: 'PUT /episodes/{key} or the feed',
    campaign: 'PUT /campaigns/{key}',
  };
  return `The catalogue has no ${kind} ${said}, by key or by name. Send another key, or make the ${kind} with ${make[kind]}.`;
}

/** Parameters of a request that filter by a key of the catalogue; those left out filter nothing. */
export type KeyFilters = Readonly<Record<string, { kind: NamedKind; key: string | undefined }>>;

/** The usual filters, each under the name of what it is. */
export function placeFilters(query: { [Kind in NamedKind]?: string | undefined }): KeyFilters {
  return {
    show: { kind: 'show', key: query.show },
    episode: { kind: 'episode', key: query.episode },
    campaign: { kind: 'campaign', key: query.campaign },
  };
}

/**
 * Which filters are no key that the catalogue has, each with its pointer, the parameter's name, and what to send instead: filters take
 * keys alone, so a name is told with the key that it belongs to.
 */
export async function unknownFiltersIn(tx: TenantTx, filters: KeyFilters): Promise<UnknownName[]> {
  const unknown: UnknownName[] = [];
  for (const [parameter, { kind, key }] of Object.entries(filters)) {
    if (key === undefined) continue;
    const meaning = (await readNamesIn(tx, kind, [key])).get(key) ?? { candidates: [] };
    if ('key' in meaning && meaning.key === key) continue;
    const detail =
      'key' in meaning
        ? `"${key.slice(0, 80)}" is the name of the ${kind} ${meaning.key}; filter by its key.`
        : namingFault(kind, key, meaning.candidates);
    unknown.push({ pointer: `/${parameter}`, detail });
  }
  return unknown;
}

/** Rows that name a show and perhaps an episode. */
interface Placed {
  show: string;
  episode: string | null;
}

/**
 * Puts the keys of the catalogue in the place of names, and tells of each row what the catalogue does not have, by its pointer below
 * `under`, where it is to be told; such a row stays as it is.
 */
export async function settlePlacesIn<Row extends Placed>(
  tx: TenantTx,
  rows: readonly Row[],
  under: string,
  isTold: (row: Row) => boolean,
): Promise<{ settled: Row[]; unknown: UnknownName[] }> {
  const shows = await readNamesIn(tx, 'show', new Set(rows.map(({ show }) => show)));
  const episodes = await readNamesIn(tx, 'episode', new Set(rows.flatMap(({ episode }) => episode ?? [])));
  const unknown = new Map<string, UnknownName>();
  const settle = (kind: 'show' | 'episode', text: string, place: number) => {
    const meaning = (kind === 'show' ? shows : episodes).get(text) ?? { candidates: [] };
    if ('key' in meaning) return meaning.key;
    const name = `${kind} ${text}`;
    if (isTold(rows[place]) && !unknown.has(name))
      unknown.set(name, { pointer: `${under}/${place}/${kind}`, detail: namingFault(kind, text, meaning.candidates) });
    return text;
  };
  const settled = rows.map((row, place) => ({
    ...row,
    show: settle('show', row.show, place),
    episode: row.episode === null ? null : settle('episode', row.episode, place),
  }));
  return { settled, unknown: [...unknown.values()] };
}

/** A key that a request is about to store, with the pointer to it, and what it is of: a kind of the catalogue, or how to look it up. */
interface NewKey {
  pointer: string;
  key: string | null;
  of: NamedKind | (() => Promise<boolean>);
}

/**
 * Refuses new keys that would show as another one. What was stored under such a key before this was refused can still be read, changed and
 * deleted. @throws AppError `invalid_request` that says which.
 */
export async function requirePlainKeysIn(tx: TenantTx, keys: readonly NewKey[]): Promise<void> {
  for (const { pointer, key, of } of keys) {
    const fault = key === null ? undefined : turnFault(key);
    if (key === null || fault === undefined) continue;
    const isStored = typeof of === 'string' ? (await findNamed(tx, of, [key])).some((found) => found.key === key) : await of();
    if (!isStored) throw invalid(pointer, fault);
  }
}

/** What is about to be put under a key, and how to tell whether something is there. */
export interface Put {
  noun: string;
  key: string;
  /** Whether it is to be made: then nothing may be replaced. */
  isNew: boolean;
  isTaken: () => Promise<boolean>;
}

/**
 * Takes its turn at a key, and refuses one that something has where only something new is meant. Of several who make something under the
 * same key at once, one does. @throws AppError `precondition_failed` at the field `key`.
 */
export async function claimKeyIn(tx: TenantTx, { noun, key, isNew, isTaken }: Put): Promise<void> {
  await holdKey(tx, noun, key);
  if (!isNew || !(await isTaken())) return;
  const detail = 'is taken already; choose another one';
  throw new AppError('precondition_failed', `The key “${key.slice(0, 80)}” is taken already by another ${noun}. Choose another one.`, {
    errors: [{ pointer: '/key', detail }],
  });
}
