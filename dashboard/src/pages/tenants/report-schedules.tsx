import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Instant } from '../../components/amount.tsx';
import { Empty } from '../../components/empty.tsx';
import { ListFailure } from '../../components/failure.tsx';
import { useSensitiveChange } from '../../components/confirm-identity.tsx';
import { formatCount } from '../../format.ts';
import {
  deleteReportSchedule,
  listReportSchedules,
  pauseReportSchedule,
  type ReportSchedule,
  sendReportSchedule,
} from '../../report-schedules-api.ts';
import { scheduleTexts as words } from '../../texts-report-schedules.ts';
import { texts } from '../../texts.ts';
import { Button } from '../../ui/button.tsx';
import { Tag } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { AskFirst } from './ask-first.tsx';
import { reportText } from './report-links.tsx';

function whenText({ every, weekday, monthDay, hour }: ReportSchedule): string {
  return words.when(every, every === 'week' ? words.weekdays[weekday - 1] : String(monthDay), words.hourOf(hour));
}

function recipientsText({ toMembers, outsiders }: ReportSchedule): string {
  const outside = outsiders.map(({ email, hasUnsubscribed }) => (hasUnsubscribed ? words.stopped(email) : email));
  return words.to([...(toMembers ? [words.members] : []), ...outside].join(', '));
}

const mailsText = (count: number) => words.mails(formatCount(count), count === 1);

type Doing = (said: string) => void;

function Actions({ schedule: { id, title, isPaused }, onDone }: { schedule: ReportSchedule; onDone: Doing }) {
  const pause = useSensitiveChange(
    (next: boolean) => pauseReportSchedule(id, next),
    (changed) => onDone(changed.isPaused ? words.pausedDone : words.resumed),
  );
  return (
    <div className="flex flex-wrap">
      <AskFirst
        label={words.send}
        name={words.sendWho(title)}
        title={words.sendTitle}
        lead={words.sendLead}
        change={() => sendReportSchedule(id)}
        onDone={() => onDone(words.sent(title))}
      />
      <Button
        look="quiet"
        aria-label={isPaused ? words.resumeWho(title) : words.pauseWho(title)}
        disabled={pause.isBusy}
        onClick={() => pause.start(!isPaused)}
      >
        {isPaused ? words.resume : words.pause}
      </Button>
      <AskFirst
        label={words.remove}
        name={words.removeWho(title)}
        title={words.removeTitle}
        lead={words.removeLead}
        change={() => deleteReportSchedule(id)}
        onDone={() => onDone(words.removed)}
      />
      {pause.question}
    </div>
  );
}

function Row({ schedule, onDone }: { schedule: ReportSchedule; onDone: Doing }) {
  const { title, report, isPaused, nextAt, lastAt, lastMails, lastProblem } = schedule;
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 border-t border-line px-4 py-3 sm:px-5">
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1 font-medium wrap-anywhere">
          {title}
          {isPaused && <Tag>{words.paused}</Tag>}
          {schedule.showsSpend && <Tag>{words.withSpend}</Tag>}
        </p>
        <p className="text-small text-muted">
          {whenText(schedule)} · {reportText(report)}
        </p>
        <p className="text-small wrap-anywhere text-muted">{recipientsText(schedule)}</p>
        <p className="text-small text-muted">
          {nextAt !== null && (
            <>
              {words.next} <Instant at={nextAt} /> ·{' '}
            </>
          )}
          {lastAt === null ? (
            words.never
          ) : (
            <>
              {words.last} <Instant at={lastAt} />, {mailsText(lastMails ?? 0)}
            </>
          )}
        </p>
        {lastProblem !== null && <p className="text-small wrap-anywhere text-danger">{lastProblem}</p>}
      </div>
      <Actions schedule={schedule} onDone={onDone} />
    </li>
  );
}

/** The reports that are mailed: when, to whom, and what became of the last mails. */
export function ReportSchedules({ say }: { say: Doing }) {
  const queries = useQueryClient();
  const queryKey = ['report-schedules'];
  const list = useQuery({ queryKey, queryFn: ({ signal }) => listReportSchedules(signal) });
  const done = (said: string) => {
    say(said);
    void queries.invalidateQueries({ queryKey });
  };
  return (
    <Panel id="report-schedules" title={words.list}>
      {list.data?.items.length === 0 ? (
        <Empty title={words.none} help={words.noneHelp} />
      ) : list.data ? (
        <ul>
          {list.data.items.map((schedule) => (
            <Row key={schedule.id} schedule={schedule} onDone={done} />
          ))}
        </ul>
      ) : list.error ? (
        <ListFailure error={list.error} onRetry={() => void list.refetch()} />
      ) : (
        <SkeletonLines count={3} label={texts.loading} />
      )}
    </Panel>
  );
}
