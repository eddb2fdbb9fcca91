import type { Schemas } from '../../client/src/index.ts';
import { bodyOf, client, settle } from './api.ts';

export type Import = Schemas['Import'];
export type NewImport = Schemas['NewImport'];
export type ImportReject = Schemas['ImportReject'];
export type EventKind = Import['kind'];

const PATH = '/api/v1/tracking/imports';
/** The most bytes of one part, as the API takes them. */
export const PART_BYTES = 1_048_576;

export const listImports = async (signal: AbortSignal): Promise<Import[]> =>
  (await bodyOf(client.GET(PATH, { params: { query: { limit: 100 } }, signal }))).items;

/** Every import that is not done: what stands is known by the fingerprint of its file. */
export async function listOpenImports(signal: AbortSignal): Promise<Import[]> {
  const open: Import[] = [];
  let cursor: string | undefined;
  do {
    const page = await bodyOf(client.GET(PATH, { params: { query: { state: 'open', limit: 200, cursor } }, signal }));
    open.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return open;
}

export const getImport = (id: string): Promise<Import> => bodyOf(client.GET(`${PATH}/{id}`, { params: { path: { id } } }));

export const openImport = (body: NewImport): Promise<Import> => bodyOf(client.POST(PATH, { body }));

export const deleteImport = (id: string) => settle(client.DELETE(`${PATH}/{id}`, { params: { path: { id } } }));

export const putPart = ({ id, takenBytes }: Import, base64: string, signal: AbortSignal): Promise<Import> =>
  bodyOf(client.PUT(`${PATH}/{id}/parts/{offset}`, { params: { path: { id, offset: takenBytes } }, body: { base64 }, signal }));

export const listRejects = (id: string, cursor: string | undefined, signal?: AbortSignal) =>
  bodyOf(client.GET(`${PATH}/{id}/rejects`, { params: { path: { id }, query: { limit: 200, cursor } }, signal }));

/** The lines that were not taken, as a file. */
export async function fetchRejectsCsv(id: string): Promise<Blob> {
  const { data } = await settle(client.GET(`${PATH}/{id}/rejects/csv`, { params: { path: { id } }, parseAs: 'blob' }));
  if (data === undefined) throw new Error('The file came without content.');
  return data;
}

/** The numbers of all lines that were not taken and are kept. */
export async function rejectedLines(id: string): Promise<Set<number>> {
  const lines = new Set<number>();
  let cursor: string | undefined;
  do {
    const page = await listRejects(id, cursor);
    for (const { line } of page.items) lines.add(line);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return lines;
}
