import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { carriedSelection } from '../selection.ts';
import { usePlaces } from './navigation.tsx';
import { useSingleKeys } from './single-keys.ts';

/** How long after `g` the key of a room is waited for. */
const PAIR_MS = 1_500;

function isTaken(event: KeyboardEvent): boolean {
  const { target } = event;
  const isTyping = target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'));
  return event.defaultPrevented || isTyping || document.querySelector('[role=dialog], [role=alertdialog]') !== null;
}

interface Opened {
  onSearch: () => void;
  onHelp: () => void;
}

/** Listens for the keys of the whole dashboard: Ctrl or ⌘ and K, `/`, `?`, and `g` with the key of a room. */
export function useKeys({ onSearch, onHelp }: Opened): void {
  const places = usePlaces();
  const selection = carriedSelection(useSearch({ from: '/signed-in' }));
  const navigate = useNavigate();
  const hasSingleKeys = useSingleKeys();
  const pairedUntil = useRef(0);
  useEffect(() => {
    const single = (event: KeyboardEvent) => {
      const isPaired = event.timeStamp < pairedUntil.current;
      pairedUntil.current = !isPaired && event.key === 'g' ? event.timeStamp + PAIR_MS : 0;
      const place = isPaired ? places.find(({ key }) => key === event.key) : undefined;
      if (place) void navigate({ to: place.to, search: selection });
      else if (event.key === '/') onSearch();
      else if (event.key === '?') onHelp();
      else return;
      event.preventDefault();
    };
    const press = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        onSearch();
      } else if (hasSingleKeys && !event.ctrlKey && !event.metaKey && !event.altKey && !isTaken(event)) single(event);
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [places, selection, navigate, hasSingleKeys, onSearch, onHelp]);
}
