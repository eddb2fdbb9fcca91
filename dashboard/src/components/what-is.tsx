import { definitions, type Definition, type DefinitionName } from '../definitions.ts';
import { texts } from '../texts.ts';
import { Popover } from '../ui/popover.tsx';

const MARK =
  'inline-grid size-4 shrink-0 place-items-center rounded-full border border-line-strong text-[0.625rem] leading-none font-semibold ' +
  'text-faint hover:border-accent hover:text-accent data-[state=open]:border-accent data-[state=open]:bg-accent ' +
  'data-[state=open]:text-on-accent relative after:absolute after:-inset-1.5';

/** A definition in a popover behind a small question mark. */
export function WhatIsThis({ definition }: { definition: Definition }) {
  return (
    <Popover
      label={definition.name}
      trigger={
        <button type="button" className={MARK} aria-label={texts.whatIs(definition.name)}>
          ?
        </button>
      }
    >
      <p className="font-semibold">{definition.name}</p>
      <p className="mt-1 text-muted">{definition.meaning}</p>
      {definition.working && <p className="mt-2.5 border-t border-line pt-2.5 font-mono text-caption text-ink">{definition.working}</p>}
    </Popover>
  );
}

export function WhatIs({ of }: { of: DefinitionName }) {
  return <WhatIsThis definition={definitions[of]} />;
}
