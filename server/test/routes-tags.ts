import { api, type RouteFixture } from './route-fixture.ts';
import type { World } from './world.ts';

const LONG = 'x'.repeat(201);
const DETAILS = { name: 'A shop', sites: ['https://shop.example'], paths: [{ path: '/show', campaign: 'autumn' }] };

/** The routes of site tags; the tag of each party has its campaign's key. */
export function tagRoutes({ mine, theirs }: World): RouteFixture[] {
  const of = (key: string) => api(`/tracking/tags/${encodeURIComponent(key)}`);
  const one = (key: string) => ({ absent: { path: of('never') }, foreign: { path: of(key) }, malformed: of(LONG) });
  return [
    { operation: 'GET /api/v1/tracking/tags', permission: 'tags.read', status: 200, valid: { path: api('/tracking/tags?limit=1') } },
    {
      operation: 'GET /api/v1/tracking/tags/{key}',
      permission: 'tags.read',
      status: 200,
      valid: { path: of(mine.campaign) },
      ...one(theirs.campaign),
    },
    {
      operation: 'PUT /api/v1/tracking/tags/{key}',
      permission: 'tags.write',
      status: 200,
      valid: { path: of('put'), body: DETAILS },
      malformed: of(LONG),
      audited: 'site_tag.put',
    },
    {
      operation: 'DELETE /api/v1/tracking/tags/{key}',
      permission: 'tags.write',
      status: 204,
      valid: { path: of(mine.campaign) },
      ...one(theirs.campaign),
      audited: 'site_tag.delete',
    },
  ];
}

/** The routes of survey answers; each party has one that is named after its campaign. */
export function surveyRoutes({ mine, theirs }: World): RouteFixture[] {
  const of = (id: string) => api(`/tracking/survey-answers/${encodeURIComponent(id)}/mapping`);
  const body = { show: 'a-show' };
  const answer = { id: 'new-answer', occurredAt: '2026-11-11T10:00:00Z', answer: 'a friend' };
  return [
    {
      operation: 'POST /api/v1/tracking/survey-answers',
      permission: 'survey_answers.create',
      status: 202,
      valid: { path: api('/tracking/survey-answers'), body: { answers: [answer] } },
    },
    {
      operation: 'GET /api/v1/tracking/survey-answers',
      permission: 'survey_answers.read',
      status: 200,
      valid: { path: api('/tracking/survey-answers?limit=1') },
    },
    {
      operation: 'PUT /api/v1/tracking/survey-answers/{id}/mapping',
      permission: 'survey_answers.review',
      status: 200,
      valid: { path: of(`answer-${mine.campaign}`), body },
      absent: { path: of('never'), body },
      foreign: { path: of(`answer-${theirs.campaign}`), body },
      malformed: of(LONG),
      audited: 'survey_answer.map',
    },
    {
      operation: 'GET /api/v1/tracking/downloads',
      permission: 'requests.list',
      status: 200,
      valid: { path: api('/tracking/downloads?groupBy=show,episode,day&from=2026-11-01&to=2026-12-01&limit=1') },
    },
    {
      operation: 'GET /api/v1/tracking/host-episodes',
      permission: 'catalog.read',
      status: 200,
      valid: { path: api('/tracking/host-episodes?isMapped=false&limit=1') },
    },
    {
      operation: 'GET /api/v1/tracking/surveys/summary',
      permission: 'survey_answers.read',
      status: 200,
      valid: { path: api('/tracking/surveys/summary?from=2026-11-01T00:00:00Z&to=2026-12-01T00:00:00Z') },
    },
  ];
}
