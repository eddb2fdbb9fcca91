import { ProviderDetails } from '../src/ai/providers/schema.ts';
import { putProvider } from '../src/ai/providers/service.ts';
import { createTranscription, putAudioPart } from '../src/ai/transcriptions/service.ts';
import { insertPieces } from '../src/ai/transcriptions/store.ts';
import type { Context } from '../src/platform/context.ts';
import { inTenant } from '../src/platform/tenant-door.ts';
import type { Actor } from '../src/tenants/authorize.ts';

/** Audio of an episode that waits, with a part of it and a piece that is to be heard. */
export async function fillAudio(context: Context, actor: Actor): Promise<void> {
  const details = { kind: 'openai', account: 'own', apiKey: 'sk-of-filled', audioModels: [{ model: 'whisper-1' }], position: 9 };
  await putProvider(context, actor, 'ears', ProviderDetails.parse(details));
  const { id } = await createTranscription(context, actor, { episode: 'said', source: 'upload', bytes: 3 });
  await putAudioPart(context, actor, { id, part: 0 }, { base64: 'QUJD' });
  const piece = { fromByte: 0, toByte: 3, startMs: 0, mostMs: 1, isExact: true };
  await inTenant(context.db, actor.tenantId, (tx) => insertPieces(tx, id, [piece]));
}
