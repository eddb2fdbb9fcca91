import { queryOptions } from '@tanstack/react-query';
import { getPrediction, listPredictions, listPredictionsOf } from '../../predictions-api.ts';

export const PREDICTIONS = ['predictions'] as const;

export const predictionsQuery = queryOptions({
  queryKey: [...PREDICTIONS, 'list'],
  queryFn: ({ signal }) => listPredictions(signal),
});

export const predictionsOfQuery = (of: Parameters<typeof listPredictionsOf>[0]) =>
  queryOptions({ queryKey: [...PREDICTIONS, 'of', of], queryFn: ({ signal }) => listPredictionsOf(of, signal) });

export const predictionQuery = (id: string) =>
  queryOptions({ queryKey: [...PREDICTIONS, 'one', id], queryFn: ({ signal }) => getPrediction(id, signal) });
