import { client, settle } from './api.ts';
import { exportTexts } from './texts-data-exports.ts';

interface Picker {
  showSaveFilePicker?: (options: { suggestedName: string }) => Promise<{ createWritable(): Promise<WritableStream<Uint8Array>> }>;
}

/**
 * The whole tenant as a file. Where the browser lets a page write files, it goes there as it comes; elsewhere the browser keeps it until it
 * is whole. Resolves to the file in the second case. Is to be called in answer to a press, as the browser asks where the file shall go.
 */
export async function exportTenant(id: string, name: string): Promise<Blob | undefined> {
  const { showSaveFilePicker } = window as Picker;
  const asked = client.POST('/api/v1/tenants/{id}/export', { params: { path: { id } }, body: {}, parseAs: 'stream' });
  const { response } = await settle(asked);
  if (showSaveFilePicker === undefined || response.body === null) return response.blob();
  try {
    const target = await showSaveFilePicker.call(window, { suggestedName: name });
    await response.body.pipeTo(await target.createWritable());
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw new Error(exportTexts.noPlace, { cause: error });
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
