import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { type Aircheck, evidenceAddress, removeAircheck } from '../../airchecks-api.ts';
import { useMay } from '../../components/may.ts';
import { RoomHead } from '../../components/room-head.tsx';
import { formatClock } from '../../format.ts';
import { paths } from '../../paths.ts';
import { aircheckTexts as words } from '../../texts-airchecks.ts';
import { ButtonLink } from '../../ui/button.tsx';
import { Panel } from '../../ui/panel.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { Back } from '../catalog/back.tsx';
import { One } from '../catalog/one.tsx';
import { AskFirst } from '../tenants/ask-first.tsx';
import { AIRCHECKS, aircheckQuery } from './aircheck-queries.ts';
import { Verdict } from './airchecks.tsx';

type Requirement = Aircheck['requirements'][number];

function wantedText({ kind, wanted }: Requirement, { separationMinutes }: Aircheck['brief']): string {
  if (kind === 'position') return words.positions[wanted as keyof typeof words.positions];
  if (kind === 'length') return words.seconds(wanted);
  return kind === 'separation' ? words.away(wanted, separationMinutes ?? 0) : wanted;
}

const columnsOf = (brief: Aircheck['brief']): readonly Column<Requirement>[] => [
  {
    id: 'wanted',
    header: words.requirement,
    cell: (requirement) => (
      <span className="block max-w-72 min-w-36 wrap-anywhere">
        <strong className="block font-medium">{words.kinds[requirement.kind]}</strong>
        {wantedText(requirement, brief)}
      </span>
    ),
  },
  { id: 'verdict', header: words.verdict, cell: ({ verdict }) => <Verdict of={verdict} /> },
  {
    id: 'why',
    header: words.why,
    cell: ({ why, quote, startMs }) => (
      <span className="block max-w-2xl min-w-56 wrap-anywhere">
        {why}
        {quote !== null && startMs !== null && (
          <span className="mt-1 block text-muted">{words.said(formatClock(Math.floor(startMs / 1_000)), quote)}</span>
        )}
      </span>
    ),
  },
];

function Removal({ of }: { of: string }) {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  return (
    <AskFirst
      label={words.remove}
      look="outline"
      title={words.removeTitle}
      lead={words.removeLead}
      change={() => removeAircheck(of)}
      onDone={() => {
        void navigate({ to: paths.airchecks, search: {} });
        void queryClient.invalidateQueries({ queryKey: [...AIRCHECKS, 'list'] });
      }}
    />
  );
}

/** One aircheck: each requirement with its verdict and the words that speak for it. */
export function AircheckRoom() {
  const { id } = useParams({ from: '/signed-in/catalog/airchecks/$id' });
  const query = useQuery(aircheckQuery(id));
  const above = <Back to={paths.airchecks}>{words.room}</Back>;
  const mayChange = useMay('analyse');
  const actions = (
    <span className="flex flex-wrap gap-2">
      <ButtonLink href={evidenceAddress(id)} target="_blank" rel="noreferrer">
        {words.evidence}
      </ButtonLink>
      {mayChange && <Removal of={id} />}
    </span>
  );
  return (
    <One what={words.one} of={id} above={above} query={query}>
      {({ placement, brief, transcript, outcome, requirements, briefVersion }) => (
        <>
          <RoomHead title={`${brief.sponsor}, ${placement}`} above={above}>
            <Verdict of={outcome} /> {transcript.episode}, {words.copies[transcript.copy]}, {words.version(transcript.version)},{' '}
            {words.briefVersion(briefVersion)}
          </RoomHead>
          <Panel id="requirements" title={words.requirements} aside={actions}>
            <Table
              caption={words.requirements}
              columns={columnsOf(brief)}
              rows={requirements}
              rowKey={({ kind, wanted }) => `${kind} ${wanted}`}
            />
          </Panel>
        </>
      )}
    </One>
  );
}
