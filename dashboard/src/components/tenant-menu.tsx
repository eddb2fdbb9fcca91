import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { sessionQuery } from '../queries.ts';
import type { listMemberships } from '../settings-api.ts';
import { settingsTexts } from '../texts-settings.ts';
import { texts } from '../texts.ts';
import { Check, ChevronDown } from '../ui/icons.tsx';
import { Tag } from '../ui/notice.tsx';
import { Popover } from '../ui/popover.tsx';
import { membershipsQuery, useSwitchTenant } from './switch-tenant.ts';

const words = settingsTexts.tenants;

function Choices({ items }: { items: Awaited<ReturnType<typeof listMemberships>>['items'] }) {
  const change = useSwitchTenant();
  return (
    <>
      <p className="px-2.5 pb-1 text-caption text-muted">{words.yours}</p>
      <ul>
        {items.map(({ tenant, role, current }) => (
          <li key={tenant.slug}>
            <button
              type="button"
              aria-current={current ? 'true' : undefined}
              disabled={current || change.isPending}
              onClick={() => change.mutate(tenant.slug)}
              className="flex min-h-11 w-full items-center justify-between gap-3 rounded-control px-2.5 py-1.5 text-left hover:bg-sunken"
            >
              <span className="min-w-0">
                <span className="block truncate font-medium">{tenant.name}</span>
                <span className="block text-caption text-muted">{settingsTexts.roles[role][0]}</span>
              </span>
              {current && <Check className="size-4 shrink-0 text-accent" />}
            </button>
          </li>
        ))}
      </ul>
      {change.error && (
        <p role="alert" className="px-2.5 pt-1 text-small font-medium text-danger">
          {change.error.message}
        </p>
      )}
    </>
  );
}

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
      <Choices items={mine.items} />
    </Popover>
  );
}
