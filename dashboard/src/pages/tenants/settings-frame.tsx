import { Link, Outlet, useSearch } from '@tanstack/react-router';
import { ProblemError } from '../../api.ts';
import { Empty } from '../../components/empty.tsx';
import { Failure } from '../../components/failure.tsx';
import { paths } from '../../paths.ts';
import { carriedSelection } from '../../selection.ts';
import { applicationTexts } from '../../texts-applications.ts';
import { auditTexts } from '../../texts-audit.ts';
import { privacyTexts } from '../../texts-privacy.ts';
import { settingsTexts } from '../../texts-settings.ts';
import { sharingTexts } from '../../texts-sharing.ts';
import { ssoTexts } from '../../texts-sso.ts';
import { tenantTexts } from '../../texts-tenant.ts';
import { useActiveInSight } from '../../ui/active-in-sight.ts';

const TABS = [
  { to: paths.general, name: tenantTexts.tabs.general },
  { to: paths.usage, name: tenantTexts.tabs.usage },
  { to: paths.members, name: settingsTexts.tabs.members },
  { to: paths.apiKeys, name: settingsTexts.tabs.keys },
  { to: paths.serviceAccounts, name: settingsTexts.tabs.programs },
  { to: paths.applications, name: applicationTexts.title },
  { to: paths.singleSignOn, name: ssoTexts.title },
  { to: paths.sharing, name: sharingTexts.title },
  { to: paths.privacyRequests, name: privacyTexts.title },
  { to: paths.auditLog, name: auditTexts.tabs.audit },
  { to: paths.securityEvents, name: auditTexts.tabs.events },
  { to: paths.webhooks, name: auditTexts.tabs.webhooks },
];

const TAB =
  'flex min-h-10 items-center border-b-2 border-transparent px-1 text-body whitespace-nowrap text-muted hover:text-ink ' +
  'data-[status=active]:border-accent data-[status=active]:font-medium data-[status=active]:text-ink';

/** What surrounds every page of the settings: which one it is. */
export function SettingsFrame() {
  const selection = carriedSelection(useSearch({ from: '/signed-in' }));
  const tabs = useActiveInSight();
  return (
    <>
      <nav
        ref={tabs}
        aria-label={settingsTexts.label}
        className="-mx-4 overflow-x-auto border-b border-line px-4 sm:mx-0 sm:px-0 lg:overflow-x-visible"
      >
        <ul className="-ml-1 flex gap-x-4 lg:flex-wrap">
          {TABS.map((tab) => (
            <li key={tab.to}>
              <Link to={tab.to} search={selection} activeOptions={{ includeSearch: false }} className={TAB}>
                {tab.name}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <Outlet />
    </>
  );
}

/** A list that could not be read: for want of the role, which is said in so many words, or otherwise. */
export function ListFailure({ error, onRetry }: { error: Error; onRetry: () => void }) {
  const isForbidden = error instanceof ProblemError && error.status === 403;
  if (isForbidden) return <Empty title={settingsTexts.forbidden} help={settingsTexts.forbiddenHelp} />;
  return <Failure error={error} onRetry={onRetry} />;
}
