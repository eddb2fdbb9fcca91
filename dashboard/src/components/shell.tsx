import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { Link, Outlet, useRouter, useRouterState, useSearch } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { endSession } from '../api.ts';
import { paths } from '../paths.ts';
import { sessionQuery } from '../queries.ts';
import { carriedSelection } from '../selection.ts';
import { analyticsTexts } from '../texts-analytics.ts';
import { costTexts } from '../texts-cost.ts';
import { insightTexts } from '../texts-insights.ts';
import { modelTexts } from '../texts-models.ts';
import { texts } from '../texts.ts';
import { useActiveInSight } from '../ui/active-in-sight.ts';
import {
  Balance,
  Book,
  Cog,
  Flask,
  Folder,
  Gauge,
  Meter,
  Person,
  Pulse,
  Receipt,
  Signal,
  SignOutDoor,
  Sliders,
  Spark,
} from '../ui/icons.tsx';
import { Brand } from './brand.tsx';
import { TenantMenu } from './tenant-menu.tsx';
import { ThemeChoice } from './theme-choice.tsx';
import { WaitingNotice } from './waiting-notice.tsx';

const ITEM =
  'flex min-h-9 items-center gap-2.5 rounded-control px-2 text-body sm:px-2.5 whitespace-nowrap text-muted transition-colors ' +
  'hover:bg-sunken hover:text-ink data-[status=active]:bg-accent-soft ' +
  'data-[status=active]:font-medium data-[status=active]:text-accent-strong';

const ROOMS = [
  { to: paths.overview, name: texts.rooms.overview, icon: <Gauge />, exact: true },
  { to: paths.compare, name: texts.rooms.compare, icon: <Balance />, exact: false },
  { to: paths.conversions, name: texts.rooms.conversions, icon: <Receipt />, exact: false },
];

const ANALYTICS = { to: paths.analytics, name: analyticsTexts.label, icon: <Pulse />, exact: false };
const INSIGHTS = { to: paths.insights, name: insightTexts.label, icon: <Spark />, exact: false };
const COST = { to: paths.cost, name: costTexts.label, icon: <Meter />, exact: false };
const MODELS = { to: paths.models, name: modelTexts.label, icon: <Sliders />, exact: false };
const EXPERIMENTS = { to: paths.experiments, name: texts.rooms.experiments, icon: <Flask />, exact: false };
const CATALOG = { to: paths.catalog, name: texts.rooms.catalog, icon: <Folder />, exact: false };
const TRACKING = { to: paths.tracking, name: texts.rooms.tracking, icon: <Signal />, exact: false };
const SETTINGS = { to: paths.settings, name: texts.rooms.settings, icon: <Cog />, exact: false };

