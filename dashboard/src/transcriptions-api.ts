import type { Schemas } from '../../client/src/index.ts';
import { bodyOf, client, ProblemError, settle } from './api.ts';
import { base64Of } from './file-bytes.ts';

export type Transcription = Schemas['Transcription'];
export type NewTranscription = Schemas['NewTranscription'];

const PATH = '/api/v1/ai/transcriptions';
/** The bytes of one part, as the API takes them. */
const PART_BYTES = 1_048_576;
const MOST_TRIES = 3;

/** The newest hundred: many times what may be under way at once. */
export const listTranscriptions = async (signal: AbortSignal): Promise<Transcription[]> =>
  (await bodyOf(client.GET(PATH, { params: { query: { limit: 100 } }, signal }))).items;

export const getTranscription = (id: string, signal: AbortSignal): Promise<Transcription> =>
  bodyOf(client.GET(`${PATH}/{id}`, { params: { path: { id } }, signal }));

export const createTranscription = (body: NewTranscription): Promise<Transcription> => bodyOf(client.POST(PATH, { body }));

export const removeTranscription = (id: string) => settle(client.DELETE(`${PATH}/{id}`, { params: { path: { id } } }));

export const retryTranscription = (id: string): Promise<Transcription> =>
  bodyOf(client.POST(`${PATH}/{id}/retry`, { params: { path: { id } }, body: {} }));

/** Sends one part, again where no answer came or the server had none to give: the same part twice does no harm. */
async function sendPart(of: { id: string; part: number }, base64: string, signal: AbortSignal): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await bodyOf(client.PUT(`${PATH}/{id}/parts/{part}`, { params: { path: of }, body: { base64 }, signal }));
      return;
    } catch (error) {
      const status = error instanceof ProblemError ? error.status : undefined;
      // The last part had arrived, and only its answer was lost.
      if (status === 409 && tries > 1) return;
      const isPassing = status !== undefined && (status === 0 || status >= 500);
      if (!isPassing || tries === MOST_TRIES) throw error;
    }
  }
}

/** Sends a file part by part, with one part of it in memory, and tells after each how many bytes have arrived. */
export async function sendAudio(id: string, file: File, signal: AbortSignal, onSent: (bytes: number) => void): Promise<void> {
  for (let part = 0; part * PART_BYTES < file.size; part += 1) {
    const end = Math.min(file.size, (part + 1) * PART_BYTES);
    await sendPart({ id, part }, await base64Of(file.slice(part * PART_BYTES, end)), signal);
    onSent(end);
  }
}
