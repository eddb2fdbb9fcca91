import { useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { useSensitiveChange } from '../../components/confirm-identity.tsx';
import { CoversField, coveredReport } from '../../components/covers-field.tsx';
import { faultsOf } from '../../faults.ts';
import type { ReportChoice } from '../../report-links-api.ts';
import { createReportSchedule, type NewReportSchedule } from '../../report-schedules-api.ts';
import { scheduleTexts as words } from '../../texts-report-schedules.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { SelectField, TextArea, TextField } from '../../ui/field.tsx';
import { fieldText } from '../../ui/form.ts';
import { FormEnd } from '../catalog/form-end.tsx';
import { CheckField } from '../tenants/check-field.tsx';

const HOURS = Array.from({ length: 24 }, (_, hour) => [String(hour), words.hourOf(hour)] as const);
const WEEKDAYS = words.weekdays.map((name, place) => [String(place + 1), name] as const);
const MONTH_DAYS = Array.from({ length: 28 }, (_, place) => [String(place + 1), String(place + 1)] as const);
const EVERY = words.everyOptions.map(([every]) => every);

const linesOf = (text: string) => text.split(/[\s,;]+/).filter((line) => line !== '');

function MailForm({ report, title, onMade }: { report: ReportChoice; title: string; onMade: () => void }) {
  const [every, choose] = useState<NewReportSchedule['every']>('week');
  const create = useSensitiveChange((body: NewReportSchedule) => createReportSchedule(body), onMade);
  const faults = faultsOf(create.error, ['title', 'outsiders', 'report']);
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    create.start({
      report: coveredReport(report, form),
      title: fieldText(form, 'title'),
      every,
      hour: Number(fieldText(form, 'hour')),
      ...(every === 'week' ? { weekday: Number(fieldText(form, 'weekday')) } : {}),
      ...(every === 'month' ? { monthDay: Number(fieldText(form, 'monthDay')) } : {}),
      toMembers: new FormData(form).has('toMembers'),
      showsSpend: new FormData(form).has('showsSpend'),
      outsiders: linesOf(fieldText(form, 'outsiders')),
    });
  };
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      {report.days === undefined && <p className="text-muted">{words.fixed}</p>}
      <TextField name="title" label={words.heading} defaultValue={title} maxLength={120} problem={faults.at('title')} />
      <CoversField report={report} problem={faults.at('report')} />
      <div className="grid gap-4 sm:grid-cols-3">
        <SelectField
          name="every"
          label={words.every}
          options={words.everyOptions}
          defaultValue="week"
          onChange={(event) => choose(EVERY.find((one) => one === event.target.value) ?? 'week')}
        />
        {every === 'week' && <SelectField name="weekday" label={words.weekday} options={WEEKDAYS} defaultValue="1" />}
        {every === 'month' && <SelectField name="monthDay" label={words.monthDay} options={MONTH_DAYS} defaultValue="1" />}
        <SelectField name="hour" label={words.hour} options={HOURS} defaultValue="8" help={words.hourHelp} />
      </div>
      <div className="-mx-2">
        <CheckField name="toMembers" label={words.toMembers} help={words.toMembersHelp} defaultChecked />
        <CheckField name="showsSpend" label={words.showsSpend} help={words.showsSpendHelp} />
      </div>
      <TextArea
        name="outsiders"
        label={words.outsiders}
        optional={words.optional}
        help={words.outsidersHelp}
        problem={faults.at('outsiders')}
      />
      <FormEnd change={create} rest={faults.rest} submit={words.submit} />
    </form>
  );
}

interface MailDialogProps {
  report: ReportChoice;
  title: string;
  isOpen: boolean;
  onClose: () => void;
  /** Called with what there is to say of it. */
  onMade: (said: string) => void;
}

/** Asks how often and to whom the report shall be mailed, and sets it up. */
export function MailDialog({ report, title, isOpen, onClose, onMade }: MailDialogProps) {
  const queries = useQueryClient();
  const made = () => {
    onClose();
    onMade(words.made);
    void queries.invalidateQueries({ queryKey: ['report-schedules'] });
  };
  return (
    <Dialog title={words.title} lead={words.lead} isOpen={isOpen} onClose={onClose}>
      <MailForm report={report} title={title} onMade={made} />
    </Dialog>
  );
}
