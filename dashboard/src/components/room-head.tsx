import type { ReactNode } from 'react';
import { texts } from '../texts.ts';

interface RoomHeadProps {
  title: string;
  children?: ReactNode;
  above?: ReactNode;
  /** What can be done with the room as a whole. */
  aside?: ReactNode;
}

/** A room's title, on the page and in the browser's tab, one line under it, and what can be done with all of it. */
export function RoomHead({ aside, ...head }: RoomHeadProps) {
  if (aside === undefined) return <Head {...head} />;
  return (
    <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
      <div className="min-w-0 flex-1 basis-80">
        <Head {...head} />
      </div>
      <div className="flex flex-wrap gap-2 print:hidden">{aside}</div>
    </div>
  );
}

function Head({ title, children, above }: Omit<RoomHeadProps, 'aside'>) {
  return (
    <div className="flex min-h-14 flex-col">
      <title>{`${title} · ${texts.product}`}</title>
      {above}
      <h1 className="text-title font-semibold tracking-[-0.025em] break-words">{title}</h1>
      <p className="mt-0.5 min-h-5 max-w-3xl text-muted">{children}</p>
    </div>
  );
}
