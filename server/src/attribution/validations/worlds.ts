import { describeWorld, WORLD_NAMES } from '../../../../simulator/src/index.ts';
import { type PlantedWorld, PLANTED_WORLDS, type ValidatedWorld, type ValidationOptions } from './schema.ts';

/** Into own data conversions are planted under a form of the hazard's family, and under another one. */
const PLANTED_AT_ONCE = 2;

/** How people come to convert in a world, and in what circumstance its figures hold: "where …". */
interface Described {
  response: string;
  circumstance: string;
  hasFittedForm: boolean;
}

const PLANTED: Readonly<Record<PlantedWorld, Described>> = {
  'planted-fading': {
    response: 'Planted: every ad adds to the rate at which its listener converts, and what it adds fades.',
    circumstance: 'where planted effects add up and fade',
    hasFittedForm: true,
  },
  'planted-threshold': {
    response: 'Planted: an ad does nothing until its listener has heard its campaign or show three times within three weeks.',
    circumstance: 'where planted effects need repetition',
    hasFittedForm: false,
  },
  'planted-delay': {
    response: 'Planted: what an ad causes comes between one day and three days after it, and neither sooner nor later.',
    circumstance: 'where planted effects come after a delay',
    hasFittedForm: false,
  },
};

/** A simulated world, or a form of planting, in words. */
export function describeValidated(world: ValidatedWorld): Described {
  const planted = PLANTED_WORLDS.find((one) => one === world);
  if (planted) return PLANTED[planted];
  const simulated = WORLD_NAMES.find((one) => one === world);
  if (simulated) return describeWorld(simulated);
  throw new RangeError(`There is no world "${world}".`);
}

/** How many worlds a validation takes, over all of its runs. */
export function worldsInAll({ on, runs }: Pick<ValidationOptions, 'on' | 'runs'>): number {
  return runs * (on === 'own_data' ? PLANTED_AT_ONCE : WORLD_NAMES.length);
}
