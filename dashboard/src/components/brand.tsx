import { texts } from '../texts.ts';

/** The mark: a voice, and how far it carries. */
export function BrandMark({ className = 'size-6' }: { className?: string }) {
  return (
    <svg
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="2.4"
      strokeLinecap="round"
      className={`text-accent ${className}`}
      aria-hidden="true"
    >
      <circle cx="5.5" cy="12" r="2.9" fill="currentColor" stroke="none" />
      <path d="M12 6.2a8.2 8.2 0 0 1 0 11.6" />
      <path d="M17 2.8a13 13 0 0 1 0 18.4" />
    </svg>
  );
}

export function Brand() {
  return (
    <span className="inline-flex items-center gap-2 text-lead font-semibold tracking-[-0.02em] text-ink">
      <BrandMark />
      {texts.product}
    </span>
  );
}
