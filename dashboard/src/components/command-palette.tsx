import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Command } from 'cmdk';
import { Dialog as Radix } from 'radix-ui';
import { type ReactNode, useState } from 'react';
import { advertisersQuery, campaignsQuery, showsQuery } from '../pages/catalog/catalog-queries.ts';
import { paths } from '../paths.ts';
import { sessionQuery } from '../queries.ts';
import { carriedSelection } from '../selection.ts';
import { paletteTexts as words } from '../texts-palette.ts';
import { Search } from '../ui/icons.tsx';
import { useReturnFocus } from '../ui/return-focus.ts';
import { chooseTheme } from '../ui/theme.ts';
import { Veil } from '../ui/veil.tsx';
import { bestOf } from './found.ts';
import { useMay } from './may.ts';
import { usePlaces } from './navigation.tsx';
import { pagesOf } from './pages-of.ts';
import { membershipsQuery, useSwitchTenant } from './switch-tenant.ts';

const MOST = 7;
const MOST_UNTYPED = 12;

interface Choice {
  id: string;
  name: string;
  /** What stands after the name, and is found, too. */
  beside?: string;
  choose: () => unknown;
}

interface Group {
  name: string;
  choices: readonly Choice[];
}

function useRooms(): Choice[] {
  const places = usePlaces();
  const mayAdminister = useMay('administer');
  const selection = carriedSelection(useSearch({ from: '/signed-in' }));
  const navigate = useNavigate();
  return places.flatMap(({ to, name }) => [
    { id: to, name, choose: () => navigate({ to, search: selection }) },
    ...pagesOf(to, mayAdminister)
      .filter((page) => page.to !== to)
      .map((page) => ({ id: page.to, name: page.name, beside: name, choose: () => navigate({ to: page.to, search: selection }) })),
  ]);
}

function useCatalog(isTyped: boolean): Group[] {
  const { data: session } = useSuspenseQuery(sessionQuery);
  const enabled = isTyped && session.role !== 'billing';
  const selection = carriedSelection(useSearch({ from: '/signed-in' }));
  const navigate = useNavigate();
  const campaigns = useQuery({ ...campaignsQuery, enabled }).data ?? [];
  const shows = useQuery({ ...showsQuery, enabled }).data ?? [];
  const advertisers = useQuery({ ...advertisersQuery, enabled }).data ?? [];
  const named = (list: readonly { key: string; name: string | null }[], kind: string, open: (key: string) => unknown) =>
    list.map(({ key, name }) => ({
      id: `${kind} ${key}`,
      name: name ?? key,
      beside: name === null ? undefined : key,
      choose: () => open(key),
    }));
  const openCampaign = (key: string) => navigate({ to: paths.campaign, params: { key }, search: selection });
  const openShow = (key: string) => navigate({ to: paths.show, params: { key }, search: selection });
  const openAdvertisers = () => navigate({ to: paths.advertisers, search: selection });
  return [
    { name: words.campaigns, choices: named(campaigns, 'campaign', openCampaign) },
    { name: words.shows, choices: named(shows, 'show', openShow) },
    { name: words.advertisers, choices: named(advertisers, 'advertiser', openAdvertisers) },
  ];
}

function useDoing({ onKeys, onSignOut }: Pick<PaletteProps, 'onKeys' | 'onSignOut'>): Choice[] {
  return [
    { id: 'copy', name: words.copyAddress, choose: () => navigator.clipboard.writeText(location.href).catch(() => undefined) },
    { id: 'light', name: words.theme.light, choose: () => chooseTheme('light') },
    { id: 'dark', name: words.theme.dark, choose: () => chooseTheme('dark') },
    { id: 'system', name: words.theme.system, choose: () => chooseTheme('system') },
    { id: 'keys', name: words.keys, choose: onKeys },
    { id: 'reference', name: words.reference, choose: () => location.assign('/docs') },
    { id: 'sign-out', name: words.signOut, choose: onSignOut },
  ];
}

function useTenants(): Choice[] {
  const { data: session } = useSuspenseQuery(sessionQuery);
  const { data: mine } = useQuery({ ...membershipsQuery, enabled: session.person !== null });
  const change = useSwitchTenant();
  return (mine?.items ?? [])
    .filter(({ current }) => !current)
    .map(({ tenant: { slug, name } }) => ({
      id: `tenant ${slug}`,
      name: words.switchTo(name),
      beside: slug,
      choose: () => change.mutate(slug),
    }));
}

