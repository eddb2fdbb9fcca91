import type { Schemas } from '../../client/src/index.ts';
import { bodyOf, client } from './api.ts';

export type Onboarding = Schemas['Onboarding'];
export type OnboardingStep = Onboarding['steps'][number];
export type OnboardingChange = Schemas['OnboardingChange'];
export type Profile = NonNullable<Onboarding['profile']>;

const at = (id: string) => ({ path: { id } });

export const getOnboarding = (id: string, signal: AbortSignal) =>
  bodyOf(client.GET('/api/v1/tenants/{id}/onboarding', { params: at(id), signal }));

export const changeOnboarding = (id: string, body: OnboardingChange) =>
  bodyOf(client.PATCH('/api/v1/tenants/{id}/onboarding', { params: at(id), body }));

export const getSample = (id: string, signal: AbortSignal) => bodyOf(client.GET('/api/v1/tenants/{id}/sample', { params: at(id), signal }));

export const loadSample = (id: string) => bodyOf(client.POST('/api/v1/tenants/{id}/sample', { params: at(id), body: {} }));

export const removeSample = (id: string) => bodyOf(client.DELETE('/api/v1/tenants/{id}/sample', { params: at(id) }));

/** Whether a show, episode or campaign is sample data: no address of it is to be put anywhere. */
export const isSample = (key: string) => key.startsWith('earshot-sample-');
