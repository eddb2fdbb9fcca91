import type { Schemas } from '../../client/src/index.ts';
import { bodyOf, client, settle } from './api.ts';

export type BuiltInModel = Schemas['Model'];
export type OwnModel = Schemas['OwnModel'];
export type OwnModelDetails = Schemas['OwnModelDetails'];
export type OwnModelParameters = NonNullable<OwnModelDetails['parameters']>;
export type ModelDifference = Schemas['ModelDifference'];
export type CreditAnswer = Schemas['CreditAnswer'];
export type Base = OwnModel['base'];
export type ModelUnit = NonNullable<OwnModel['parameters']['unit']>;

export const BASES = [
  'first_touch',
  'last_touch',
  'linear',
  'time_decay',
  'position_based',
  'custom',
  'markov',
  'shapley',
  'hazard',
] as const satisfies readonly Base[];
export const DATA_DRIVEN = ['markov', 'shapley', 'hazard'] as const satisfies readonly Base[];
export const UNITS = ['show', 'campaign', 'channel', 'placement'] as const satisfies readonly ModelUnit[];

const at = (name: string) => ({ path: { name } });
const PATH = '/api/v1/attribution/models/{name}';

export const isDataDriven = (base: string): boolean => DATA_DRIVEN.some((one) => one === base);

export const putModel = (name: string, body: OwnModelDetails): Promise<OwnModel> => bodyOf(client.PUT(PATH, { params: at(name), body }));

export const archiveModel = (name: string) => settle(client.DELETE(PATH, { params: at(name) }));

/** Every version of a model, the newest first. */
export const listModelVersions = async (name: string, signal: AbortSignal): Promise<OwnModel[]> =>
  (await bodyOf(client.GET(`${PATH}/versions`, { params: at(name), signal }))).items;

export const getModelDifference = (name: string, query: { from: number; to: number }, signal: AbortSignal): Promise<ModelDifference> =>
  bodyOf(client.GET(`${PATH}/difference`, { params: { ...at(name), query }, signal }));

/** Credits paths by a rule and by a model that is not kept yet. */
export const tryOutModel = (body: Schemas['CreditRequest'], signal: AbortSignal): Promise<CreditAnswer> =>
  bodyOf(client.POST('/api/v1/attribution/credit', { body, signal }));
