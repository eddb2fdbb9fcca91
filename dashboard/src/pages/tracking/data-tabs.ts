import { paths } from '../../paths.ts';
import { dataTexts } from '../../texts-data.ts';

/** The pages of this room. */
export const DATA_TABS = [
  { to: paths.dataImport, name: dataTexts.tabs.import },
  { to: paths.dataExports, name: dataTexts.tabs.exports },
] as const;
