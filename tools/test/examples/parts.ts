/** The tests over which the page's commands are spread, so that none takes too long; each tells its story in a world of its own. */
export type Part = 'installation' | 'cost and AI' | 'attribution';

const COST_AND_AI = new Set(['cost', 'ai', 'anomalies']);
const ATTRIBUTION = new Set(
  'attribution fits models runs experiments explanations report-links report-schedules brands views shares catalog credit validate'.split(
    ' ',
  ),
);

/** In which part the examples of a command are run. */
export function partOf(name: string): Part {
  const [word] = name.split(' ');
  if (COST_AND_AI.has(word)) return 'cost and AI';
  return ATTRIBUTION.has(word) || name.startsWith('import ') || name === 'tracking spool' ? 'attribution' : 'installation';
}
