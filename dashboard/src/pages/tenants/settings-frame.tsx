import { Outlet } from '@tanstack/react-router';
import { Tabs } from '../../components/tabs.tsx';
import { settingsTexts } from '../../texts-settings.ts';
import { SETTINGS_TABS } from './settings-tabs.ts';

/** What surrounds every page of the settings: which one it is. */
export function SettingsFrame() {
  return (
    <>
      <Tabs label={settingsTexts.label} tabs={SETTINGS_TABS} />
      <Outlet />
    </>
  );
}
