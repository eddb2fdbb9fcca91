import { queryOptions } from '@tanstack/react-query';
import { getCalibration, getExperiment, getReadout, listExperiments } from '../../experiments-api.ts';

/** What every page of experiments is filed under. */
export const EXPERIMENTS = ['figures', 'experiments'] as const;

export const experimentsQuery = queryOptions({ queryKey: [...EXPERIMENTS, 'list'], queryFn: ({ signal }) => listExperiments(signal) });

export const experimentQuery = (key: string) =>
  queryOptions({ queryKey: [...EXPERIMENTS, 'one', key], queryFn: ({ signal }) => getExperiment(key, signal) });

export const readoutQuery = (key: string) =>
  queryOptions({ queryKey: [...EXPERIMENTS, 'readout', key], queryFn: ({ signal }) => getReadout(key, signal) });

export const calibrationQuery = (key: string) =>
  queryOptions({ queryKey: [...EXPERIMENTS, 'calibration', key], queryFn: ({ signal }) => getCalibration(key, signal) });
