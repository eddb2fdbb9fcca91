import type { ReactNode } from 'react';

const TONES = {
  notice: 'border-notice-line bg-notice-soft text-notice',
  danger: 'border-danger-line bg-danger-soft text-danger',
  plain: 'border-line bg-surface text-muted',
} as const;

interface NoticeProps {
  tone?: keyof typeof TONES;
  icon?: ReactNode;
  live?: 'status' | 'alert';
  children: ReactNode;
}

export function Notice({ tone = 'plain', icon, live, children }: NoticeProps) {
  return (
    <div role={live} className={`flex items-start gap-2.5 rounded-control border px-3.5 py-2.5 text-body ${TONES[tone]}`}>
      {icon && <span className="mt-0.5 shrink-0">{icon}</span>}
      <div className="min-w-0 flex-1">{children}</div>
    </div>
  );
}

/** A short word beside a figure or a name. */
export function Tag({ tone = 'plain', children, title }: { tone?: keyof typeof TONES; children: ReactNode; title?: string }) {
  return (
    <span
      title={title}
      className={`inline-block rounded-[4px] border px-1.5 text-caption leading-4.5 font-medium whitespace-nowrap ${TONES[tone]}`}
    >
      {children}
    </span>
  );
}
