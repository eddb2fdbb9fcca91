import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { ListFailure } from '../../components/failure.tsx';
import { useMay } from '../../components/may.ts';
import { RoomHead } from '../../components/room-head.tsx';
import { type Experiment, putExperimentState, type Readout } from '../../experiments-api.ts';
import { formatCount, formatDay, formatMoney, formatShare } from '../../format.ts';
import { paths } from '../../paths.ts';
import { experimentTexts as words } from '../../texts-experiments.ts';
import { texts } from '../../texts.ts';
import { Panel } from '../../ui/panel.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { Back } from '../catalog/back.tsx';
import { One } from '../catalog/one.tsx';
import { type NameOf, useCampaignNames } from '../catalog/names.ts';
import { AskFirst } from '../tenants/ask-first.tsx';
import { Facts } from '../tenants/facts.tsx';
import { Said } from '../tenants/said.tsx';
import { Arms, Differences } from './experiment-figures.tsx';
import { isByListener } from './experiment-plan.ts';
import { calibrationQuery, EXPERIMENTS, experimentQuery, readoutQuery } from './experiment-queries.ts';
import { lastDayOf } from './vendor-days.ts';

const spanText = (from: string, to: string) => words.span(formatDay(from, 'full'), formatDay(lastDayOf(to), 'full'));

/** The smallest effect in the unit it is in. */
function leastText({ design, measure, currency, plan }: Experiment): string | undefined {
  const { minimumDetectableEffect: least } = plan;
  if (least === null) return undefined;
  if (design === 'geo') return words.leastShare(formatShare(least));
  if (design === 'switchback') return words.leastPerDay(least.toFixed(2));
  return measure === 'rate' ? words.leastRate((100 * least).toFixed(2)) : words.leastMoney(formatMoney(Math.round(least), currency));
}

function Blocks({ blocks }: { blocks: NonNullable<Experiment['plan']['blocks']> }) {
  return (
    <ul>
      {blocks.map(({ arm, from, to }) => (
        <li key={from}>
          {spanText(from, to)}: {words.blockArms[arm] ?? arm}
        </li>
      ))}
    </ul>
  );
}

function planFacts(experiment: Experiment, campaignName: NameOf) {
  const { design, state, campaign, placement, conversionKind, windowDays, from, to, plan } = experiment;
  const least = leastText(experiment);
  const { participants, sequentialParticipants, blocks, notes } = plan;
  return [
    { name: words.state, value: words.states[state] },
    { name: words.design, value: words.designs[design], help: words.designHelp[design] },
    { name: words.campaign, value: <span title={campaign}>{campaignName(campaign)}</span> },
    ...(placement === null ? [] : [{ name: words.placement, value: placement }]),
    { name: words.conversionKind, value: texts.kinds[conversionKind] },
    { name: words.windowDays, value: texts.filters.days(windowDays) },
    { name: words.days, value: spanText(from, to) },
    ...(least === undefined ? [] : [{ name: words.least, value: least }]),
    { name: words.power, value: formatShare(plan.power) },
    ...(participants === null ? [] : [{ name: words.once, value: formatCount(participants) }]),
    ...(sequentialParticipants === null ? [] : [{ name: words.anyTime, value: formatCount(sequentialParticipants) }]),
    ...(blocks === null ? [] : [{ name: words.blocks, value: <Blocks blocks={blocks} /> }]),
    ...(notes.length === 0 ? [] : [{ name: words.notes, value: notes.join(' ') }]),
  ];
}

const STEPS = {
  draft: { to: 'running', label: words.start, title: words.startTitle, lead: words.startLead },
  running: { to: 'stopped', label: words.stop, title: words.stopTitle, lead: words.stopLead },
  stopped: { to: 'archived', label: words.archive, title: words.archiveTitle, lead: words.archiveLead },
} as const;

/** Whether stopping a running experiment now leaves nothing to be read: it is read once, at its planned end. */
function endsUnread({ design, state, to }: Experiment): boolean {
  return state === 'running' && !isByListener(design) && to > new Date().toISOString().slice(0, 10);
}

