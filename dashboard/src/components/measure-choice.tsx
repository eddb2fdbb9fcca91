import { type Measure, MEASURES } from '../selection.ts';
import { texts } from '../texts.ts';
import { Segmented } from '../ui/segmented.tsx';
import { useSelection } from './filters.tsx';

/** What is measured: conversions, money where there is any, or shares. */
export function MeasureChoice({ measure, hasMoney }: { measure: Measure; hasMoney: boolean }) {
  const [, change] = useSelection();
  const choices = MEASURES.filter((choice) => choice !== 'value' || hasMoney).map((value) => ({ value, label: texts.measures[value] }));
  return <Segmented label={texts.compare.measure} choices={choices} value={measure} onChoose={(next) => change({ measure: next })} />;
}
