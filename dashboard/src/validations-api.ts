import type { Schemas } from '../../client/src/index.ts';
import { bodyOf, client } from './api.ts';
import { everyPage } from './settings-api.ts';

export type ValidationSummary = Schemas['ValidationSummary'];
export type StoredValidation = Schemas['StoredValidation'];
export type Validation = NonNullable<StoredValidation['figures']>;
export type ModelValidation = Validation['models'][number];
export type WorldValidation = Validation['worlds'][number];
export type NewValidation = Schemas['NewValidation'];

const PATH = '/api/v1/attribution/validations';

export const listValidations = (signal: AbortSignal): Promise<ValidationSummary[]> =>
  everyPage((query) => bodyOf(client.GET(PATH, { params: { query }, signal })));

export const getValidation = (id: string, signal: AbortSignal): Promise<StoredValidation> =>
  bodyOf(client.GET(`${PATH}/{id}`, { params: { path: { id } }, signal }));

export const createValidation = (body: NewValidation): Promise<ValidationSummary> => bodyOf(client.POST(PATH, { body }));
