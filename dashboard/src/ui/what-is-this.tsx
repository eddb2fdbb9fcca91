import type { Definition } from '../definitions.ts';
import { texts } from '../texts.ts';
import { Popover } from './popover.tsx';

const TARGET = 'group/mark -m-1 inline-grid size-6 shrink-0 place-items-center rounded-full align-middle';
const MARK =
  'grid size-4 place-items-center rounded-full border border-line-strong text-[0.625rem] leading-none font-semibold text-faint ' +
  'group-hover/mark:border-accent group-hover/mark:text-accent group-data-[state=open]/mark:border-accent ' +
  'group-data-[state=open]/mark:bg-accent group-data-[state=open]/mark:text-on-accent';

/** A definition in a popover behind a small question mark. */
export function WhatIsThis({ definition }: { definition: Definition }) {
  return (
    <Popover
      label={definition.name}
      trigger={
        <button type="button" className={TARGET} aria-label={texts.whatIs(definition.name)}>
          <span className={MARK}>?</span>
        </button>
      }
    >
      <p className="font-semibold">{definition.name}</p>
      <p className="mt-1 text-muted">{definition.meaning}</p>
      {definition.working && <p className="mt-2.5 border-t border-line pt-2.5 font-mono text-caption text-ink">{definition.working}</p>}
    </Popover>
  );
}
