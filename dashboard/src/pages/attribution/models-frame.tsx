import { Outlet } from '@tanstack/react-router';
import { Tabs } from '../../components/tabs.tsx';
import { paths } from '../../paths.ts';
import { modelTexts } from '../../texts-models.ts';

const { label, tabs } = modelTexts;
const TABS = [
  { to: paths.models, name: tabs.models, also: '/models/own', exact: true },
  { to: paths.runs, name: tabs.runs },
  { to: paths.fits, name: tabs.fits },
  { to: paths.validations, name: tabs.validations },
];

/** What surrounds the rooms of models: which one it is. */
export function ModelsFrame() {
  return (
    <>
      <Tabs label={label} tabs={TABS} />
      <Outlet />
    </>
  );
}
