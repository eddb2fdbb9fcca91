import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { actorOf } from '../../tenants/authorize.ts';
import { RunVerification } from '../runs/schema.ts';
import { ComparisonOfRunsQuery, RunComparison } from './schema.ts';
import { compareRuns, verifyRun } from './service.ts';

const params = z.strictObject({ id: z.uuid() });
const tags = ['Attribution'];

/** GET /attribution/runs/{id}/verification and /attribution/runs/{id}/comparison. */
export function runCheckRoutes(app: App, context: Context): void {
  app.get('/attribution/runs/:id/verification', {
    schema: { tags, summary: 'Compute a run again and compare the hashes', params, response: { 200: RunVerification } },
    handler: (request) => verifyRun(context, actorOf(request), request.params.id),
  });
  app.get('/attribution/runs/:id/comparison', {
    schema: {
      tags,
      summary: 'Tell what changed from one run to another, and why',
      params,
      querystring: ComparisonOfRunsQuery,
      response: { 200: RunComparison },
    },
    handler: (request) => compareRuns(context, actorOf(request), request.params.id, request.query),
  });
}
