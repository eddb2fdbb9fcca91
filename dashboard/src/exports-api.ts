import { client, settle } from './api.ts';
import { exportTexts } from './texts-data-exports.ts';

/** Where a file is written as it comes. */
export interface Place {
  createWritable(): Promise<WritableStream<Uint8Array>>;
}

interface Picker {
  showSaveFilePicker?: (options: { suggestedName: string }) => Promise<Place>;
}

/**
 * Asks where a file shall go, in browsers that let a page write files; nothing in others. Is to be called in answer to a press.
 * @throws Error that says so where no place was chosen.
 */
export async function choosePlace(name: string): Promise<Place | undefined> {
  const { showSaveFilePicker } = window as Picker;
  try {
    return await showSaveFilePicker?.call(window, { suggestedName: name });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw new Error(exportTexts.noPlace, { cause: error });
    throw error;
  }
}

/** The whole tenant as a file: written to its place as it comes, or, where there is none, resolved to once it is whole. */
export async function exportTenant(id: string, place: Place | undefined): Promise<Blob | undefined> {
  const asked = client.POST('/api/v1/tenants/{id}/export', { params: { path: { id } }, body: {}, parseAs: 'stream' });
  const { response } = await settle(asked);
  const { body } = response;
  if (place === undefined || body === null) return response.blob();
  try {
    await body.pipeTo(await place.createWritable());
  } catch (error) {
    // What is not written is not computed further.
    await body.cancel().catch(() => undefined);
    throw error;
  }
  return undefined;
}

/** A month's bill in FOCUS 1.2. */
export async function fetchFocusCsv(month: string): Promise<Blob> {
  const { data } = await settle(client.GET('/api/v1/cost/exports/focus', { params: { query: { month } }, parseAs: 'blob' }));
  if (data === undefined) throw new Error('The bill came without content.');
  return data;
}
