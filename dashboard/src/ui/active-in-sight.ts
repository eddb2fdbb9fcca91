import { useRouterState } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';

/** For a strip of links that scrolls on a narrow screen: whenever the page changes, the link to it comes into sight. */
export function useActiveInSight() {
  const strip = useRef<HTMLElement>(null);
  const pathname = useRouterState({ select: (state) => state.resolvedLocation?.pathname });
  const shown = useRef<string>(undefined);
  useEffect(() => {
    const [box, active] = [strip.current, strip.current?.querySelector<HTMLElement>('[data-status=active]')];
    if (!box || !active || shown.current === pathname) return;
    shown.current = pathname;
    const { left, width } = active.getBoundingClientRect();
    box.scrollLeft += left - box.getBoundingClientRect().left - (box.clientWidth - width) / 2;
  }, [pathname]);
  return strip;
}
