import { queryOptions } from '@tanstack/react-query';
import { getAnomaly, getAnomalySeries, getAnomalyWatch, listAnomalies } from '../../anomalies-api.ts';

export const ANOMALIES = ['anomalies'] as const;

export const anomaliesQuery = queryOptions({ queryKey: [...ANOMALIES, 'list'], queryFn: ({ signal }) => listAnomalies(signal) });

export const watchQuery = queryOptions({ queryKey: [...ANOMALIES, 'watch'], queryFn: ({ signal }) => getAnomalyWatch(signal) });

export const anomalyQuery = (id: string) =>
  queryOptions({ queryKey: [...ANOMALIES, 'one', id], queryFn: ({ signal }) => getAnomaly(id, signal) });

export const seriesQuery = (id: string) =>
  queryOptions({ queryKey: [...ANOMALIES, 'series', id], queryFn: ({ signal }) => getAnomalySeries(id, signal) });
