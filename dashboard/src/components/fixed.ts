import { useQueries, useQuery } from '@tanstack/react-query';
import type { OwnModel, OwnModelParameters } from '../models-api.ts';
import { modelVersionsQuery, ownModelsQuery } from '../queries.ts';
import type { Fixed } from '../selection.ts';

/** For what is asked for under no model. */
export const NO_MODELS: readonly string[] = [];

/** The versions of own models that references name, as far as they have been read, in their order; undefined for any other model. */
export function useOwnModels(references: readonly string[]): (OwnModel | undefined)[] {
  const newest = useQuery(ownModelsQuery).data;
  const versioned = references.filter((reference) => reference.includes('@'));
  return useQueries({
    queries: versioned.map((reference) => modelVersionsQuery(reference.split('@')[0])),
    combine: (versions) =>
      references.map((reference) => {
        const [name, version] = reference.split('@');
        if (version === undefined) return newest?.find((one) => one.name === name);
        return versions[versioned.indexOf(reference)].data?.find((one) => one.version === Number(version));
      }),
  });
}

/** What a model fixes, and which model it is. */
export interface FixedBy extends Fixed {
  minEvidence?: OwnModelParameters['minEvidence'];
  repeats?: OwnModelParameters['repeats'];
  by: string;
}

/** What the models that are asked for fix; the first that fixes something wins, and the API refuses those that differ. */
export function useFixed(references: readonly string[]): FixedBy {
  const own = useOwnModels(references).filter((model) => model !== undefined);
  const first = <Name extends keyof OwnModelParameters>(name: Name): OwnModelParameters[Name] =>
    own.find(({ parameters }) => parameters[name] !== undefined)?.parameters[name];
  return {
    lookbackDays: first('lookbackDays'),
    halfLifeDays: first('halfLifeDays'),
    unit: first('unit'),
    minEvidence: first('minEvidence'),
    repeats: first('repeats'),
    by: own.map(({ name, version }) => `${name}@${version}`).join(', '),
  };
}
