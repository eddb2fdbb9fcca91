import { texts } from '../texts.ts';
import { Moon, Screen, Sun } from '../ui/icons.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { chooseTheme, useTheme } from '../ui/theme.ts';

const CHOICES = [
  { value: 'system', label: texts.theme.system, icon: <Screen /> },
  { value: 'light', label: texts.theme.light, icon: <Sun /> },
  { value: 'dark', label: texts.theme.dark, icon: <Moon /> },
] as const;

export function ThemeChoice() {
  return <Segmented label={texts.theme.label} choices={CHOICES} value={useTheme()} onChoose={chooseTheme} />;
}
