import type { Schemas } from '../../client/src/index.ts';
import { bodyOf, client, settle } from './api.ts';

export type AiProvider = Schemas['AiProvider'];
export type AiProviders = Schemas['AiProviders'];
export type AiProviderDetails = Schemas['AiProviderDetails'];
export type AiProviderTest = Schemas['AiProviderTest'];

const PATH = '/api/v1/ai/providers';

/** The tenant's providers in the order in which they are asked, and which accounts the operator has. */
export const listAiProviders = (signal: AbortSignal): Promise<AiProviders> => bodyOf(client.GET(PATH, { signal }));

/** Adds a provider or changes one; its key stays when none is given. */
export const putAiProvider = (key: string, body: AiProviderDetails): Promise<AiProvider> =>
  bodyOf(client.PUT(`${PATH}/{key}`, { params: { path: { key } }, body }));

export const removeAiProvider = (key: string) => settle(client.DELETE(`${PATH}/{key}`, { params: { path: { key } } }));

const testModel = (key: string, model: string): Promise<AiProviderTest> =>
  bodyOf(client.POST(`${PATH}/{key}/test`, { params: { path: { key } }, body: { model } }));

/** Asks a provider's first model for texts a small question, and has its first that hears hear a tone; both cost what such calls cost. */
export async function testAiProvider({ key, models, audioModels }: AiProvider): Promise<AiProviderTest[]> {
  const tests: AiProviderTest[] = [];
  for (const { model } of [...models.slice(0, 1), ...audioModels.slice(0, 1)]) tests.push(await testModel(key, model));
  return tests;
}
