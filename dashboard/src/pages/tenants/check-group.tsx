import { type ReactNode, useId } from 'react';

interface CheckGroupProps {
  legend: string;
  problem?: string;
  children: ReactNode;
}

/** Boxes to tick that answer one question, with what is wrong with the answer. */
export function CheckGroup({ legend, problem, children }: CheckGroupProps) {
  const id = useId();
  return (
    <fieldset aria-describedby={problem === undefined ? undefined : id}>
      <legend className="font-medium">{legend}</legend>
      <div className="-mx-2 mt-1">{children}</div>
      {problem !== undefined && (
        <p id={id} role="alert" className="mt-1 text-small font-medium text-danger">
          {problem}
        </p>
      )}
    </fieldset>
  );
}
