import { useEffect, useRef } from 'react';

const CONTROL = 'input, select, textarea';

/** Brings what is wrong in a form into sight, topmost first, and gives the focus to the field it is about. */
function showFirstProblem(form: HTMLElement): void {
  const first = form.querySelector<HTMLElement>('[aria-invalid=true], [role=alert]');
  const field = first?.matches(CONTROL) ? first : first?.closest('fieldset')?.querySelector<HTMLElement>(CONTROL);
  field?.focus({ preventScroll: true });
  // A field stands below its label and above its help: the middle leaves room for both.
  (field ?? first)?.scrollIntoView({ block: 'center' });
}

interface FormProblemProps {
  /** Another one at each refusal; undefined while there is none. */
  error: object | undefined;
  rest: string | undefined;
}

/**
 * What went wrong with a form besides single fields. Whenever sending it is refused anew, the first thing that is wrong comes into sight,
 * however far up a long form it stands.
 */
export function FormProblem({ error, rest }: FormProblemProps) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const form = place.current?.closest('form');
    if (error !== undefined && form) showFirstProblem(form);
  }, [error]);
  return (
    <div ref={place} className="col-span-full empty:hidden">
      {rest !== undefined && (
        <p role="alert" className="text-small font-medium text-danger">
          {rest}
        </p>
      )}
    </div>
  );
}
