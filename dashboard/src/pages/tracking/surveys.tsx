import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { Instant } from '../../components/amount.tsx';
import { DateFilter } from '../../components/date-filter.tsx';
import { Empty } from '../../components/empty.tsx';
import { ChoiceFilter, FilterBar } from '../../components/filters.tsx';
import { useMay } from '../../components/may.ts';
import { PagedList } from '../../components/paged-list.tsx';
import { RoomHead } from '../../components/room-head.tsx';
import { WhatIsThis } from '../../ui/what-is-this.tsx';
import { formatCredit } from '../../format.ts';
import { ANSWER_STATES, type AnswerState, type SurveyAnswer } from '../../surveys-api.ts';
import { settingsTexts } from '../../texts-settings.ts';
import { surveyTexts as words } from '../../texts-surveys.ts';
import { trackingTexts } from '../../texts-tracking.ts';
import { Tag } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import type { Column } from '../../ui/table.tsx';
import { Said } from '../tenants/said.tsx';
import { Review } from './survey-review.tsx';
import { SurveySummaryPanel } from './survey-summary.tsx';
import { answersQuery, TRACKING } from './tracking-queries.ts';

const none = <span className="text-muted">{words.none}</span>;

function Candidates({ answer: { candidates } }: { answer: SurveyAnswer }) {
  if (candidates.length === 0) return none;
  return (
    <ul>
      {candidates.map(({ show, name, score }) => (
        <li key={show} className="flex max-w-64 justify-between gap-3" title={show}>
          <span className="truncate">{name}</span>
          <span className="tabular-nums">{formatCredit(score)}</span>
        </li>
      ))}
    </ul>
  );
}

function About({ answer: { orderId, conversionId, isEvidence } }: { answer: SurveyAnswer }) {
  const id = orderId === null ? conversionId : words.order(orderId);
  return (
    <span className="flex max-w-40 flex-col items-start gap-1">
      {id === null ? <span className="text-muted">{words.noOrder}</span> : <span className="wrap-anywhere">{id}</span>}
      {isEvidence && <Tag title={words.evidenceHelp}>{words.evidence}</Tag>}
    </span>
  );
}

const COLUMNS: readonly Column<SurveyAnswer>[] = [
  {
    id: 'answer',
    header: words.answer,
    cell: ({ answer, occurredAt }) => (
      <span className="block max-w-80 min-w-44">
        <span className="block font-medium wrap-anywhere">{answer}</span>
        <Instant at={occurredAt} className="text-small text-muted" />
      </span>
    ),
  },
  {
    id: 'state',
    header: words.state,
    cell: ({ state, reason }) => (
      <span className="block max-w-64 min-w-36">
        <Tag tone={state === 'waiting' ? 'notice' : 'plain'}>{words.states[state]}</Tag>
        <span className="block text-small wrap-anywhere text-muted">{reason}</span>
      </span>
    ),
  },
  { id: 'means', header: words.means, cell: ({ show }) => show ?? none },
  {
    id: 'candidates',
    header: words.candidates,
    beside: <WhatIsThis definition={words.candidatesHelp} />,
    cell: (answer) => <Candidates answer={answer} />,
  },
  { id: 'about', header: words.about, cell: (answer) => <About answer={answer} /> },
];

function columnsFor(tell: (text: string) => void): readonly Column<SurveyAnswer>[] {
  const actions = {
    id: 'actions',
    header: settingsTexts.actions,
    atEnd: true,
    cell: (answer: SurveyAnswer) => <Review answer={answer} tell={tell} />,
  };
  return [...COLUMNS, actions];
}

function AnswerList({ state }: { state: AnswerState | undefined }) {
  const queryClient = useQueryClient();
  const list = useInfiniteQuery(answersQuery(state));
  const mayReview = useMay('analyse');
  const [said, say] = useState('');
  const tell = (text: string) => {
    say(text);
    void queryClient.invalidateQueries({ queryKey: TRACKING });
  };
  return (
    <>
      <Said text={said} />
      <Panel id="answers" title={words.list} aside={<span className="text-small text-muted">{words.ofAllDates}</span>}>
        <PagedList
          list={list}
          caption={words.list}
          columns={mayReview ? columnsFor(tell) : COLUMNS}
          rowKey={({ id }) => id}
          counted={words.counted}
          empty={<Empty title={state === 'waiting' ? words.emptyWaiting : words.empty} help={words.emptyHelp} />}
        />
      </Panel>
    </>
  );
}

/** Answers to how people heard of a shop: what they say together, and those that a person should look at. */
export function Surveys() {
  const { state = 'waiting' } = useSearch({ from: '/signed-in/tracking/surveys' });
  const navigate = useNavigate();
  const choose = (chosen: AnswerState | 'all') =>
    void navigate({
      to: '.',
      search: (before) => ({ ...before, state: chosen === 'waiting' ? undefined : chosen }),
      replace: true,
      resetScroll: false,
    });
  return (
    <>
      <RoomHead title={trackingTexts.tabs.surveys}>{words.lead}</RoomHead>
      <FilterBar>
        <DateFilter />
      </FilterBar>
      <SurveySummaryPanel />
      <FilterBar>
        <ChoiceFilter
          label={words.stateFilter}
          value={state}
          options={[...ANSWER_STATES.map((one) => [one, words.states[one]] as const), ['all', words.allStates] as const]}
          onChoose={choose}
        />
      </FilterBar>
      <AnswerList state={state === 'all' ? undefined : state} />
    </>
  );
}
