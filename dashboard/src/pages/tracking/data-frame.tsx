import { Outlet } from '@tanstack/react-router';
import { Tabs } from '../../components/tabs.tsx';
import { dataTexts } from '../../texts-data.ts';
import { DATA_TABS } from './data-tabs.ts';

/** What surrounds every page of the room of data: which one it is. */
export function DataFrame() {
  return (
    <>
      <Tabs label={dataTexts.label} tabs={DATA_TABS} />
      <Outlet />
    </>
  );
}
