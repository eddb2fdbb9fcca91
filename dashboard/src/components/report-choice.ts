import type { Grouping } from '../api.ts';
import type { ReportChoice } from '../report-links-api.ts';
import { knownQuery, reportQuery, unitQuery, utcToday } from '../selection.ts';
import { useSelection } from './filters.tsx';
import { useFixed } from './fixed.ts';
import { useWindowDefaults } from './window-defaults.ts';

/** What is looked at, as others can be shown it, of one campaign where one is looked at: the last so many days stay the last ones. */
export function useReportChoice(models: readonly string[], groupBy: Grouping, campaign?: string): ReportChoice {
  const [selection] = useSelection();
  const fixed = useFixed(models);
  const { from, to, lookbackDays, halfLifeDays, currency } = reportQuery(selection, useWindowDefaults(), utcToday(), fixed);
  return {
    ...(campaign === undefined ? {} : { campaign }),
    models: [...models],
    groupBy,
    ...(selection.days === undefined ? { from, to } : { days: selection.days }),
    lookbackDays,
    halfLifeDays,
    currency,
    conversionKind: selection.kinds,
    ...unitQuery(selection, fixed),
    ...knownQuery(selection),
  };
}
