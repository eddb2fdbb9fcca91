/** The tests over which the page's commands are spread, so that none takes too long; each tells its story in a world of its own. */
export type Part = 'installation' | 'cost and AI' | 'attribution';

const COST_AND_AI = /^(?:cost|ai|anomalies) /;
const ATTRIBUTION =
  /^(?:(?:attribution|fits|models|runs|experiments|explanations|report-links|report-schedules|brands|views|shares|catalog|import) |(?:credit|validate|tracking spool)$)/;

/** In which part the examples of a command are run. */
export function partOf(name: string): Part {
  if (COST_AND_AI.test(name)) return 'cost and AI';
  return ATTRIBUTION.test(name) ? 'attribution' : 'installation';
}
