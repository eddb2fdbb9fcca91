import type { ReactNode } from 'react';
import { texts } from '../texts.ts';

/** A room's title, on the page and in the browser's tab, and one line under it. */
export function RoomHead({ title, children, above }: { title: string; children?: ReactNode; above?: ReactNode }) {
  return (
    <div className="flex min-h-14 flex-col">
      <title>{`${title} · ${texts.product}`}</title>
      {above}
      <h1 className="text-title font-semibold tracking-[-0.025em] break-words">{title}</h1>
      <p className="mt-0.5 min-h-5 max-w-3xl text-muted">{children}</p>
    </div>
  );
}
