import { Link, type LinkProps } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { ArrowLeft } from '../../ui/icons.tsx';

/** The way back to where something is listed. */
export function Back({ children, ...to }: Pick<LinkProps, 'to' | 'params'> & { children: ReactNode }) {
  return (
    <Link {...to} search={{}} className="mb-1 flex w-fit max-w-full items-center gap-1.5 text-small text-muted hover:text-ink">
      <ArrowLeft className="size-3.5 shrink-0" />
      <span className="truncate">{children}</span>
    </Link>
  );
}
