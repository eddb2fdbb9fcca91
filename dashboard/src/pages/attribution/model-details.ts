import type { Base, OwnModelDetails, OwnModelParameters } from '../../models-api.ts';
import { UNITS } from '../../models-api.ts';
import { modelTexts as words } from '../../texts-models.ts';
import { fieldLines, fieldText } from '../../ui/form.ts';
import type { Typed } from '../../ui/typed.ts';

export type WeightsBy = 'positions' | 'placements';

function numberIn(typed: Typed, name: string): number | undefined {
  const text = typed.text(name);
  if (text === null) return undefined;
  const number = Number(text);
  if (!Number.isFinite(number)) typed.refuse(name, words.number);
  return number;
}

function shareIn(typed: Typed, name: string): number | undefined {
  const percent = numberIn(typed, name);
  return percent === undefined ? undefined : Number((percent / 100).toFixed(6));
}

function positionsIn(typed: Typed): number[] {
  const weights = (typed.text('positions') ?? '')
    .split(/[,;\s]+/)
    .filter((one) => one !== '')
    .map(Number);
  if (weights.some((one) => !Number.isFinite(one))) typed.refuse('positions', words.weight);
  return weights;
}

function placementsIn(form: HTMLFormElement, typed: Typed): Record<string, number> {
  const found: Record<string, number> = {};
  fieldLines(form, 'placements').forEach((line) => {
    const [, key, weight] = /^(.*\S)[\s:=]+(\S+)$/.exec(line) ?? [];
    const number = Number(weight);
    if (key === undefined || !Number.isFinite(number)) typed.refuse('placements', words.line);
    else found[key.replace(/[\s:=]+$/, '')] = number;
  });
  return found;
}

function weightsIn(form: HTMLFormElement, typed: Typed, by: WeightsBy): OwnModelParameters {
  if (by === 'positions') return { positions: positionsIn(typed) };
  return { placements: placementsIn(form, typed), otherPlacements: numberIn(typed, 'otherPlacements') };
}

function parametersOf(form: HTMLFormElement, typed: Typed, base: Base, by: WeightsBy): OwnModelParameters {
  if (base === 'time_decay') return { halfLifeDays: numberIn(typed, 'halfLifeDays') };
  if (base === 'position_based') return { firstShare: shareIn(typed, 'firstShare'), lastShare: shareIn(typed, 'lastShare') };
  if (base === 'custom') return weightsIn(form, typed, by);
  if (base === 'markov' || base === 'shapley' || base === 'hazard') return { unit: UNITS.find((one) => one === typed.text('unit')) };
  return {};
}

/** What a form says as the API takes it; what cannot be read is left with `typed`. */
export function detailsOf(form: HTMLFormElement, typed: Typed, { base, by }: { base: Base; by: WeightsBy }): OwnModelDetails {
  const repeats = fieldText(form, 'repeats');
  const parameters = {
    ...parametersOf(form, typed, base, by),
    lookbackDays: typed.count('lookbackDays') ?? undefined,
    minEvidence: (typed.text('minEvidence') ?? undefined) as OwnModelParameters['minEvidence'],
    repeats: repeats === 'every' || repeats === 'unique' ? repeats : undefined,
  } satisfies OwnModelParameters;
  return { base, parameters };
}

/** Where in a form the API's pointer belongs: it sends parameters inside `parameters`. */
export function placeOf(pointer: string): string {
  return pointer.replace(/^(\/own)?\/parameters\//, '/');
}
