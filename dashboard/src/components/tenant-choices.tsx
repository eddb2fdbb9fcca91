import type { listMemberships } from '../settings-api.ts';
import { settingsTexts } from '../texts-settings.ts';
import { texts } from '../texts.ts';
import { Check } from '../ui/icons.tsx';
import { useSwitchTenant } from './switch-tenant.ts';

/** The tenants that who is signed in belongs to; one of them leads there. */
export function TenantChoices({ items }: { items: Awaited<ReturnType<typeof listMemberships>>['items'] }) {
  const change = useSwitchTenant();
  return (
    <>
      <p className="px-2.5 pb-1 text-caption text-muted">{texts.tenants.yours}</p>
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
