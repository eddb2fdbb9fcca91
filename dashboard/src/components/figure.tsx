import type { ReactNode } from 'react';
import { definitions, type Definition, type DefinitionName } from '../definitions.ts';
import { texts } from '../texts.ts';
import { WhatIsThis } from '../ui/what-is-this.tsx';

/** The look of a list of figures: cells with hairlines between them, as many in a row as there is room for, each row filled. */
export const FIGURES = 'flex flex-wrap gap-px overflow-hidden rounded-panel border border-line bg-line *:grow *:basis-48';

/** The same of three figures, or of one. */
export const THREE_FIGURES =
  'grid grid-cols-1 gap-px overflow-hidden rounded-panel border border-line bg-line lg:grid-flow-col lg:auto-cols-fr lg:grid-cols-none';

interface FigureProps {
  name: string;
  /** The definition behind the question mark. */
  of: DefinitionName | Definition;
  value: ReactNode;
  children?: ReactNode;
}

/** One figure with its name above and what belongs to it below. */
export function Figure({ name, of, value, children }: FigureProps) {
  return (
    <div className="flex min-w-0 flex-col bg-surface px-4 py-4 sm:px-5">
      <dt className="flex items-center gap-1.5 text-small text-muted">
        {name}
        <WhatIsThis definition={typeof of === 'string' ? definitions[of] : of} />
      </dt>
      <dd className="mt-1.5 truncate text-figure font-semibold tracking-[-0.025em]">{value}</dd>
      <dd className="mt-1 text-small text-muted">{children}</dd>
    </div>
  );
}

/** The shape of a figure that is still on its way. */
export function FigureToCome() {
  return (
    <span role="status">
      <span className="sr-only">{texts.loading}</span>
      <span className="skeleton inline-block h-[0.8em] w-32 max-w-full" aria-hidden="true" />
    </span>
  );
}
