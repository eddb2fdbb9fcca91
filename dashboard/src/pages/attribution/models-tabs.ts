import { paths } from '../../paths.ts';
import { modelTexts } from '../../texts-models.ts';

const { tabs } = modelTexts;

/** The pages of this room. */
export const MODELS_TABS = [
  { to: paths.models, name: tabs.models, also: '/models/own', exact: true },
  { to: paths.runs, name: tabs.runs },
  { to: paths.fits, name: tabs.fits },
  { to: paths.validations, name: tabs.validations },
] as const;
