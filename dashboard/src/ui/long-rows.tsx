import { useVirtualizer } from '@tanstack/react-virtual';
import type { ReactNode, RefObject } from 'react';

/** What a row of a long table has on it beside its cells. */
export interface RowPlace {
  ref: (row: HTMLTableRowElement | null) => void;
  'data-index': number;
  'aria-rowindex': number;
}

interface LongRowsProps {
  count: number;
  /** How many columns there are. */
  width: number;
  /** What scrolls. */
  region: RefObject<HTMLElement | null>;
  draw: (place: number, on: RowPlace) => ReactNode;
}

const ROW_HEIGHT = 42;
const BEYOND_SIGHT = 12;

/** The room that rows out of sight take. */
function Room({ height, width }: { height: number; width: number }) {
  return height > 0 ? (
    <tr aria-hidden="true">
      <td colSpan={width} style={{ height }} />
    </tr>
  ) : null;
}

/** Of the rows of a long table those in sight, and room for the others above and below them. */
export function LongRows({ count, width, region, draw }: LongRowsProps) {
  const virtual = useVirtualizer<HTMLElement, HTMLTableRowElement>({
    count,
    getScrollElement: () => region.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: BEYOND_SIGHT,
  });
  const items = virtual.getVirtualItems();
  const [above, end] = [items[0]?.start ?? 0, items.at(-1)?.end ?? 0];
  return (
    <>
      <Room height={above} width={width} />
      {items.map(({ index }) => draw(index, { ref: virtual.measureElement, 'data-index': index, 'aria-rowindex': index + 2 }))}
      <Room height={virtual.getTotalSize() - end} width={width} />
    </>
  );
}
