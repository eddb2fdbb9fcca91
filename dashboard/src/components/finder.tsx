import { lazy, Suspense, useState } from 'react';
import { paletteTexts } from '../texts-palette.ts';
import { Search } from '../ui/icons.tsx';
import { useSignOut } from './sign-out.ts';
import { useKeys } from './use-keys.ts';

const Palette = lazy(() => import('./command-palette.tsx').then((module) => ({ default: module.CommandPalette })));
const Help = lazy(() => import('./keys-help.tsx').then((module) => ({ default: module.KeysHelp })));

export type Finding = 'search' | 'keys' | undefined;

interface FinderProps {
  open: Finding;
  onOpen: (what: Finding) => void;
}

/** Listens for the keys of the dashboard and shows what they open, which arrives when it is first asked for. */
export function Finder({ open, onOpen }: FinderProps) {
  const [asked, setAsked] = useState<Finding>();
  if (open !== undefined && open !== asked) setAsked(open);
  const signOut = useSignOut();
  const [search, keys, close] = [() => onOpen('search'), () => onOpen('keys'), () => onOpen(undefined)];
  useKeys({ onSearch: search, onHelp: keys });
  return (
    <Suspense fallback={null}>
      {asked === 'search' && <Palette isOpen={open === 'search'} onClose={close} onKeys={keys} onSignOut={() => void signOut()} />}
      {asked === 'keys' && <Help isOpen={open === 'keys'} onClose={close} />}
    </Suspense>
  );
}

/** Opens the search over everything. */
export function FindButton({ onOpen, className }: { onOpen: () => void; className: string }) {
  return (
    <button
      type="button"
      aria-keyshortcuts="Control+K Meta+K"
      onClick={onOpen}
      className={`min-h-9 items-center gap-2.5 rounded-control px-2.5 text-muted transition-colors hover:text-ink ${className}`}
    >
      <Search />
      <span className="max-lg:sr-only">{paletteTexts.open}</span>
      <kbd aria-hidden="true" className="ml-auto font-mono text-caption text-faint max-lg:hidden">
        Ctrl K
      </kbd>
    </button>
  );
}
