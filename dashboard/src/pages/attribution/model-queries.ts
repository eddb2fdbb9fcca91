import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { getModelDifference, type OwnModelDetails, tryOutModel } from '../../models-api.ts';
import { OWN_MODELS } from '../../queries.ts';

export const modelDifferenceQuery = (name: string, between: { from: number; to: number }) =>
  queryOptions({
    queryKey: [...OWN_MODELS, 'difference', name, between],
    queryFn: ({ signal }) => getModelDifference(name, between, signal),
    enabled: between.from > 0,
    placeholderData: keepPreviousData,
  });

const CONVERTED_AT = '2026-01-31T12:00:00Z';
/** The touches of the example: so many days before its conversion. */
export const EXAMPLE_DAYS = [28, 14, 7, 2, 0.5] as const;
export const EXAMPLE_VALUE_MINOR = 10_000;

/** A path to try a model out on; its touches are spread over the placements that the model knows, and one that it does not. */
export function examplePath({ parameters }: OwnModelDetails) {
  const known = Object.keys(parameters?.placements ?? {});
  const placements: (string | undefined)[] = known.length === 0 ? [undefined] : [...known, undefined];
  return {
    convertedAt: CONVERTED_AT,
    valueMinor: EXAMPLE_VALUE_MINOR,
    touchpoints: EXAMPLE_DAYS.map((days, place) => ({
      key: String(place),
      occurredAt: new Date(Date.parse(CONVERTED_AT) - days * 86_400_000).toISOString(),
      placement: placements[place % placements.length],
    })),
  };
}

export const previewQuery = (own: OwnModelDetails) =>
  queryOptions({
    queryKey: [...OWN_MODELS, 'preview', own],
    queryFn: ({ signal }) => tryOutModel({ models: ['linear'], own, paths: [examplePath(own)] }, signal),
    placeholderData: keepPreviousData,
    retry: false,
    staleTime: Infinity,
  });
