import type { ReactNode } from 'react';

const REST = [3, 5, 4, 7, 4, 9, 5, 6, 3, 5, 3].map((height, bar) => ({ height, x: bar * 8 + 2 }));

/** Nothing to show, and why: a wave form at rest above the words. */
export function Empty({ title, help, children }: { title: string; help: string; children?: ReactNode }) {
  return (
    <div className="flex flex-col items-center gap-2 px-6 py-14 text-center">
      <svg viewBox="0 0 88 16" className="mb-2 h-4 w-22 text-line-strong" aria-hidden="true">
        {REST.map(({ height, x }) => (
          <rect key={x} x={x} y={8 - height / 2} width="3" height={height} rx="1.5" fill="currentColor" />
        ))}
      </svg>
      <p className="text-lead font-semibold">{title}</p>
      <p className="max-w-md text-balance wrap-anywhere text-muted">{help}</p>
      {children && <div className="mt-2">{children}</div>}
    </div>
  );
}
