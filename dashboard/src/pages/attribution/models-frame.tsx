import { Outlet } from '@tanstack/react-router';
import { Tabs } from '../../components/tabs.tsx';
import { modelTexts } from '../../texts-models.ts';
import { MODELS_TABS } from './models-tabs.ts';

/** What surrounds the rooms of models: which one it is. */
export function ModelsFrame() {
  return (
    <>
      <Tabs label={modelTexts.label} tabs={MODELS_TABS} />
      <Outlet />
    </>
  );
}
