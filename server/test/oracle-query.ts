import type { OracleOptions } from './oracle.ts';

/** The options of a report as parameters of an analysis: all but those that say what rows are. */
export function reportOptionsQuery(options: OracleOptions): Record<string, string> {
  const { conversionKind, touchpointKind, exclude, newCustomersOnly, from, to } = options;
  const { lookbackDays, halfLifeDays, currency, minEvidence, repeats, responseSignals } = options;
  const plain = { lookbackDays, halfLifeDays, currency, minEvidence, repeats, responseSignals };
  return {
    ...Object.fromEntries(Object.entries(plain).map(([name, value]) => [name, String(value)])),
    ...(conversionKind && { conversionKind: conversionKind.join(',') }),
    ...(touchpointKind && { touchpointKind: touchpointKind.join(',') }),
    ...(exclude.length > 0 && { exclude: exclude.join(',') }),
    ...(newCustomersOnly && { newCustomersOnly: 'true' }),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
  };
}
