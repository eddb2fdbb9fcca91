import { useSuspenseQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { type ExportFormat, exportAuditLog } from '../../audit-api.ts';
import { type CatalogNoun, exportCatalog } from '../../catalog-api.ts';
import { useMay } from '../../components/may.ts';
import { useSensitiveChange } from '../../components/confirm-identity.tsx';
import { RoomHead } from '../../components/room-head.tsx';
import { choosePlace, exportTenant, fetchFocusCsv, type Place } from '../../exports-api.ts';
import { paths } from '../../paths.ts';
import { sessionQuery } from '../../queries.ts';
import { exportTexts as words } from '../../texts-data-exports.ts';
import { Button } from '../../ui/button.tsx';
import { SelectField } from '../../ui/field.tsx';
import { Panel } from '../../ui/panel.tsx';
import { saveFile } from '../../ui/save-file.ts';
import { NounField } from '../catalog/noun-field.tsx';
import { formatMonth, recentMonths } from '../cost/allocation-queries.ts';
import { Said } from '../tenants/said.tsx';

interface ExportProps {
  id: string;
  title: string;
  lead: string;
  who: string;
  children: ReactNode;
}

/** One thing that can be taken out: what it holds, and who may. */
function Export({ id, title, lead, who, children }: ExportProps) {
  return (
    <Panel id={id} title={title}>
      <div className="flex flex-col gap-3 px-4 pb-5 sm:px-5">
        <p className="max-w-3xl">{lead}</p>
        <p className="text-small text-muted">{who}</p>
        {children}
      </div>
    </Panel>
  );
}

interface SaveProps {
  label: string;
  /** Asks first where it shall go, where that can be asked. */
  choose?: () => Promise<Place | undefined>;
  /** The file, and its name; nothing where it was written to its place already. */
  make: (place: Place | undefined) => Promise<{ file: Blob | undefined; name: string }>;
}

const nowhere = () => Promise.resolve(undefined);

/** A button that saves a file, after a question where who asks must prove who they are. */
function Save({ label, choose = nowhere, make }: SaveProps) {
  const [said, say] = useState('');
  // The place that was chosen is kept over the question.
  const saving = useSensitiveChange(
    async (place: Promise<Place | undefined>) => make(await place),
    ({ file, name }) => {
      if (file) saveFile(file, name);
      say(words.saved(name));
    },
  );
  return (
    <div className="flex flex-col items-start gap-2">
      <Button
        className="min-h-10"
        disabled={saving.isBusy}
        onClick={() => {
          say('');
          saving.start(choose());
        }}
      >
        {saving.isBusy ? words.saving : label}
      </Button>
      {saving.problem !== undefined && (
        <p role="alert" className="text-small font-medium text-danger">
          {saving.problem}
        </p>
      )}
      <Said text={said} />
      {saving.question}
    </div>
  );
}

function Everything() {
  const { tenant } = useSuspenseQuery(sessionQuery).data;
  if (!tenant) return null;
  const name = `${tenant.slug}.ndjson`;
  const make = async (place: Place | undefined) => ({ file: await exportTenant(tenant.id, place), name });
  return <Save label={words.everything.save} choose={() => choosePlace(name)} make={make} />;
}

function Catalogue() {
  const [noun, choose] = useState<CatalogNoun>('campaigns');
  const make = async () => ({ file: new Blob([await exportCatalog(noun)], { type: 'text/csv' }), name: `${noun}.csv` });
  return (
    <>
      <div className="max-w-xs">
        <NounField noun={noun} onChoose={choose} />
      </div>
      <Save label={words.catalogue.save} make={make} />
    </>
  );
}

function AuditLog() {
  const [format, choose] = useState<ExportFormat>('csv');
  return (
    <>
      <div className="max-w-xs">
        <SelectField
          label={words.audit.format}
          value={format}
          onChange={(event) => choose(event.target.value === 'ndjson' ? 'ndjson' : 'csv')}
          options={[
            ['csv', words.audit.csv],
            ['ndjson', words.audit.ndjson],
          ]}
        />
      </div>
      <Save label={words.audit.save} make={async () => ({ file: await exportAuditLog(format), name: `audit-log.${format}` })} />
    </>
  );
}

function Bill() {
  const [months] = useState(() => recentMonths(Date.now()));
  const [month, choose] = useState(months[0]);
  return (
    <>
      <div className="max-w-xs">
        <SelectField
          label={words.bill.month}
          value={month}
          onChange={(event) => choose(event.target.value)}
          options={months.map((one) => [one, formatMonth(one)] as const)}
        />
      </div>
      <Save label={words.bill.save} make={async () => ({ file: await fetchFocusCsv(month), name: `focus-${month}.csv` })} />
    </>
  );
}

/** Everything that can be taken out, in one place. */
export function ExportsRoom() {
  const { role } = useSuspenseQuery(sessionQuery).data;
  const mayAdminister = useMay('administer');
  return (
    <>
      <RoomHead title={words.title}>{words.lead}</RoomHead>
      {role === 'owner' ? (
        <Export id="everything" title={words.everything.title} lead={words.everything.lead} who={words.everything.who}>
          <Everything />
        </Export>
      ) : (
        <Export id="everything" title={words.everything.title} lead={words.everything.lead} who={words.everything.who}>
          <p className="text-muted">{words.askOwner}</p>
        </Export>
      )}
      <Export id="catalogue" title={words.catalogue.title} lead={words.catalogue.lead} who={words.catalogue.who}>
        <Catalogue />
      </Export>
      <Export id="reports" title={words.reports.title} lead={words.reports.lead} who={words.reports.who}>
        <p className="flex flex-wrap gap-x-4 gap-y-1">
          <Link to={paths.overview} className="font-medium text-accent underline">
            {words.reports.overview}
          </Link>
          <Link to={paths.compare} className="font-medium text-accent underline">
            {words.reports.compare}
          </Link>
          <Link to={paths.runs} className="font-medium text-accent underline">
            {words.reports.runs}
          </Link>
        </p>
      </Export>
      <Export id="bill" title={words.bill.title} lead={words.bill.lead} who={words.bill.who}>
        <Bill />
      </Export>
      <Export id="audit" title={words.audit.title} lead={words.audit.lead} who={words.audit.who}>
        {mayAdminister ? <AuditLog /> : <p className="text-muted">{words.askAdmin}</p>}
      </Export>
    </>
  );
}
