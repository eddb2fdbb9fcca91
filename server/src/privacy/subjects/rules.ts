import type { Erasure } from '../../platform/erasure-log.ts';
import type { SubjectField, SubjectKey } from '../../tracking/subjects/schema.ts';

/** What an erasure did, in numbers. */
export interface ErasureCounts {
  /** Requests for episodes that became anonymous amounts. */
  requests: number;
  touchpoints: number;
  /** Conversions that became anonymous amounts. */
  amounts: number;
  /** Other records of the same orders, which were deleted. */
  records: number;
  refunds: number;
  paths: number;
  pathVersions: number;
}

export const NOTHING_ERASED: ErasureCounts = {
  requests: 0,
  touchpoints: 0,
  amounts: 0,
  records: 0,
  refunds: 0,
  paths: 0,
  pathVersions: 0,
};

/** Two counts together. */
export function addCounts(a: ErasureCounts, b: ErasureCounts): ErasureCounts {
  return {
    requests: a.requests + b.requests,
    touchpoints: a.touchpoints + b.touchpoints,
    amounts: a.amounts + b.amounts,
    records: a.records + b.records,
    refunds: a.refunds + b.refunds,
    paths: a.paths + b.paths,
    pathVersions: a.pathVersions + b.pathVersions,
  };
}

/** The identities that one erasure took away. */
export interface LoggedOrder {
  requestId: string;
  keys: SubjectKey[];
  objects: boolean;
  /** False for an objection alone. */
  isErasure: boolean;
  /** What was received later is not meant; undefined where the person also objected. */
  before: string | undefined;
}

function keyOf({ field, key, agentKey }: Erasure): SubjectKey {
  return { field: field as SubjectField, key, agentKey };
}

/** The lines of a log as erasures to be done again, one per request; `ended` are the requests whose objection was taken back. */
export function ordersOf(identities: readonly Erasure[], ended: ReadonlySet<string>): LoggedOrder[] {
  return [...Map.groupBy(identities, ({ requestId, at }) => `${requestId} ${at}`).values()].map((lines) => {
    const [{ requestId, at, objected, kind }] = lines;
    const objects = objected === true && !ended.has(requestId);
    return { requestId, keys: lines.map(keyOf), objects, isErasure: kind === 'identity', before: objects ? undefined : at };
  });
}
