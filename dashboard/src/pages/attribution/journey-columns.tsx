import { meanings } from '../../definitions-of-columns.ts';
import type { Journeys } from '../../analytics-api.ts';
import { ShareCell } from '../../components/estimate-cell.tsx';
import { formatCount, formatMoney } from '../../format.ts';
import { analyticsTexts } from '../../texts-analytics.ts';
import { type Column, figure } from '../../ui/table.tsx';

const words = analyticsTexts.paths;

/** A path in words with what took it; the last line is all the others. */
export interface PathLine extends Pick<Journeys['otherPaths'], 'conversions' | 'valueMinor' | 'share'> {
  text: string;
}

/** The most taken paths, and all others as one line where there are any. */
export function pathLines({ paths, otherPaths }: Journeys): PathLine[] {
  const lines = paths.map(({ steps, isShortened, ...rest }) => ({
    text: `${isShortened ? words.earlier : ''}${steps.map(({ label }) => label).join(words.arrow)}`,
    ...rest,
  }));
  return otherPaths.conversions > 0 ? [...lines, { text: words.rest, ...otherPaths }] : lines;
}

interface Counted {
  conversions: number;
  valueMinor: number;
  share: PathLine['share'];
}

function countColumns<Row extends Counted>({ currency }: Journeys): Column<Row>[] {
  return [
    {
      id: 'conversions',
      ...figure(analyticsTexts.conversions, meanings.pathConversions),
      cell: ({ conversions }) => formatCount(conversions),
    },
    { id: 'share', ...figure(analyticsTexts.share, meanings.pathShare), cell: ({ share }) => <ShareCell share={share} /> },
    { id: 'value', ...figure(analyticsTexts.value, meanings.pathValue), cell: ({ valueMinor }) => formatMoney(valueMinor, currency) },
  ];
}

export function pathColumns(journeys: Journeys): Column<PathLine>[] {
  return [{ id: 'path', header: words.path, className: 'min-w-64', cell: ({ text }) => text }, ...countColumns<PathLine>(journeys)];
}

type Assist = Journeys['assists'][number];

const PLACES = { first: meanings.assistFirst, last: meanings.assistLast, alone: meanings.assistAlone };

export function assistColumns(journeys: Journeys): Column<Assist>[] {
  const count = (id: 'first' | 'last' | 'alone'): Column<Assist> => ({
    id,
    ...figure(words[id], PLACES[id]),
    cell: (row) => formatCount(row[id]),
  });
  return [
    {
      id: 'label',
      header: analyticsTexts.groupings[journeys.groupBy] ?? journeys.groupBy,
      className: 'min-w-40 max-w-72',
      cell: ({ label }) => label,
    },
    ...countColumns<Assist>(journeys),
    count('first'),
    count('last'),
    count('alone'),
    {
      id: 'assisted',
      header: words.assisted,

      numeric: true,
      means: words.assist,
      cell: ({ assisted }) => formatCount(assisted),
    },
    { id: 'rate', ...figure(words.assistRate, meanings.assistRate), cell: ({ assistRate }) => <ShareCell share={assistRate} /> },
  ];
}

type Length = Journeys['lengths'][number];

export function lengthColumns(journeys: Journeys): Column<Length>[] {
  return [
    {
      id: 'touches',
      header: words.touches,
      cell: ({ touches, isOrMore }) => (isOrMore ? words.orMore(formatCount(touches)) : formatCount(touches)),
    },
    ...countColumns<Length>(journeys),
  ];
}
