import { formatCount, formatPlural } from '../../format.ts';
import { validationTexts as words } from '../../texts-validations.ts';
import { texts } from '../../texts.ts';
import type { ValidationSummary } from '../../validations-api.ts';

/** What a validation was asked for. */
export function optionsText({ on, unit, seed, households, days, runs }: ValidationSummary['options']): string {
  const isOwn = on === 'own_data';
  const people = formatPlural(households, isOwn ? words.peopleCounted : words.households);
  const text = words.optionText(String(seed), people, texts.filters.days(days), formatPlural(runs, words.runsCounted));
  return isOwn ? `${unit === 'show' ? words.onShows : words.onCampaigns}, ${text}` : text;
}

/** How far a validation has come. */
export function progressText({ state, worldsDone, worldsInAll }: ValidationSummary): string {
  const said = words.states[state] ?? state;
  return state === 'running' ? `${said}, ${words.worldsDone(formatCount(worldsDone), formatCount(worldsInAll))}` : said;
}

/** A world's name in words. */
export const worldText = (world: string): string => world.replaceAll('-', ' ');

/** A share that may be negative, with its sign. */
export function signedShare(share: number | null): string {
  if (share === null) return '–';
  return `${share < 0 ? '−' : '+'}${Math.abs(share * 100).toFixed(1)}%`;
}
