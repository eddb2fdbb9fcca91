import type { ReactNode } from 'react';

interface PanelProps {
  title: string;
  id: string;
  aside?: ReactNode;
  beside?: ReactNode;
  children: ReactNode;
  busy?: boolean;
}

/** A titled section. While `busy`, what it shows is still the previous answer, and it says so to screen readers. */
export function Panel({ title, id, aside, beside, children, busy = false }: PanelProps) {
  return (
    <section aria-labelledby={id} aria-busy={busy} className="rounded-panel border border-line bg-surface">
      <header className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 px-4 pt-4 pb-3 sm:px-5">
        <h2 id={id} className="flex items-center gap-1.5 text-lead font-semibold tracking-[-0.01em]">
          {title}
          {beside}
        </h2>
        {aside}
      </header>
      <div className={`transition-opacity ${busy ? 'opacity-55' : ''}`}>{children}</div>
    </section>
  );
}
