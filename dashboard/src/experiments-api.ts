import type { Schemas } from '../../client/src/index.ts';
import { bodyOf, client } from './api.ts';
import { everyPage } from './settings-api.ts';

export type Experiment = Schemas['Experiment'];
export type ExperimentDetails = Schemas['ExperimentDetails'];
export type Readout = Schemas['ExperimentReadout'];
export type ArmReadout = Schemas['ArmReadout'];
export type ArmComparison = Schemas['ArmComparison'];
export type Calibration = Schemas['Calibration'];
export type Design = Experiment['design'];

export const DESIGNS = ['audience_split', 'psa', 'variants', 'geo', 'switchback'] as const satisfies readonly Design[];
export const CONVERSION_KINDS = [
  'visit',
  'lead',
  'signup',
  'install',
  'purchase',
  'subscription',
] as const satisfies readonly Experiment['conversionKind'][];

const at = (key: string) => ({ path: { key } });
const PATH = '/api/v1/attribution/experiments';

export const listExperiments = (signal: AbortSignal) => everyPage((query) => bodyOf(client.GET(PATH, { params: { query }, signal })));

export const getExperiment = (key: string, signal: AbortSignal): Promise<Experiment> =>
  bodyOf(client.GET(`${PATH}/{key}`, { params: at(key), signal }));

export const putExperiment = (key: string, body: ExperimentDetails): Promise<Experiment> =>
  bodyOf(client.PUT(`${PATH}/{key}`, { params: at(key), body }));

export const putExperimentState = (key: string, state: 'running' | 'stopped' | 'archived'): Promise<Experiment> =>
  bodyOf(client.PUT(`${PATH}/{key}/state`, { params: at(key), body: { state } }));

export const getReadout = (key: string, signal: AbortSignal): Promise<Readout> =>
  bodyOf(client.GET(`${PATH}/{key}/readout`, { params: at(key), signal }));

export const getCalibration = (key: string, signal: AbortSignal): Promise<Calibration> =>
  bodyOf(client.GET(`${PATH}/{key}/calibration`, { params: at(key), signal }));