function Rooms() {
  const { data: session } = useSuspenseQuery(sessionQuery);
  const hasSettings = session.role !== null || session.scopes.includes('admin');
  // Whoever pays the bills sees no listening data.
  const seesFigures = session.role !== 'billing';
  const selection = carriedSelection(useSearch({ from: '/signed-in' }));
  const strip = useActiveInSight();
  return (
    <nav ref={strip} aria-label={texts.rooms.label} className="-mx-1 overflow-x-auto px-1 lg:mx-0 lg:px-0">
      <ul className="flex gap-1 lg:flex-col lg:gap-0.5">
        {[
          ...ROOMS,
          ...(seesFigures ? [ANALYTICS, INSIGHTS, MODELS, EXPERIMENTS, CATALOG, TRACKING] : []),
          COST,
          ...(hasSettings ? [SETTINGS] : []),
        ].map((room) => (
          <li key={room.to}>
            <Link to={room.to} search={selection} activeOptions={{ exact: room.exact, includeSearch: false }} className={ITEM}>
              <span className="max-sm:hidden">{room.icon}</span>
              {room.name}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function SignOut({ className }: { className: string }) {
  const queryClient = useQueryClient();
  const router = useRouter();
  const leave = async () => {
    await endSession().catch(() => undefined);
    queryClient.clear();
    await router.navigate({ to: paths.signIn, search: {} });
  };
  return (
    <button type="button" className={className} onClick={() => void leave()}>
      <SignOutDoor />
      <span className="max-sm:sr-only">{texts.signOut}</span>
    </button>
  );
}

/** The way to a person's own account; a browser opened with a key has none. */
function AccountLink({ className, isShort = false }: { className: string; isShort?: boolean }) {
  const { data: session } = useSuspenseQuery(sessionQuery);
  if (session.person === null) return null;
  return (
    <Link to={paths.account} search={{}} activeOptions={{ includeSearch: false }} className={className} title={session.person.email}>
      <Person />
      <span className={isShort ? 'max-sm:sr-only' : 'truncate'}>{isShort ? texts.account : session.person.name}</span>
    </Link>
  );
}

function SimulatedBanner({ isReadOnly }: { isReadOnly: boolean }) {
  return (
    <div role="note" className="hatched border-b border-notice-line bg-notice-soft">
      <p className="flex flex-wrap items-baseline gap-x-2 px-4 py-1.5 text-small text-notice sm:px-8">
        <strong className="font-semibold">{texts.simulated.tag}</strong>
        <span className="max-sm:hidden">{texts.simulated.sentence}</span>
        {isReadOnly && <span>{texts.simulated.readOnly}</span>}
      </p>
    </div>
  );
}

function Sidebar({ isReady }: { isReady: boolean }) {
  return (
    <header
      className="flex flex-col gap-3 border-b border-line px-4 pt-3 pb-2 lg:sticky lg:top-0 lg:h-dvh lg:w-60 lg:shrink-0 lg:gap-6
        lg:border-r lg:border-b-0 lg:px-4 lg:py-5 print:hidden"
    >
      <div className="flex items-center justify-between gap-3">
        <Link to={paths.overview} className="rounded-control lg:px-2.5">
          <Brand />
        </Link>
        <div className="flex items-center gap-1 lg:hidden">
          <ThemeChoice />
          <AccountLink className={ITEM} isShort />
          <SignOut className={ITEM} />
        </div>
      </div>
      <TenantMenu />
      {isReady && <Rooms />}
      <div className="mt-auto flex flex-col gap-0.5 max-lg:hidden">
        <AccountLink className={ITEM} />
        <a href="/docs" className={ITEM}>
          <Book />
          {texts.reference}
        </a>
        <SignOut className={`${ITEM} w-full`} />
        <div className="mt-3 px-2.5">
          <ThemeChoice />
        </div>
      </div>
    </header>
  );
}

/** What surrounds every room: navigation, whose data this is, and what still waits. Focus moves to the room when the address changes. */
export function Shell() {
  const { data: session } = useSuspenseQuery(sessionQuery);
  const pathname = useRouterState({ select: (state) => state.resolvedLocation?.pathname });
  const main = useRef<HTMLElement>(null);
  const shown = useRef(pathname);
  useEffect(() => {
    if (shown.current !== undefined && shown.current !== pathname) main.current?.focus({ preventScroll: true });
    shown.current = pathname;
  }, [pathname]);
  const simulated = session.tenant?.simulated === true;
  const isReady = session.needs === null;
  return (
    <>
      <a
        href="#room"
        className="fixed top-2 left-2 z-50 -translate-y-20 rounded-control bg-accent px-4 py-2 font-medium text-on-accent
          focus:translate-y-0"
      >
        {texts.skip}
      </a>
      {simulated && <SimulatedBanner isReadOnly={session.role === null && !session.scopes.includes('admin')} />}
      <div className="lg:flex">
        <Sidebar isReady={isReady} />
        <main id="room" ref={main} tabIndex={-1} className="min-w-0 flex-1 px-4 pt-6 pb-16 sm:px-8 lg:pt-8">
          <div className="mx-auto flex max-w-295 flex-col gap-5">
            <div className="contents print:hidden">{isReady && <WaitingNotice />}</div>
            <Outlet key={session.tenant?.timeZone} />
          </div>
        </main>
      </div>
    </>
  );
}
