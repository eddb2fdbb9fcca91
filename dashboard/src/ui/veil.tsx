import { type ComponentProps, useLayoutEffect } from 'react';

/** Keeps the page from scrolling, and from growing wider where its scroll bar was; the answer lets go of it. */
function holdPage(): () => void {
  const root = document.documentElement;
  const { overflow, scrollbarGutter } = root.style;
  const hasBar = window.innerWidth > root.clientWidth;
  root.style.overflow = 'hidden';
  if (hasBar) root.style.scrollbarGutter = 'stable';
  return () => Object.assign(root.style, { overflow, scrollbarGutter });
}

/**
 * Darkens what lies behind a dialog, and keeps it where it is. The library's own overlay does so by a style element, which the content
 * security policy refuses.
 */
export function Veil(props: ComponentProps<'div'>) {
  useLayoutEffect(holdPage, []);
  return <div {...props} className="pointer-events-auto fixed inset-0 z-40 bg-[rgb(0_0_0/0.5)]" />;
}
