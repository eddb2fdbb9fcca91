import { Outlet } from '@tanstack/react-router';
import { Tabs } from '../../components/tabs.tsx';
import { paths } from '../../paths.ts';
import { aircheckTexts } from '../../texts-airchecks.ts';
import { catalogTexts } from '../../texts-catalog.ts';
import { transcriptTexts } from '../../texts-transcripts.ts';

const TABS = [
  { to: paths.campaigns, name: catalogTexts.tabs.campaigns, also: paths.placement.replace('/$key', '') },
  { to: paths.shows, name: catalogTexts.tabs.shows },
  { to: paths.advertisers, name: catalogTexts.tabs.advertisers },
  { to: paths.transcripts, name: transcriptTexts.room, also: paths.transcripts },
  { to: paths.airchecks, name: aircheckTexts.room, also: paths.airchecks },
  { to: paths.files, name: catalogTexts.tabs.files },
];

/** What surrounds every page of the catalogue: which one it is. */
export function CatalogFrame() {
  return (
    <>
      <Tabs label={catalogTexts.label} tabs={TABS} />
      <Outlet />
    </>
  );
}
