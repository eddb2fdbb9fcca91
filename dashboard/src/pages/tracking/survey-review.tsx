import { useQuery } from '@tanstack/react-query';
import type { SubmitEvent } from 'react';
import { useSensitiveChange } from '../../components/confirm-identity.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { faultsOf } from '../../faults.ts';
import { formatCredit } from '../../format.ts';
import { mapAnswer, type SurveyAnswer } from '../../surveys-api.ts';
import { surveyTexts as words } from '../../texts-surveys.ts';
import { Button } from '../../ui/button.tsx';
import { SelectField } from '../../ui/field.tsx';
import { typedIn } from '../../ui/typed.ts';
import { showsQuery } from '../catalog/catalog-queries.ts';
import { FormEnd } from '../catalog/form-end.tsx';
import { labelOf } from '../catalog/named.tsx';
import { CheckField } from '../tenants/check-field.tsx';

interface ReviewProps {
  answer: SurveyAnswer;
  tell: (text: string) => void;
}

async function confirm(form: HTMLFormElement, id: string) {
  const typed = typedIn(form);
  const show = typed.text('show');
  const remember = typed.text('remember') !== null;
  if (show === null) typed.refuse('show', words.showMissing);
  typed.settle();
  await mapAnswer(id, { show, remember });
  return { show: show ?? '', remember };
}

function MeaningForm({ answer: { id, show, candidates }, onDone }: { answer: SurveyAnswer; onDone: (text: string) => void }) {
  const shows = useQuery(showsQuery).data ?? [];
  const change = useSensitiveChange(
    (form: HTMLFormElement) => confirm(form, id),
    (done) => onDone(done.remember ? words.remembered(done.show) : words.confirmed(done.show)),
  );
  const faults = faultsOf(change.error, ['show']);
  const others = shows.filter(({ key }) => candidates.every((one) => one.show !== key));
  const options = [
    ['', words.pick] as const,
    ...candidates.map((one) => [one.show, words.candidate(one.name, formatCredit(one.score))] as const),
    ...others.map((one) => [one.key, labelOf(one)] as const),
  ];
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    change.start(event.currentTarget);
  };
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      <SelectField
        // Shows that come later bring the choice with them.
        key={options.length}
        name="show"
        label={words.choose}
        options={options}
        defaultValue={show ?? candidates.at(0)?.show ?? ''}
        help={options.length === 1 ? words.noShows : undefined}
        problem={faults.at('show')}
      />
      <div className="-mx-2">
        <CheckField name="remember" value="yes" label={words.remember} help={words.rememberHelp} />
      </div>
      <FormEnd change={change} rest={faults.rest} submit={words.submit} />
    </form>
  );
}

function Reject({ answer: { id, answer }, tell }: ReviewProps) {
  const reject = useSensitiveChange(
    () => mapAnswer(id, { show: null }),
    () => tell(words.rejected),
  );
  return (
    <>
      <Button look="quiet" aria-label={words.rejectWho(answer)} disabled={reject.isBusy} onClick={() => reject.start(undefined)}>
        {words.reject}
      </Button>
      {reject.problem !== undefined && (
        <span role="alert" className="block text-small text-danger">
          {reject.problem}
        </span>
      )}
      {reject.question}
    </>
  );
}

/** What a person may say of an answer: that it means a show, for these words from now on too, or none. */
export function Review({ answer, tell }: ReviewProps) {
  return (
    <span className="flex flex-wrap justify-end gap-1">
      <FormDialog
        label={words.confirm}
        name={words.confirmWho(answer.answer)}
        title={words.confirmTitle}
        lead={`“${answer.answer}”`}
        look="outline"
      >
        {(close) => (
          <MeaningForm
            answer={answer}
            onDone={(text) => {
              close();
              tell(text);
            }}
          />
        )}
      </FormDialog>
      {answer.state !== 'rejected' && <Reject answer={answer} tell={tell} />}
    </span>
  );
}