function useConversion(typed: string): Choice[] {
  const navigate = useNavigate();
  const selection = carriedSelection(useSearch({ from: '/signed-in' }));
  const id = typed.trim();
  const open = () => navigate({ to: paths.conversion, params: { id }, search: selection });
  return id === '' ? [] : [{ id: 'conversion', name: words.openConversion(id), choose: open }];
}

function Choices({ group: { name, choices }, onDone }: { group: Group; onDone: () => void }) {
  if (choices.length === 0) return null;
  return (
    <Command.Group
      heading={name}
      className="[&_[cmdk-group-heading]]:px-3 [&_[cmdk-group-heading]]:pt-3 [&_[cmdk-group-heading]]:pb-1
        [&_[cmdk-group-heading]]:text-caption [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-muted"
    >
      {choices.map(({ id, name: text, beside, choose }) => (
        <Command.Item
          key={id}
          value={id}
          onSelect={() => {
            onDone();
            choose();
          }}
          className="flex min-h-9 cursor-pointer items-baseline gap-3 rounded-control px-3 py-1.5
            data-[selected=true]:bg-accent-soft data-[selected=true]:text-accent-strong"
        >
          <span className="min-w-0 truncate">{text}</span>
          {beside !== undefined && <span className="ml-auto max-w-[45%] shrink-0 truncate text-small text-muted">{beside}</span>}
        </Command.Item>
      ))}
    </Command.Group>
  );
}

function Found({ typed, children, ...does }: Omit<PaletteProps, 'isOpen'> & { typed: string; children: ReactNode }) {
  const isTyped = typed.trim() !== '';
  const textOf = ({ name, beside = '' }: Choice) => `${name} ${beside}`;
  const best = (choices: readonly Choice[]) => bestOf(choices, typed, { textOf, most: isTyped ? MOST : MOST_UNTYPED });
  const groups: Group[] = [
    { name: words.go, choices: best(useRooms()) },
    ...useCatalog(isTyped).map(({ name, choices }) => ({ name, choices: isTyped ? best(choices) : [] })),
    { name: words.tenants, choices: best(useTenants()) },
    { name: words.doing, choices: best(useDoing(does)) },
    { name: words.conversion, choices: useConversion(typed) },
  ];
  return (
    <Command.List className="max-h-[min(60dvh,26rem)] scroll-py-2 overflow-y-auto overscroll-contain px-2 pb-2">
      {children}
      {groups.map((group) => (
        <Choices key={group.name} group={group} onDone={does.onClose} />
      ))}
    </Command.List>
  );
}

export interface PaletteProps {
  isOpen: boolean;
  onClose: () => void;
  onKeys: () => void;
  onSignOut: () => void;
}

/** Finds rooms, what is in the catalogue, a conversion by its id, the tenants one belongs to and what there is to do, by what is typed. */
export function CommandPalette({ isOpen, ...does }: PaletteProps) {
  const [typed, type] = useState('');
  const { remember, onCloseAutoFocus } = useReturnFocus();
  const close = () => {
    does.onClose();
    type('');
  };
  return (
    <Radix.Root open={isOpen} onOpenChange={(open) => !open && close()}>
      <Radix.Portal>
        <Veil />
        <Radix.Content
          aria-describedby={undefined}
          onOpenAutoFocus={remember}
          onCloseAutoFocus={onCloseAutoFocus}
          className="fixed top-[max(1rem,12dvh)] left-1/2 z-50 w-[calc(100vw-2rem)] max-w-xl -translate-x-1/2 overflow-hidden rounded-panel
            border border-line bg-raised text-body text-ink shadow-float outline-none"
        >
          <Radix.Title className="sr-only">{words.title}</Radix.Title>
          <Command label={words.title} shouldFilter={false} loop>
            <div className="flex items-center gap-3 border-b border-line px-4">
              <Search className="size-4 shrink-0 text-faint" />
              <Command.Input
                value={typed}
                onValueChange={type}
                placeholder={words.placeholder}
                className="min-h-12 w-full bg-transparent text-lead outline-none placeholder:text-faint"
              />
            </div>
            <Found typed={typed} {...does} onClose={close}>
              <Command.Empty className="px-3 py-6 text-center text-muted">{words.nothing}</Command.Empty>
            </Found>
          </Command>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
