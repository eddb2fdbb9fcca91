import { fileURLToPath } from 'node:url';
import { startProcess } from '../installation.ts';
import type { LoadPlan, LoadResult } from './plan.ts';

const PROGRAM = fileURLToPath(new URL('main.ts', import.meta.url));

/**
 * Sends requests by a plan from a process of its own. @throws Error when the server ended a connection or, unless `mayRefuse`, refused a
 * request.
 */
export async function runLoad(plan: LoadPlan, { mayRefuse = false } = {}): Promise<LoadResult> {
  const load = startProcess([PROGRAM, JSON.stringify(plan)], { PATH: process.env.PATH });
  await load.ended;
  const result = JSON.parse(load.output()) as LoadResult;
  if (!mayRefuse && Object.keys(result.refused).length > 0)
    throw new Error(`requests were refused, by status: ${JSON.stringify(result.refused)}`);
  return result;
}
