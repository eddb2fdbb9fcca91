import { Outlet } from '@tanstack/react-router';
import { Tabs } from '../../components/tabs.tsx';
import { catalogTexts } from '../../texts-catalog.ts';
import { CATALOG_TABS } from './catalog-tabs.ts';

/** What surrounds every page of the catalogue: which one it is. */
export function CatalogFrame() {
  return (
    <>
      <Tabs label={catalogTexts.label} tabs={CATALOG_TABS} />
      <Outlet />
    </>
  );
}
