import { transcribeWaiting } from '../src/ai/transcription-work/service.ts';
import { createTranscription } from '../src/ai/transcriptions/service.ts';
import type { Context } from '../src/platform/context.ts';
import { api, NOBODY, type RouteFixture } from './route-fixture.ts';
import type { Party, World } from './world.ts';

const audio = (id: string, rest = '') => api(`/ai/transcriptions/${id}${rest}`);

/** Leaves audio that is awaited, and one that could not be fetched: nobody listens there. */
export async function fillTranscriptions(context: Context, party: Party, episode: string): Promise<void> {
  const upload = { episode, source: 'upload', bytes: 1_048_577 } as const;
  party.transcription = (await createTranscription(context, party.actor, upload)).id;
  party.spareTranscription = (await createTranscription(context, party.actor, upload)).id;
  const nowhere = { episode, source: 'address', url: 'https://127.0.0.1:1/a.mp3' } as const;
  party.failedTranscription = (await createTranscription(context, party.actor, nowhere)).id;
  await transcribeWaiting(context, 'system', party.tenantId);
}

function reading({ mine, theirs }: World): RouteFixture[] {
  return [
    {
      operation: 'GET /api/v1/ai/transcriptions',
      permission: 'transcripts.read',
      status: 200,
      valid: { path: api('/ai/transcriptions?limit=1') },
    },
    {
      operation: 'POST /api/v1/ai/transcriptions',
      permission: 'transcripts.write',
      status: 202,
      valid: { path: api('/ai/transcriptions'), body: { episode: mine.episode, source: 'upload', bytes: 9 } },
      audited: 'transcription.create',
    },
    {
      operation: 'GET /api/v1/ai/transcriptions/{id}',
      permission: 'transcripts.read',
      status: 200,
      valid: { path: audio(mine.transcription) },
      absent: { path: audio(NOBODY) },
      foreign: { path: audio(theirs.transcription) },
      malformed: audio('not-an-id'),
    },
  ];
}

function changing({ mine, theirs }: World): RouteFixture[] {
  return [
    {
      operation: 'PUT /api/v1/ai/transcriptions/{id}/parts/{part}',
      permission: 'transcripts.write',
      status: 200,
      valid: { path: audio(mine.transcription, '/parts/1'), body: { base64: 'QQ==' } },
      absent: { path: audio(NOBODY, '/parts/1'), body: { base64: 'QQ==' } },
      foreign: { path: audio(theirs.transcription, '/parts/1'), body: { base64: 'QQ==' } },
      malformed: audio('not-an-id', '/parts/1'),
      audited: 'transcription.part',
    },
    {
      operation: 'POST /api/v1/ai/transcriptions/{id}/retry',
      permission: 'transcripts.write',
      status: 200,
      valid: { path: audio(mine.failedTranscription, '/retry'), body: {} },
      absent: { path: audio(NOBODY, '/retry'), body: {} },
      foreign: { path: audio(theirs.failedTranscription, '/retry'), body: {} },
      malformed: audio('not-an-id', '/retry'),
      audited: 'transcription.retry',
    },
    {
      operation: 'DELETE /api/v1/ai/transcriptions/{id}',
      permission: 'transcripts.write',
      status: 204,
      valid: { path: audio(mine.spareTranscription) },
      absent: { path: audio(NOBODY) },
      foreign: { path: audio(theirs.spareTranscription) },
      malformed: audio('not-an-id'),
      audited: 'transcription.delete',
    },
  ];
}

/** Audio that becomes transcripts. */
export function transcriptionRoutes(world: World): RouteFixture[] {
  return [...reading(world), ...changing(world)];
}
