import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { type CatalogNoun, exportCatalog } from '../../catalog-api.ts';
import { useMay } from '../../components/may.ts';
import { RoomHead } from '../../components/room-head.tsx';
import { catalogTexts } from '../../texts-catalog.ts';
import { Button } from '../../ui/button.tsx';
import { Panel } from '../../ui/panel.tsx';
import { saveFile } from '../../ui/save-file.ts';
import { ImportFile } from './import-file.tsx';
import { NounField } from './noun-field.tsx';

const words = catalogTexts.files;

function ExportFile() {
  const [noun, choose] = useState<CatalogNoun>('campaigns');
  const save = useMutation({
    mutationFn: exportCatalog,
    onSuccess: (csv, of) => saveFile(new Blob([csv], { type: 'text/csv' }), `${of}.csv`),
  });
  return (
    <Panel id="export" title={words.export}>
      <div className="flex flex-col gap-4 px-4 pb-5 sm:px-5">
        <p className="text-muted">{words.exportLead}</p>
        <div className="flex flex-wrap items-end gap-3">
          <div className="min-w-56">
            <NounField noun={noun} onChoose={choose} />
          </div>
          <Button className="min-h-10" disabled={save.isPending} onClick={() => save.mutate(noun)}>
            {words.download}
          </Button>
        </div>
        {save.error && (
          <p role="alert" className="text-small font-medium text-danger">
            {save.error.message}
          </p>
        )}
      </div>
    </Panel>
  );
}

/** The catalogue as files: out of it, and into it. */
export function Files() {
  const mayChange = useMay('analyse');
  return (
    <>
      <RoomHead title={catalogTexts.tabs.files}>{words.lead}</RoomHead>
      {mayChange && <ImportFile />}
      <ExportFile />
    </>
  );
}
