import type { ReactNode } from 'react';

interface Fact {
  name: string;
  value: ReactNode;
  help?: string;
}

/** Names and values one under another, with a line between them. */
export function Facts({ items }: { items: readonly Fact[] }) {
  return (
    <dl className="border-t border-line">
      {items.map(({ name, value, help }) => (
        <div key={name} className="grid gap-x-6 border-b border-line px-4 py-2.5 last:border-b-0 sm:grid-cols-[16rem_1fr] sm:px-5">
          <dt className="text-muted">{name}</dt>
          <dd className="min-w-0">
            <div>{value}</div>
            {help !== undefined && <p className="text-small text-muted">{help}</p>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
