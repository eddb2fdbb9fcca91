import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { sessionQuery } from '../queries.ts';
import { texts } from '../texts.ts';
import { ChevronDown } from '../ui/icons.tsx';
import { Tag } from '../ui/notice.tsx';
import { Popover } from '../ui/popover.tsx';
import { membershipsQuery } from './switch-tenant.ts';

const words = texts.tenants;
const Choices = lazy(() => import('./tenant-choices.tsx').then((module) => ({ default: module.TenantChoices })));

function Name({ hasMore }: { hasMore: boolean }) {
  const { data: session } = useSuspenseQuery(sessionQuery);
  return (
    <span className="flex min-w-0 flex-1 items-center justify-between gap-2">
      <span className="min-w-0">
        <span className="block truncate font-medium text-ink">{session.tenant?.name ?? words.choose}</span>
        {session.tenant?.simulated === true ? (
          <Tag tone="notice">{texts.simulated.tag}</Tag>
        ) : (
          <span className="block truncate text-caption text-muted">{session.tenant?.slug}</span>
        )}
      </span>
      {hasMore && <ChevronDown className="size-4 shrink-0 text-faint" />}
    </span>
  );
}

/** Whose data is shown; for somebody who belongs to several tenants also the way to the others. */
export function TenantMenu() {
  const { data: session } = useSuspenseQuery(sessionQuery);
  const { data: mine } = useQuery({ ...membershipsQuery, enabled: session.person !== null });
  const frame = 'border-l-2 border-accent py-0.5 pl-3';
  if (mine?.items.some(({ current }) => !current) !== true) {
    if (session.tenant === null) return null;
    return (
      <div className={`mx-2.5 flex max-lg:hidden ${frame}`}>
        <Name hasMore={false} />
      </div>
    );
  }
  return (
    <Popover
      key={session.tenant?.slug}
      label={words.label}
      className="w-72 p-2"
      trigger={
        <button type="button" className={`mx-2.5 flex w-[calc(100%-1.25rem)] rounded-r-control pr-2 text-left hover:bg-sunken ${frame}`}>
          <Name hasMore />
          <span className="sr-only">{words.label}</span>
        </button>
      }
    >
      <Suspense fallback={null}>
        <Choices items={mine.items} />
      </Suspense>
    </Popover>
  );
}
