import type { Schemas } from '../../client/src/index.ts';
import { bodyOf, client } from './api.ts';
import { everyPage } from './settings-api.ts';

export type Fit = Schemas['Fit'];
export type NewFit = Schemas['NewFit'];
export type KindFit = NonNullable<Fit['result']>['fits'][number];
export type FittedUnit = KindFit['units'][number];

export const FITTED = ['hazard', 'markov'] as const satisfies readonly Fit['model'][];

const PATH = '/api/v1/attribution/fits';

export const listFits = (signal: AbortSignal): Promise<Fit[]> =>
  everyPage((query) => bodyOf(client.GET(PATH, { params: { query }, signal })));

export const getFit = (id: string, signal: AbortSignal): Promise<Fit> =>
  bodyOf(client.GET(`${PATH}/{id}`, { params: { path: { id } }, signal }));

export const createFit = (body: NewFit): Promise<Fit> => bodyOf(client.POST(PATH, { body }));
