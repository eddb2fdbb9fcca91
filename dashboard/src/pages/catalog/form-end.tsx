import type { SensitiveChange } from '../../components/confirm-identity.tsx';
import { FormProblem } from '../../components/form-problem.tsx';
import { Button } from '../../ui/button.tsx';

interface FormEndProps<Input> {
  change: SensitiveChange<Input>;
  /** What is wrong besides single fields. */
  rest: string | undefined;
  submit: string;
}

/** The end of a form in a dialog: what went wrong otherwise, and the button that sends it. */
export function FormEnd<Input>({ change, rest, submit }: FormEndProps<Input>) {
  return (
    <>
      <FormProblem error={change.error} rest={rest} />
      <Button type="submit" look="solid" className="min-h-10 self-end max-sm:w-full" disabled={change.isBusy}>
        {submit}
      </Button>
      {change.question}
    </>
  );
}
