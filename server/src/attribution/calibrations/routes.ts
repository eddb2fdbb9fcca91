import { z } from 'zod';
import { CatalogKey } from '../../catalog/campaigns/schema.ts';
import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { actorOf } from '../../tenants/authorize.ts';
import { CalibrationQuery } from './query.ts';
import { Calibration } from './schema.ts';
import { getCalibration } from './service.ts';

/** GET /attribution/experiments/{key}/calibration. */
export function calibrationRoutes(app: App, context: Context): void {
  app.get('/attribution/experiments/:key/calibration', {
    schema: {
      tags: ['Attribution'],
      summary: "Hold a model's credit against what an experiment measured",
      description: 'The factor between the two, with its interval; a report applies it beside its own figures with calibrate=KEY.',
      params: z.strictObject({ key: CatalogKey }),
      querystring: CalibrationQuery,
      response: { 200: Calibration },
    },
    handler: (request) => getCalibration(context, actorOf(request), request.params.key, request.query),
  });
}
