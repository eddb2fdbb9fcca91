import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { newId } from './chance.ts';
import { AppError, refusal } from './errors.ts';
import { type FrameReading, frameReader, frameSealer, frameSummary, type SpoolSecrets } from './spool-frames.ts';
import {
  adoptSegments,
  ensureSpoolFolder,
  listAside,
  listSegments,
  readBytes,
  returnSegment,
  sizeOfAside,
  type SpoolFolder,
  writeWhole,
} from './spool-folder.ts';
import { type Losses, readLosses } from './spool-losses.ts';

/** A record that could not be done for a reason of its own, so that it does not hold up those behind it. */
export interface AsideRecord {
  record: string;
  /** Why the last attempt failed. */
  reason: string;
  /** How often it was tried; 0 after a person asked to try it again. */
  attempts: number;
  /** RFC 3339; when it was tried last. */
  triedAt: string;
  /** RFC 3339; when it was put aside. */
  since?: string | undefined;
}

/** A record put aside, with the file it stands in. */
export interface AsideEntry extends AsideRecord {
  name: string;
}

/** What keeps a spool's files readable. */
interface Place {
  folder: SpoolFolder;
  secrets: SpoolSecrets;
}

const isRecord = (name: string) => name.endsWith('.aside');
const isForeign = (name: string) => name.endsWith('.foreign');
const isDamaged = (name: string) => name.endsWith('.damaged');

function fileOf({ records, frames }: { records?: string[]; frames: FrameReading['frames'] }): AsideRecord | undefined {
  const [text] = records ?? frames.flatMap((frame) => frame.records);
  return text === undefined ? undefined : (JSON.parse(text) as AsideRecord);
}

/** What changes whenever something is put aside, written anew or dropped; undefined before anything was. */
export async function asideMark({ aside }: SpoolFolder): Promise<string | undefined> {
  const found = await stat(aside, { bigint: true }).catch(() => undefined);
  return found && String(found.mtimeNs);
}

/** All that is aside comes to no more than this, so that what cannot be done leaves the disk to what can. */
const MOST_ASIDE_BYTES = 64 * 1024 * 1024;

/** The file that a record of this name stands in. */
export function asideName(name: string): string {
  return `${name}.aside`;
}

/**
 * Keeps a record aside, sealed and synced; under `name` in place of what stood there.
 * @throws AppError `too_large` when what is aside would come to more than 64 MiB.
 */
export async function putAside({ folder, secrets }: Place, one: AsideRecord, name = asideName(newId())): Promise<void> {
  await ensureSpoolFolder(folder);
  if ((await sizeOfAside(folder)) + one.record.length > MOST_ASIDE_BYTES)
    throw new AppError('too_large', 'What could not be done before has filled its place beside the spool.');
  await writeWhole(folder.aside, name, frameSealer(secrets)([JSON.stringify(one)], Date.parse(one.triedAt)));
}

/** The records that are aside, oldest first, as far as the present secrets open them. */
export async function readAside({ folder, secrets }: Place): Promise<AsideEntry[]> {
  const read = frameReader(secrets);
  const entries: AsideEntry[] = [];
  for (const name of (await listAside(folder)).filter(isRecord)) {
    const bytes = await readBytes(join(folder.aside, name));
    const one = bytes && fileOf(read(bytes));
    if (one) entries.push({ name, ...one });
  }
  return entries;
}

/** Forgets a record that was aside. */
export async function dropAside({ folder }: Pick<Place, 'folder'>, name: string): Promise<void> {
  await rm(join(folder.aside, name), { force: true });
}

/** Forgets everything that is aside; resolves with how many records, and whole segments, that was. */
export async function dropAllAside({ folder }: Pick<Place, 'folder'>): Promise<{ records: number; segments: number }> {
  const names = await listAside(folder);
  for (const name of names) await dropAside({ folder }, name);
  const records = names.filter(isRecord).length;
  return { records, segments: names.length - records };
}

