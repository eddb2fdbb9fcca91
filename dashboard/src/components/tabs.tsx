import { Link, useRouterState, useSearch } from '@tanstack/react-router';
import type { KeyPath, PlainPath } from '../paths.ts';
import { carriedSelection } from '../selection.ts';
import { useActiveInSight } from '../ui/active-in-sight.ts';

interface TabsProps {
  label: string;
  tabs: readonly {
    to: PlainPath | KeyPath;
    name: string;
    /** Another address whose pages belong to it. */ also?: string;
    exact?: boolean;
  }[];
  /** The key of what the pages are of, where they have one in their addresses. */
  of?: string;
}

const TAB =
  'flex min-h-10 items-center border-b-2 border-transparent px-1 text-body whitespace-nowrap text-muted hover:text-ink ' +
  'data-[status=active]:border-accent data-[status=active]:font-medium data-[status=active]:text-ink';

/** The pages of one room, and which of them this is. */
export function Tabs({ label, tabs, of: key = '' }: TabsProps) {
  const selection = carriedSelection(useSearch({ from: '/signed-in' }));
  const strip = useActiveInSight();
  const pathname = useRouterState({ select: (state) => state.location.pathname });
  const isUnder = (path: string | undefined) => path !== undefined && pathname.startsWith(`${path}/`);
  return (
    <nav
      ref={strip}
      aria-label={label}
      className="-mx-4 overflow-x-auto border-b border-line px-4 sm:mx-0 sm:px-0 lg:overflow-x-visible print:hidden"
    >
      <ul className="-ml-1 flex gap-x-4 lg:flex-wrap">
        {tabs.map((tab) => (
          <li key={tab.to}>
            <Link
              to={tab.to}
              params={{ key }}
              search={selection}
              activeOptions={{ includeSearch: false, exact: tab.exact }}
              data-status={isUnder(tab.also) ? 'active' : undefined}
              className={TAB}
            >
              {tab.name}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
