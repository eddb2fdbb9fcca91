import { useQueryClient } from '@tanstack/react-query';
import { Link, Outlet, useRouterState } from '@tanstack/react-router';
import { useEffect, useRef, useSyncExternalStore } from 'react';
import { Brand } from '../../components/brand.tsx';
import { ThemeChoice } from '../../components/theme-choice.tsx';
import { paths } from '../../paths.ts';
import { isOperator, onOperator, PLATFORM, signOperatorOut } from '../../platform-api.ts';
import { platformTexts as words } from '../../texts-platform.ts';
import { texts } from '../../texts.ts';
import { Folder, Gauge, History, Meter, Receipt, SignOutDoor, Sliders } from '../../ui/icons.tsx';
import { OperatorSignIn } from './operator-sign-in.tsx';

const ITEM =
  'flex min-h-9 items-center gap-2.5 rounded-control px-2.5 text-body whitespace-nowrap text-muted transition-colors hover:bg-sunken ' +
  'hover:text-ink data-[status=active]:bg-accent-soft data-[status=active]:font-medium data-[status=active]:text-accent-strong';

const ROOMS = [
  { to: paths.platformTenants, name: words.rooms.tenants, icon: <Folder /> },
  { to: paths.platformFlags, name: words.rooms.flags, icon: <Sliders /> },
  { to: paths.platformCosts, name: words.rooms.costs, icon: <Meter /> },
  { to: paths.platformInvoices, name: words.rooms.invoices, icon: <Receipt /> },
  { to: paths.platformOnboarding, name: words.rooms.onboarding, icon: <Gauge /> },
  { to: paths.platformLog, name: words.rooms.log, icon: <History /> },
] as const;

function Rooms() {
  return (
    <nav aria-label={words.rooms.label}>
      <ul className="flex flex-wrap gap-1 lg:flex-col lg:gap-0.5">
        {ROOMS.map(({ to, name, icon }) => (
          <li key={to}>
            <Link to={to} className={ITEM} activeOptions={{ includeSearch: false }}>
              {icon}
              {name}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function SignOut() {
  const queryClient = useQueryClient();
  const leave = async () => {
    await signOperatorOut();
    queryClient.removeQueries({ queryKey: PLATFORM });
  };
  return (
    <button type="button" className={ITEM} onClick={() => void leave()}>
      <SignOutDoor />
      {words.signOut}
    </button>
  );
}

/** What surrounds the rooms of operators. Without one, it is their door; the address stays, so that they get to where they wanted. */
export function PlatformFrame() {
  const isIn = useSyncExternalStore(onOperator, isOperator);
  const pathname = useRouterState({ select: (state) => state.resolvedLocation?.pathname });
  const main = useRef<HTMLElement>(null);
  const shown = useRef(pathname);
  useEffect(() => {
    if (shown.current !== undefined && shown.current !== pathname) main.current?.focus({ preventScroll: true });
    shown.current = pathname;
  }, [pathname]);
  if (!isIn) return <OperatorSignIn />;
  return (
    <>
      <a
        href="#room"
        className="fixed top-2 left-2 z-50 -translate-y-20 rounded-control bg-accent px-4 py-2 font-medium text-on-accent
          focus:translate-y-0"
      >
        {texts.skip}
      </a>
      <div className="lg:flex">
        <header
          className="flex flex-col gap-3 border-b border-line px-4 pt-3 pb-2 lg:sticky lg:top-0 lg:h-dvh lg:w-60 lg:shrink-0 lg:gap-6
            lg:border-r lg:border-b-0 lg:py-5"
        >
          <div className="flex flex-wrap items-center justify-between gap-3 lg:px-2.5">
            <Brand />
            <span className="rounded-control border border-line px-2 py-0.5 text-small text-muted">{words.label}</span>
          </div>
          <Rooms />
          <div className="flex flex-wrap items-center justify-between gap-x-3 lg:mt-auto lg:flex-col lg:items-start lg:gap-3">
            <SignOut />
            <div className="lg:px-2.5">
              <ThemeChoice />
            </div>
          </div>
        </header>
        <main id="room" ref={main} tabIndex={-1} className="min-w-0 flex-1 px-4 pt-6 pb-16 sm:px-8 lg:pt-8">
          <div className="mx-auto flex max-w-295 flex-col gap-5">
            <Outlet />
          </div>
        </main>
      </div>
    </>
  );
}
