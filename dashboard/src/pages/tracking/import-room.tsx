import { useMutation, useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ListFailure } from '../../components/failure.tsx';
import { useMay } from '../../components/may.ts';
import { RoomHead } from '../../components/room-head.tsx';
import { formatInstant, formatShareShort } from '../../format.ts';
import { type Sending, sendFile, useSending } from '../../import-sending.ts';
import { deleteImport, type Import } from '../../imports-api.ts';
import { paths } from '../../paths.ts';
import { sessionQuery } from '../../queries.ts';
import { dataTexts } from '../../texts-data.ts';
import { texts } from '../../texts.ts';
import { Button } from '../../ui/button.tsx';
import { Warning } from '../../ui/icons.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { type ChosenFile, readChosen } from './chosen-file.ts';
import { EarlierImports } from './earlier-imports.tsx';
import { FileDrop } from './file-drop.tsx';
import { ImportMapping } from './import-mapping.tsx';
import { ImportProgress } from './import-progress.tsx';
import { IMPORTS, importsQuery, openImportsQuery } from './import-queries.ts';

const words = dataTexts.standing;

interface StandingProps {
  chosen: ChosenFile;
  standing: Import;
  tenantId: string;
  onSent: () => void;
}

/** A file that was begun before: it goes on, or anew. */
function Standing({ chosen, standing, tenantId, onSent }: StandingProps) {
  const queryClient = useQueryClient();
  const again = useMutation({
    mutationFn: () => deleteImport(standing.id),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: IMPORTS }),
  });
  const resume = () => {
    void sendFile({ file: chosen.file, now: standing, tenantId });
    onSent();
  };
  return (
    <div className="flex flex-col gap-4">
      <p className="font-medium wrap-anywhere">{chosen.file.name}</p>
      <Notice live="status">
        {words.found(formatShareShort(standing.takenBytes / standing.bytes), formatInstant(standing.createdAt))} {words.asThen}
      </Notice>
      {again.error && (
        <p role="alert" className="text-small font-medium text-danger">
          {again.error.message}
        </p>
      )}
      <div className="flex flex-wrap gap-2">
        <Button look="solid" className="min-h-10" onClick={resume}>
          {words.resume}
        </Button>
        <Button className="min-h-10" disabled={again.isPending} onClick={() => again.mutate()}>
          {words.again}
        </Button>
      </div>
    </div>
  );
}

/** Chooses a file, says what it holds, and sends it. */
function ImportFile({ sending, tenantId }: { sending: Sending | undefined; tenantId: string }) {
  const reading = useMutation({ mutationFn: readChosen });
  const chosen = reading.data;
  const open = useQuery(openImportsQuery(chosen?.fingerprint));
  if (sending) return <ImportProgress sending={sending} />;
  if (!chosen) return <FileDrop problem={reading.error?.message} isBusy={reading.isPending} onFile={reading.mutate} />;
  if (!open.data && open.error) return <ListFailure error={open.error} onRetry={() => void open.refetch()} />;
  if (!open.data) return <SkeletonLines count={4} label={texts.loading} />;
  const standing = open.data.find(({ fingerprint, takenBytes }) => chosen.fingerprint === fingerprint && takenBytes > 0);
  const namesake = open.data.find(({ fileName, fingerprint }) => chosen.file.name === fileName && chosen.fingerprint !== fingerprint);
  if (standing) return <Standing chosen={chosen} standing={standing} tenantId={tenantId} onSent={reading.reset} />;
  return (
    <>
      {namesake && (
        <div className="mb-4">
          <Notice tone="notice" icon={<Warning />} live="status">
            {words.other(namesake.fileName)}
          </Notice>
        </div>
      )}
      <ImportMapping key={chosen.fingerprint} chosen={chosen} tenantId={tenantId} onSent={reading.reset} onOther={reading.reset} />
    </>
  );
}

/** Files of exposures and orders: into the tenant, and what came of those before. */
export function ImportRoom() {
  const mayImport = useMay('analyse');
  const tenantId = useSuspenseQuery(sessionQuery).data.tenant?.id ?? '';
  const sending = useSending(tenantId);
  const phase = sending?.phase;
  const list = useQuery(importsQuery(phase));
  return (
    <>
      <RoomHead title={dataTexts.choose.title}>{dataTexts.lead}</RoomHead>
      {mayImport ? (
        <Panel
          id="import"
          title={phase === 'sending' ? dataTexts.progress.title : phase === 'done' ? dataTexts.done.title : dataTexts.tabs.import}
        >
          <div className="px-4 pb-5 sm:px-5">
            <ImportFile sending={sending} tenantId={tenantId} />
          </div>
        </Panel>
      ) : (
        <Notice>{dataTexts.choose.viewer}</Notice>
      )}
      <EarlierImports list={list} />
      <p className="text-muted">
        {dataTexts.choose.others}{' '}
        <Link to={paths.files} className="font-medium text-accent underline">
          {dataTexts.choose.catalog}
        </Link>
      </p>
    </>
  );
}
