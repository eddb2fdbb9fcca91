import { apportionConversions, apportionPath, type Model, NANO, weighPath } from '../../../../engine/src/index.ts';
import { invalid } from '../../platform/errors.ts';
import type { CreditAnswer, PathInput } from './schema.ts';

const DAY_MS = 86_400_000;

interface Touch {
  key: string;
  atMs: number;
}

function compareTouches(a: Touch, b: Touch): number {
  if (a.atMs !== b.atMs) return a.atMs - b.atMs;
  return a.key < b.key ? -1 : a.key > b.key ? 1 : 0;
}

/** The touches that may take credit, oldest first, ties by key. @throws AppError `invalid_request` for one after the conversion. */
function touchesOf(path: PathInput, place: number, lookbackDays: number | undefined): Touch[] {
  const convertedAtMs = Date.parse(path.convertedAt);
  const touches = path.touchpoints.map(({ key, occurredAt }) => ({ key, atMs: Date.parse(occurredAt) }));
  touches.forEach(({ atMs }, touch) => {
    if (atMs > convertedAtMs) {
      const pointer = `/paths/${place}/touchpoints/${touch}/occurredAt`;
      throw invalid(pointer, 'This touchpoint lies after the conversion; exposure after a conversion is never credited. Leave it out.');
    }
  });
  const oldest = lookbackDays === undefined ? -Infinity : convertedAtMs - lookbackDays * DAY_MS;
  return touches.filter(({ atMs }) => atMs >= oldest).sort(compareTouches);
}

function creditTouches(model: Model, touches: readonly Touch[], path: PathInput): CreditAnswer['paths'][number]['credits'][number] {
  const convertedAtMs = Date.parse(path.convertedAt);
  const weights = weighPath(
    model,
    touches.map(({ atMs }) => convertedAtMs - atMs),
  );
  const minor = touches.length === 0 ? weights : apportionPath(path.valueMinor, weights);
  const nano = new Float64Array(touches.length);
  apportionConversions({ pathCount: 1, offsets: Int32Array.of(0, touches.length) }, weights, nano);
  return {
    model: model.name,
    touchpoints: touches.map(({ key, atMs }, touch) => ({
      key,
      occurredAt: new Date(atMs).toISOString(),
      weight: weights[touch],
      creditMinor: minor[touch],
      creditConversions: nano[touch] / NANO,
    })),
  };
}

/** One path's credit under each model. @throws AppError `invalid_request` that points at a touchpoint after the conversion. */
export function creditPath(
  path: PathInput,
  place: number,
  models: readonly Model[],
  lookbackDays: number | undefined,
): CreditAnswer['paths'][number] {
  const touches = touchesOf(path, place, lookbackDays);
  return {
    convertedAt: new Date(Date.parse(path.convertedAt)).toISOString(),
    valueMinor: path.valueMinor,
    currency: path.currency ?? null,
    credits: models.map((model) => creditTouches(model, touches, path)),
  };
}
