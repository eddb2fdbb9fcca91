import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { type ModelName, MODELS } from '../api.ts';
import type { Definition } from '../definitions.ts';
import { modelsQuery } from '../queries.ts';

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

/** The model that the selection names, with its title. */
export function useModel(name: ModelName): KnownModel {
  const models = useModels();
  return models.find((model) => model.name === name) ?? { name, title: titleOf(name) };
}
