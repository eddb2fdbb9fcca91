import { type RefObject, useEffect, useState } from 'react';
import { formatPlural } from '../format.ts';
import { texts } from '../texts.ts';
import { ArrowRight } from './icons.tsx';

/** How many columns of a table end beyond the right edge of what it scrolls in. */
function hiddenIn(region: HTMLElement): number {
  const edge = region.getBoundingClientRect().right + 1;
  return [...region.querySelectorAll('thead th')].filter((cell) => cell.getBoundingClientRect().right > edge).length;
}

/** The same as it scrolls and as either of the two changes its size. */
function useHiddenColumns(region: RefObject<HTMLElement | null>): number {
  const [count, setCount] = useState(0);
  useEffect(() => {
    const { current } = region;
    if (!current) return undefined;
    const look = () => setCount(hiddenIn(current));
    const sizes = new ResizeObserver(look);
    for (const one of [current, ...current.children]) sizes.observe(one);
    current.addEventListener('scroll', look, { passive: true });
    return () => {
      sizes.disconnect();
      current.removeEventListener('scroll', look);
    };
  }, [region]);
  return count;
}

/** Says that a table goes on to the right, and goes there; nothing where all of it is seen. */
export function HiddenColumns({ region }: { region: RefObject<HTMLElement | null> }) {
  const count = useHiddenColumns(region);
  if (count === 0) return null;
  const goOn = () => region.current?.scrollBy({ left: region.current.clientWidth / 2 });
  return (
    <>
      <div className="flex justify-end px-4 pb-1 sm:px-5">
        <button
          type="button"
          onClick={goOn}
          className="inline-flex min-h-6 items-center gap-1.5 rounded-control px-1.5 text-caption font-medium text-accent-strong
            hover:underline"
        >
          {formatPlural(count, texts.moreColumns)}
          <ArrowRight className="size-3" />
        </button>
      </div>
      <span
        aria-hidden="true"
        className="pointer-events-none absolute right-0 bottom-0 z-20 h-[calc(100%-1.75rem)] w-8 rounded-br-panel bg-linear-to-l
          from-surface to-transparent"
      />
    </>
  );
}
