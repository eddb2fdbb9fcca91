import { useSuspenseQuery } from '@tanstack/react-query';
import { Link, Outlet, useRouterState, useSearch } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { paths } from '../paths.ts';
import { sessionQuery } from '../queries.ts';
import { carriedSelection } from '../selection.ts';
import { texts } from '../texts.ts';
import { useActiveInSight } from '../ui/active-in-sight.ts';
import { Book, Person, SignOutDoor } from '../ui/icons.tsx';
import { Brand } from './brand.tsx';
import { FindButton, Finder, type Finding } from './finder.tsx';
import { usePlaces } from './navigation.tsx';
import { useSignOut } from './sign-out.ts';
import { TenantMenu } from './tenant-menu.tsx';
import { SampleBanner } from './sample-banner.tsx';
import { ThemeChoice } from './theme-choice.tsx';
import { UndoBar } from './undo-bar.tsx';
import { WaitingNotice } from './waiting-notice.tsx';

const ITEM =
  'flex min-h-9 items-center gap-2.5 rounded-control px-2 text-body sm:px-2.5 whitespace-nowrap text-muted transition-colors ' +
  'hover:bg-sunken hover:text-ink data-[status=active]:bg-accent-soft ' +
  'data-[status=active]:font-medium data-[status=active]:text-accent-strong';

function Rooms() {
  const places = usePlaces();
  const selection = carriedSelection(useSearch({ from: '/signed-in' }));
  const strip = useActiveInSight();
  return (
    <nav ref={strip} aria-label={texts.rooms.label} className="-mx-1 overflow-x-auto px-1 lg:mx-0 lg:px-0">
      <ul className="flex gap-1 lg:flex-col lg:gap-0.5">
        {places.map(({ to, name, icon, exact = false }) => (
          <li key={to}>
            <Link to={to} search={selection} activeOptions={{ exact, includeSearch: false }} className={ITEM}>
              <span className="max-sm:hidden">{icon}</span>
              {name}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function SignOut({ className }: { className: string }) {
  const leave = useSignOut();
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

function Sidebar({ isReady, onSearch }: { isReady: boolean; onSearch: () => void }) {
  return (
    <header
      className="flex flex-col gap-3 border-b border-line px-4 pt-3 pb-2 lg:sticky lg:top-0 lg:h-dvh lg:w-60 lg:shrink-0 lg:gap-5
        lg:overflow-y-auto lg:border-r lg:border-b-0 lg:px-4 lg:py-5 print:hidden"
    >
      <div className="flex items-center justify-between gap-3">
        <Link to={paths.overview} className="rounded-control lg:px-2.5">
          <Brand />
        </Link>
        <div className="flex items-center gap-1 lg:hidden">
          {isReady && <FindButton onOpen={onSearch} className="flex" />}
          <ThemeChoice />
          <AccountLink className={ITEM} isShort />
          <SignOut className={ITEM} />
        </div>
      </div>
      <TenantMenu />
      {isReady && <FindButton onOpen={onSearch} className="-my-2 flex border border-line hover:border-line-strong max-lg:hidden" />}
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
  const [finding, find] = useState<Finding>();
  return (
    <>
      <a
        href="#room"
        className="fixed top-2 left-2 z-50 -translate-y-20 rounded-control bg-accent px-4 py-2 font-medium text-on-accent
          focus:translate-y-0"
      >
        {texts.skip}
      </a>
      <UndoBar key={session.tenant?.slug} of={session.tenant?.slug} />
      {isReady && <Finder open={finding} onOpen={find} />}
      {simulated && <SimulatedBanner isReadOnly={session.role === null && !session.scopes.includes('admin')} />}
      <SampleBanner />
      <div className="lg:flex">
        <Sidebar isReady={isReady} onSearch={() => find('search')} />
        <main id="room" ref={main} tabIndex={-1} className="min-w-0 flex-1 px-4 pt-6 pb-16 sm:px-8 lg:pt-8">
          <div className="mx-auto flex max-w-295 flex-col gap-5">
            <div className="contents print:hidden">{isReady && <WaitingNotice />}</div>
            <Outlet />
          </div>
        </main>
      </div>
    </>
  );
}
