import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { type ModelName, MODELS } from '../api.ts';
import type { Definition } from '../definitions.ts';
import { modelsQuery, ownModelsQuery } from '../queries.ts';
import { modelTexts } from '../texts-models.ts';
import type { OwnModel } from '../models-api.ts';
import { sayModel } from './model-says.ts';
import { useOwnModels } from './fixed.ts';
import { useWindowDefaults } from './window-defaults.ts';

export interface KnownModel {
  name: ModelName;
  title: string;
  /** Absent until the API has told what its models are. */
  definition?: Definition;
}

/** A model's name in words, for as long as its title has not arrived. */
function titleOf(model: string): string {
  const words = model.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Every model with its title and meaning, always in the same order. */
export function useModels(): KnownModel[] {
  const { data } = useQuery(modelsQuery);
  return useMemo(
    () =>
      MODELS.map((name) => {
        const told = data?.find((model) => model.name === name);
        if (!told) return { name, title: titleOf(name) };
        return { name, title: told.title, definition: { name: told.title, meaning: told.description, working: told.formula } };
      }),
    [data],
  );
}

/** The models to choose from, built in and of the tenant's own; `present` is among them, whether it is listed or not. */
export function useModelChoices(present: string | null): (readonly [value: string, text: string])[] {
  const models = useModels();
  const own = useQuery(ownModelsQuery).data ?? [];
  const choices = [...models.map(({ name, title }) => [name, title] as const), ...own.map(({ name }) => [name, name] as const)];
  const isKnown = present === null || choices.some(([name]) => name === present);
  return isKnown ? choices : [...choices, [present, present]];
}

/** What a base of own models is called. */
export function useBaseTitle(): (base: string) => string {
  const models = useModels();
  return (base) => (base === 'custom' ? modelTexts.custom : (models.find(({ name }) => name === base)?.title ?? titleOf(base)));
}

/** One of the tenant's own as any other model, under the reference it was named by. */
function ownModel(reference: string, own: OwnModel): KnownModel {
  return { name: reference, title: reference, definition: { name: `${own.name}@${own.version}`, meaning: sayModel(own) } };
}

/** The models to look at: the built-in ones, and the tenant's own by name. */
export function useAllModels(): KnownModel[] {
  const models = useModels();
  const own = useQuery(ownModelsQuery).data;
  return useMemo(() => [...models, ...(own ?? []).map((one) => ownModel(one.name, one))], [models, own]);
}

/** What references name, in their order. */
export function useNamed(references: readonly ModelName[]): KnownModel[] {
  const models = useModels();
  const own = useOwnModels(references);
  return useMemo(
    () =>
      references.map((reference, place) => {
        const found = own[place];
        if (found) return ownModel(reference, found);
        // One of the tenant's own goes by its name as it is written, also while it is not known yet.
        return models.find(({ name }) => name === reference) ?? { name: reference, title: reference };
      }),
    [references, own, models],
  );
}

/** The model that a reference names, with its title. */
export function useModel(reference: ModelName): KnownModel {
  return useNamed([reference])[0];
}

/** The model that is looked at, and its base. */
export function useChosenModel(): { model: ModelName; base: string } {
  const { model: chosen } = useSearch({ from: '/signed-in' });
  const { model: usual } = useWindowDefaults();
  const model = chosen ?? usual;
  const [own] = useOwnModels([model]);
  return { model, base: own?.base ?? model };
}
