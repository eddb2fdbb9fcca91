import { formatShare } from '../format.ts';
import type { OwnModelDetails } from '../models-api.ts';
import { modelTexts as words } from '../texts-models.ts';
import { texts } from '../texts.ts';

const { says, fixed } = words;

/** At most so many placements stand in a sentence. */
const MOST_NAMED = 4;

function namedPlacements(placements: Record<string, number>): string {
  const all = Object.entries(placements).map(([key, weight]) => `${key} ${weight}`);
  const shown = all.slice(0, MOST_NAMED).join(', ');
  return all.length > MOST_NAMED ? `${shown}, …` : shown;
}

function rule({ base, parameters }: OwnModelDetails): string {
  const { halfLifeDays = 7, firstShare = 0.4, lastShare = 0.4, positions, placements = {}, otherPlacements = 1 } = parameters ?? {};
  const unit = words.units[parameters?.unit ?? 'show'].toLowerCase();
  if (base === 'time_decay') return says.time_decay(texts.filters.days(halfLifeDays));
  if (base === 'position_based') return says.position_based(formatShare(firstShare), formatShare(lastShare));
  if (base === 'custom')
    return positions ? says.positions(positions.join(' : ')) : says.placements(namedPlacements(placements), String(otherPlacements));
  if (base === 'markov' || base === 'shapley' || base === 'hazard') return says[base](unit);
  return says[base];
}

/** What a model of one's own does, in a sentence or two. */
export function sayModel(model: OwnModelDetails): string {
  const { lookbackDays, minEvidence, repeats } = model.parameters ?? {};
  return [
    rule(model),
    ...(lookbackDays === undefined ? [] : [fixed.lookbackDays(texts.filters.days(lookbackDays))]),
    ...(minEvidence === undefined ? [] : [fixed.minEvidence(texts.evidence[minEvidence]?.[0] ?? minEvidence)]),
    ...(repeats === 'unique' ? [fixed.unique] : []),
  ].join(' ');
}

/** The name of a parameter, and of a single placement's weight. */
export function parameterName(parameter: string): string {
  const placement = /^placements\.(.*)$/s.exec(parameter)?.[1];
  return placement === undefined ? (words.names[parameter] ?? parameter) : words.placementName(placement);
}

/** A parameter's value as it is shown. */
export function parameterText(parameter: string, value: string | number | readonly number[] | null): string {
  if (value === null) return words.leftOpen;
  if (Array.isArray(value)) return value.join(', ');
  if (typeof value === 'number') return parameter.endsWith('Share') ? formatShare(value) : String(value);
  const text = String(value);
  if (parameter === 'minEvidence') return texts.evidence[text]?.[0] ?? text;
  if (parameter === 'unit') return words.units[text as keyof typeof words.units] ?? text;
  if (parameter === 'repeats') return words.repeatsOf[text as keyof typeof words.repeatsOf] ?? text;
  return text;
}
