import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Instant } from '../../components/amount.tsx';
import { coveredText } from '../../components/covers-field.tsx';
import { Empty } from '../../components/empty.tsx';
import { ListFailure } from '../../components/failure.tsx';
import { formatCount, formatPlural } from '../../format.ts';
import { listReportLinks, type ReportLink, revokeReportLink } from '../../report-links-api.ts';
import { reportLinkTexts as words } from '../../texts-report-links.ts';
import { texts } from '../../texts.ts';
import { Button } from '../../ui/button.tsx';
import { Tag } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { AskFirst } from './ask-first.tsx';

const day = (instant: string) => instant.slice(0, 10);

/** Which report is shown, in a line. */
export function reportText({ models, groupBy, days, from, to, ...covered }: ReportLink['report']): string {
  const period =
    days === undefined
      ? [from && words.from(day(from)), to && words.before(day(to))].filter((part) => part !== undefined).join(' ') || words.allTime
      : words.lastDays(days);
  const said = [words.by(groupBy === 'day' ? words.day : texts.groupings[groupBy], models?.join(', ')), coveredText(covered), period];
  return said.filter((part) => part !== undefined).join(', ');
}

interface Doing {
  canChange: boolean;
  onRevoked: () => void;
}

function Row({ link, canChange, onRevoked }: Doing & { link: ReportLink }) {
  const { id, state, title, note, report, createdAt, expiresAt, views } = link;
  const name = title ?? reportText(report);
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 border-t border-line px-4 py-3 sm:px-5">
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1 font-medium wrap-anywhere">
          {name}
          {state !== 'live' && <Tag>{words.state[state]}</Tag>}
        </p>
        {title !== null && <p className="text-small text-muted">{reportText(report)}</p>}
        <p className="text-small text-muted">
          {words.made} <Instant at={createdAt} /> ·{' '}
          {state === 'live' && (
            <>
              {words.until} <Instant at={expiresAt} /> ·{' '}
            </>
          )}
          {words.opened(formatCount(views), views === 1)}
        </p>
        {note !== null && <p className="max-w-[80ch] text-small wrap-anywhere text-muted">{note}</p>}
      </div>
      {canChange && state === 'live' && (
        <AskFirst
          label={words.revoke}
          name={words.revokeWho(name, createdAt)}
          title={words.revokeTitle}
          lead={words.revokeLead}
          change={() => revokeReportLink(id)}
          onDone={onRevoked}
        />
      )}
    </li>
  );
}

function List({ links, ...doing }: Doing & { links: ReportLink[] }) {
  const [showsOver, showOver] = useState(false);
  const live = links.filter(({ state }) => state === 'live');
  const over = links.filter(({ state }) => state !== 'live');
  const shown = showsOver ? [...live, ...over] : live;
  return (
    <>
      {shown.length === 0 && <Empty title={words.none} help={words.noneHelp} />}
      <ul>
        {shown.map((link) => (
          <Row key={link.id} link={link} {...doing} />
        ))}
      </ul>
      {over.length > 0 && !showsOver && (
        <div className="p-3 text-center">
          <Button look="quiet" onClick={() => showOver(true)}>
            {words.over(formatPlural(over.length, words.overCount))}
          </Button>
        </div>
      )}
    </>
  );
}

/** The pages that show reports to strangers: which, until when, how often opened. */
export function ReportLinks({ canChange, say }: { canChange: boolean; say: (text: string) => void }) {
  const queries = useQueryClient();
  const queryKey = ['report-links'];
  const list = useQuery({ queryKey, queryFn: ({ signal }) => listReportLinks(signal) });
  const revoked = () => {
    say(words.revokedDone);
    void queries.invalidateQueries({ queryKey });
  };
  return (
    <Panel id="report-links" title={words.list}>
      {list.data ? (
        <List links={list.data} canChange={canChange} onRevoked={revoked} />
      ) : list.error ? (
        <ListFailure error={list.error} onRetry={() => void list.refetch()} />
      ) : (
        <SkeletonLines count={3} label={texts.loading} />
      )}
    </Panel>
  );
}