function NextStep({ experiment, tell }: { experiment: Experiment; tell: (text: string) => void }) {
  const { key, state } = experiment;
  if (state === 'archived') return null;
  const { to, label, title, lead } = STEPS[state];
  return (
    <AskFirst
      label={label}
      look="outline"
      title={title(key)}
      lead={endsUnread(experiment) ? words.stopEarlyLead : lead}
      change={() => putExperimentState(key, to)}
      onDone={() => tell(words.changed(words.states[to]))}
    />
  );
}

function checkFacts({ checks, design }: Readout) {
  const { sampleRatio, contamination, unassignedTouchpoints } = checks;
  const { fine, broken, none } = words.ratioText;
  const ratio = sampleRatio.isMismatch ? broken : sampleRatio.pValue === null ? none : fine;
  return [
    ...(isByListener(design)
      ? [
          {
            name: words.ratio,
            value: sampleRatio.pValue === null ? ratio : `${ratio} (${words.pValue(sampleRatio.pValue.toFixed(4))})`,
          },
        ]
      : []),
    { name: words.kept, value: words.keptText(formatCount(contamination.count), formatCount(contamination.of)) },
    ...(unassignedTouchpoints === 0 ? [] : [{ name: words.unassigned, value: formatCount(unassignedTouchpoints) }]),
  ];
}

function Answer({ sentences }: { sentences: readonly string[] }) {
  const [first, ...rest] = sentences;
  return (
    <Panel id="answer" title={words.answer}>
      <div className="flex max-w-3xl flex-col gap-2 px-4 pb-5 sm:px-5">
        <p className="text-lead">{first}</p>
        {rest.map((sentence) => (
          <p key={sentence} className="text-muted">
            {sentence}
          </p>
        ))}
      </div>
    </Panel>
  );
}

/** What a model's credit is worth beside what was measured; silent until there is something to say. */
function Calibrated({ of: key }: { of: string }) {
  const { data } = useQuery(calibrationQuery(key));
  if (!data) return null;
  return (
    <Panel id="calibration" title={words.calibration}>
      <div className="flex max-w-3xl flex-col gap-2 px-4 pb-5 sm:px-5">
        {data.sentences.map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
        <p className="text-small text-muted">{words.calibrationHelp}</p>
      </div>
    </Panel>
  );
}

function Read({ of: key }: { of: string }) {
  const query = useQuery(readoutQuery(key));
  const { data, error } = query;
  if (!data) {
    return (
      <div className="rounded-panel border border-line bg-surface">
        {error ? <ListFailure error={error} onRetry={() => void query.refetch()} /> : <SkeletonLines count={6} label={texts.loading} />}
      </div>
    );
  }
  return (
    <>
      <Answer sentences={data.sentences} />
      <Panel id="checks" title={words.checks}>
        <Facts items={checkFacts(data)} />
      </Panel>
      <Arms readout={data} />
      <Differences readout={data} />
      <Calibrated of={key} />
    </>
  );
}

/** One experiment: what it says so far, and its plan. */
export function ExperimentRoom() {
  const { key } = useParams({ from: '/signed-in/experiments/$key' });
  const queryClient = useQueryClient();
  const query = useQuery(experimentQuery(key));
  const mayChange = useMay('analyse');
  const campaignName = useCampaignNames();
  const [said, say] = useState('');
  const tell = (text: string) => {
    say(text);
    void queryClient.invalidateQueries({ queryKey: EXPERIMENTS });
  };
  const above = <Back to={paths.experiments}>{words.room}</Back>;
  return (
    <One what={words.one} of={key} above={above} query={query}>
      {(experiment) => (
        <>
          <RoomHead title={experiment.name ?? key} above={above}>
            {words.designs[experiment.design]}
          </RoomHead>
          <Said text={said} />
          {experiment.state !== 'draft' && <Read of={key} />}
          <Panel id="plan" title={words.size} aside={mayChange && <NextStep experiment={experiment} tell={tell} />}>
            <Facts items={planFacts(experiment, campaignName)} />
          </Panel>
        </>
      )}
    </One>
  );
}
