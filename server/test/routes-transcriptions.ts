import { api, NOBODY, type RouteFixture } from './route-fixture.ts';
import type { World } from './world.ts';

const audio = (id: string, rest = '') => api(`/ai/transcriptions/${id}${rest}`);

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
