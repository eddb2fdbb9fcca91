import { paths } from '../../paths.ts';
import { aircheckTexts } from '../../texts-airchecks.ts';
import { catalogTexts } from '../../texts-catalog.ts';
import { transcriptTexts } from '../../texts-transcripts.ts';

/** The pages of this room. */
export const CATALOG_TABS = [
  { to: paths.campaigns, name: catalogTexts.tabs.campaigns, also: paths.placement.replace('/$key', '') },
  { to: paths.shows, name: catalogTexts.tabs.shows },
  { to: paths.advertisers, name: catalogTexts.tabs.advertisers },
  { to: paths.transcripts, name: transcriptTexts.room, also: paths.transcripts },
  { to: paths.airchecks, name: aircheckTexts.room, also: paths.airchecks },
  { to: paths.files, name: catalogTexts.tabs.files },
] as const;
