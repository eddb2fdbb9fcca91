import { meanings } from '../../definitions-of-columns.ts';
import { useState } from 'react';
import type { Fit, FittedUnit, KindFit } from '../../fits-api.ts';
import { formatCount, formatCredit, formatShare, UNKNOWN } from '../../format.ts';
import { fitTexts as words } from '../../texts-fits.ts';
import { texts } from '../../texts.ts';
import { type NameOf, useUnitNames } from '../catalog/names.ts';
import { type Column, figure, type Sort, sortRows, Table } from '../../ui/table.tsx';

const SHOWN_DAYS = 60;
const STEPS = 24;

/** What is left of an effect over the days after an exposure: a line that falls from its top by half in each half-life. */
function Fading({ halfLifeDays }: { halfLifeDays: number }) {
  const points = Array.from({ length: STEPS + 1 }, (_, step) => {
    const left = 2 ** -((step / STEPS) * (SHOWN_DAYS / halfLifeDays));
    return `${((step / STEPS) * 96).toFixed(1)},${(18 - left * 16).toFixed(1)}`;
  });
  return (
    <svg viewBox="0 0 96 20" className="h-5 w-24" role="img" aria-label={words.fadesText(halfLifeDays.toFixed(1))}>
      <path d="M0 18.5h96" stroke="var(--color-line)" />
      <polyline points={points.join(' ')} fill="none" stroke="var(--color-hazard)" strokeWidth="1.5" />
    </svg>
  );
}

function columnsOf({ model }: Pick<Fit, 'model'>, unitName: NameOf): Column<FittedUnit>[] {
  const isHazard = model === 'hazard';
  const fading: Column<FittedUnit>[] = [
    {
      id: 'halfLife',
      ...figure(words.halfLife, meanings.fitHalfLife),
      sortValue: ({ halfLifeDays }) => halfLifeDays,
      cell: ({ halfLifeDays }) => (halfLifeDays === null ? UNKNOWN : words.days(halfLifeDays.toFixed(1))),
    },
    {
      id: 'fades',
      header: words.fades,
      cell: ({ halfLifeDays, effect }) => (halfLifeDays === null || effect === 0 ? UNKNOWN : <Fading halfLifeDays={halfLifeDays} />),
    },
  ];
  return [
    {
      id: 'key',
      header: words.key,
      sortValue: ({ key }) => key && unitName(key).toLowerCase(),
      cell: ({ key }) => (key === null ? texts.none : <span title={key}>{unitName(key)}</span>),
    },
    {
      id: 'exposures',
      ...figure(words.exposures, meanings.unitExposures),
      sortValue: ({ exposures }) => exposures,
      cell: ({ exposures }) => formatCount(exposures),
    },
    {
      id: 'effect',
      header: words.effect,

      numeric: true,
      means: words.effectHelp[model],
      sortValue: ({ effect }) => effect,
      cell: ({ effect }) => (isHazard ? words.perThousand(formatCredit(effect * 1_000)) : formatShare(effect)),
    },
    ...(isHazard ? fading : []),
  ];
}

/** What each unit does under a fit, the strongest first. */
export function FitUnits({ fit, of, caption }: { fit: KindFit; of: Pick<Fit, 'model' | 'unit'>; caption: string }) {
  const [sort, setSort] = useState<Sort>({ column: 'effect', descending: true });
  const columns = columnsOf(of, useUnitNames(of.unit));
  return (
    <Table
      caption={caption}
      columns={columns}
      rows={sortRows(fit.units, columns, sort)}
      rowKey={({ key }) => key ?? texts.none}
      sort={sort}
      onSort={setSort}
    />
  );
}
