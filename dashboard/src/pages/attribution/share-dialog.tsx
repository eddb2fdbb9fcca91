import { useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { CoversField, coveredReport } from '../../components/covers-field.tsx';
import { faultsOf } from '../../faults.ts';
import { createReportLink, type CreatedReportLink, type NewReportLink, type ReportChoice } from '../../report-links-api.ts';
import { reportLinkTexts as words } from '../../texts-report-links.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { SelectField, TextArea, TextField } from '../../ui/field.tsx';
import { fieldText } from '../../ui/form.ts';
import { FormEnd } from '../catalog/form-end.tsx';
import { CheckField } from '../tenants/check-field.tsx';
import { ShownOnce } from '../tenants/shown-once.tsx';
import { useSensitiveChange } from '../../components/confirm-identity.tsx';

interface ShareFormProps {
  report: ReportChoice;
  title: string;
  onMade: (link: CreatedReportLink) => void;
}

function ShareForm({ report, title, onMade }: ShareFormProps) {
  const create = useSensitiveChange((body: NewReportLink) => createReportLink(body), onMade);
  const faults = faultsOf(create.error, ['title', 'note', 'expiresInDays', 'report']);
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const [heading, note] = [fieldText(form, 'title').trim(), fieldText(form, 'note').trim()];
    create.start({
      report: coveredReport(report, form),
      showsSpend: new FormData(form).has('showsSpend'),
      expiresInDays: Number(fieldText(form, 'days')),
      ...(heading === '' ? {} : { title: heading }),
      ...(note === '' ? {} : { note }),
    });
  };
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      {report.days !== undefined && <p className="text-muted">{words.moving(report.days)}</p>}
      {report.asOf !== undefined && <p className="text-muted">{words.known}</p>}
      <TextField
        name="title"
        label={words.heading}
        optional={words.optional}
        help={words.headingHelp}
        defaultValue={title}
        maxLength={120}
        problem={faults.at('title')}
      />
      <CoversField report={report} problem={faults.at('report')} />
      <SelectField name="days" label={words.days} options={words.dayOptions} defaultValue="30" problem={faults.at('expiresInDays')} />
      <CheckField name="showsSpend" label={words.showsSpend} help={words.showsSpendHelp} />
      <TextArea
        name="note"
        label={words.note}
        optional={words.optional}
        help={words.noteHelp}
        maxLength={500}
        problem={faults.at('note')}
      />
      <FormEnd change={create} rest={faults.rest} submit={words.submit} />
    </form>
  );
}

interface ShareDialogProps {
  report: ReportChoice;
  title: string;
  isOpen: boolean;
  onClose: () => void;
}

/** Asks how a page of the report shall be, makes it, and shows its address once. */
export function ShareDialog({ report, title, isOpen, onClose }: ShareDialogProps) {
  const queries = useQueryClient();
  const [address, show] = useState<string>();
  const made = (link: CreatedReportLink) => {
    onClose();
    show(link.address);
    void queries.invalidateQueries({ queryKey: ['report-links'] });
  };
  return (
    <>
      <Dialog title={words.title} lead={words.lead} isOpen={isOpen} onClose={onClose}>
        <ShareForm report={report} title={title} onMade={made} />
      </Dialog>
      <ShownOnce
        title={words.madeTitle}
        lead={words.madeLead}
        label={words.address}
        secret={address}
        done={words.done}
        onDone={() => show(undefined)}
      />
    </>
  );
}
