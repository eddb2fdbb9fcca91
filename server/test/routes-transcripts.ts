import { api, NOBODY, type RouteFixture } from './route-fixture.ts';
import type { World } from './world.ts';

/** What was said in the episodes of each tenant of the world. */
export const TRANSCRIPT_TEXT = 'WEBVTT\n\n00:01.000 --> 00:02.500\n<v Ann>Hello.\n\n00:02.500 --> 00:04.000\n<v Bob>Hello back.\n';

export function transcriptRoutes({ mine, theirs }: World): RouteFixture[] {
  const all = api('/ai/transcripts');
  const at = (id: string) => api(`/ai/transcripts/${id}`);
  const segments = (id: string) => `${at(id)}/segments`;
  return [
    { operation: 'GET /api/v1/ai/transcripts', permission: 'transcripts.read', status: 200, valid: { path: `${all}?limit=1` } },
    {
      operation: 'POST /api/v1/ai/transcripts',
      permission: 'transcripts.write',
      status: 201,
      valid: { path: all, body: { episode: mine.episode, source: 'upload', text: 'Ann: something else was said' } },
      audited: 'transcript.put',
    },
    {
      operation: 'GET /api/v1/ai/transcripts/{id}',
      permission: 'transcripts.read',
      status: 200,
      valid: { path: at(mine.transcript) },
      absent: { path: at(NOBODY) },
      foreign: { path: at(theirs.transcript) },
      malformed: at('not-an-id'),
    },
    {
      operation: 'GET /api/v1/ai/transcripts/{id}/segments',
      permission: 'transcripts.read',
      status: 200,
      valid: { path: segments(mine.transcript) },
      absent: { path: segments(NOBODY) },
      foreign: { path: segments(theirs.transcript) },
      malformed: segments('not-an-id'),
    },
    {
      operation: 'GET /api/v1/ai/transcripts/{id}/analysis',
      permission: 'transcripts.read',
      status: 200,
      valid: { path: `${at(mine.transcript)}/analysis` },
      absent: { path: `${at(NOBODY)}/analysis` },
      foreign: { path: `${at(theirs.transcript)}/analysis` },
      malformed: `${at('not-an-id')}/analysis`,
    },
    {
      operation: 'DELETE /api/v1/ai/transcripts/{id}',
      permission: 'transcripts.write',
      status: 204,
      valid: { path: at(mine.spareTranscript) },
      absent: { path: at(NOBODY) },
      foreign: { path: at(theirs.spareTranscript) },
      malformed: at('not-an-id'),
      audited: 'transcript.delete',
    },
  ];
}
