import { Outlet } from '@tanstack/react-router';
import { Tabs } from '../../components/tabs.tsx';
import { texts } from '../../texts.ts';
import { MODELS_TABS } from './models-tabs.ts';

/** What surrounds the rooms of models: which one it is. */
export function ModelsFrame() {
  return (
    <>
      <Tabs label={texts.rooms.models} tabs={MODELS_TABS} />
      <Outlet />
    </>
  );
}