/** Since when a file is aside, in milliseconds since 1970: what a record says, or when the oldest frame of a segment was made. */
async function asideSince({ folder, secrets }: Place, name: string): Promise<number | undefined> {
  const bytes = await readBytes(join(folder.aside, name));
  if (!bytes) return undefined;
  const one = isRecord(name) ? fileOf(frameReader(secrets)(bytes)) : undefined;
  return one ? Date.parse(one.since ?? one.triedAt) : (frameSummary(bytes).oldestAtMs ?? 0);
}

/** Forgets what was put aside before an instant; resolves with how many files that was. */
export async function expireAside(place: Place, beforeMs: number): Promise<number> {
  let expired = 0;
  for (const name of await listAside(place.folder)) {
    const sinceMs = await asideSince(place, name);
    if (sinceMs === undefined || sinceMs >= beforeMs) continue;
    await dropAside(place, name);
    expired += 1;
  }
  return expired;
}

/** Has everything that is aside tried once more as if it were new; resolves with how many records and whole segments that is. */
export async function retryAside(place: Place): Promise<{ records: number; segments: number }> {
  const entries = await readAside(place);
  for (const { name, ...one } of entries) await putAside(place, { ...one, attempts: 0 }, name);
  const foreign = (await listAside(place.folder)).filter(isForeign);
  for (const name of foreign) await returnSegment(place.folder, name);
  return { records: entries.length, segments: foreign.length };
}

/** What a spool holds, as its files tell. */
export interface SpoolStatus {
  waiting: number;
  oldestWaitingAtMs: number | undefined;
  aside: AsideEntry[];
  /** Segments sealed under a secret that is not here. */
  foreignSegments: number;
  /** Segments of which a part could not be read; the rest of them was taken. */
  damagedSegments: number;
  lost: Losses | undefined;
}

/** Looks through the files of a spool, whether or not a process uses it. */
export async function spoolStatus(place: Place): Promise<SpoolStatus> {
  const { folder } = place;
  let waiting = 0;
  let oldestWaitingAtMs: number | undefined;
  for (const name of await listSegments(folder, { all: true })) {
    const bytes = await readBytes(join(folder.folder, name));
    const { records, oldestAtMs } = bytes ? frameSummary(bytes) : { records: 0, oldestAtMs: undefined };
    waiting += records;
    if (oldestAtMs !== undefined) oldestWaitingAtMs = Math.min(oldestAtMs, oldestWaitingAtMs ?? oldestAtMs);
  }
  const aside = await readAside(place);
  const names = await listAside(folder);
  const foreignSegments = names.filter(isForeign).length;
  const damagedSegments = names.filter(isDamaged).length;
  return { waiting, oldestWaitingAtMs, aside, foreignSegments, damagedSegments, lost: await readLosses(folder) };
}

async function resealFile(folder: string, name: string, secrets: SpoolSecrets): Promise<number> {
  const bytes = await readBytes(join(folder, name));
  if (!bytes) return 0;
  const own = frameReader({ edgeKey: secrets.edgeKey })(bytes);
  if (own.foreign === 0) return 0;
  const seal = frameSealer(secrets);
  const { frames, foreign } = frameReader(secrets)(bytes);
  if (foreign > 0) throw new Error(`${join(folder, name)} holds frames that neither secret opens`);
  await writeWhole(folder, name, Buffer.concat(frames.map(({ records, madeAtMs }) => seal(records, madeAtMs))));
  return frames.length;
}

/**
 * Brings what waits and what is aside under the present secret; resolves with how many frames the previous one had sealed.
 * @throws Error when a frame was sealed under neither; AppError `unavailable` while another process writes into the spool.
 */
export async function resealSpool({ folder, secrets }: Place): Promise<number> {
  let frames = 0;
  await adoptSegments(folder);
  const names = await listSegments(folder, { all: true });
  const open = names.find((name) => name.endsWith('.open'));
  if (open !== undefined) throw refusal(`A process still writes ${join(folder.folder, open)}. Stop it, then change the secret.`);
  for (const name of names) frames += await resealFile(folder.folder, name, secrets);
  for (const name of (await listAside(folder)).filter(isRecord)) frames += await resealFile(folder.aside, name, secrets);
  return frames;
}
