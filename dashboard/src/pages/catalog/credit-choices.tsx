import type { ReactNode } from 'react';
import { AsOfFilter } from '../../components/as-of.tsx';
import { DateFilter } from '../../components/date-filter.tsx';
import { FilterBar, KindFilter, LookbackFilter, ModelFilter, UnitFilter } from '../../components/filters.tsx';
import { useChosenModel } from '../../components/models.ts';
import { HalfLifeFilter } from '../../components/window-sliders.tsx';

/** What decides the credit of one campaign or show; `children` are choices of the page's own. */
export function CreditChoices({ children }: { children?: ReactNode }) {
  const { model, base } = useChosenModel();
  return (
    <FilterBar>
      {children}
      <ModelFilter />
      {base === 'time_decay' && <HalfLifeFilter models={[model]} />}
      <UnitFilter models={[model]} />
      <DateFilter />
      <AsOfFilter />
      <KindFilter />
      <LookbackFilter models={[model]} />
    </FilterBar>
  );
}
