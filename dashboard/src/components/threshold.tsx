import type { ReactNode } from 'react';
import { texts } from '../texts.ts';
import { Brand } from './brand.tsx';
import { ThemeChoice } from './theme-choice.tsx';

/** A page before the rooms: a title, a line under it, what is to be done, and on wide screens a picture beside it. */
export function Threshold({ title, lead, picture, children }: { title: string; lead: string; picture?: ReactNode; children: ReactNode }) {
  return (
    <div className={`min-h-dvh ${picture ? 'lg:grid lg:grid-cols-[minmax(28rem,5fr)_7fr]' : ''}`}>
      <title>{`${title} · ${texts.product}`}</title>
      <main className="flex min-h-dvh flex-col px-6 py-6 sm:px-12">
        <header className="flex items-center justify-between">
          <Brand />
          <ThemeChoice />
        </header>
        <div className="mx-auto flex w-full max-w-96 flex-1 flex-col justify-center py-12">
          <h1 className="text-display font-semibold tracking-[-0.035em]">{title}</h1>
          <p className="mt-2 mb-8 text-lead wrap-anywhere text-muted">{lead}</p>
          {children}
        </div>
      </main>
      {picture && (
        <aside className="hidden border-l border-line bg-sunken lg:flex lg:items-center lg:justify-center lg:p-12">{picture}</aside>
      )}
    </div>
  );
}
