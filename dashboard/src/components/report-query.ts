import { useSearch } from '@tanstack/react-router';
import { knownQuery, reportQuery, unitQuery, utcToday } from '../selection.ts';
import { useFixed } from './fixed.ts';
import { useWindowDefaults } from './window-defaults.ts';

/** The options that reports under some models share, as the API takes them: without those that one of the models fixes. */
export function useReportQuery(models: readonly string[]) {
  const selection = useSearch({ from: '/signed-in' });
  const usual = useWindowDefaults();
  const fixed = useFixed(models);
  return { ...reportQuery(selection, usual, utcToday(), fixed), ...unitQuery(selection, fixed), ...knownQuery(selection) };
}
