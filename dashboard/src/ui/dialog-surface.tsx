import { AlertDialog as Alert, Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { texts } from '../texts.ts';
import { Button } from './button.tsx';
import { Cross } from './icons.tsx';
import { useReturnFocus } from './return-focus.ts';
import { Veil } from './veil.tsx';

const BOX =
  'fixed top-1/2 left-1/2 z-50 flex max-h-[calc(100dvh-2rem)] w-[calc(100vw-2rem)] -translate-x-1/2 -translate-y-1/2 flex-col ' +
  'overflow-hidden rounded-panel border border-line bg-raised text-body text-ink shadow-float outline-none';
const TITLE = 'text-heading font-semibold tracking-[-0.015em]';

export interface DialogProps {
  title: string;
  /** One or two sentences under the title. */
  lead: ReactNode;
  isOpen: boolean;
  onClose: () => void;
  children: ReactNode;
  /** False keeps it open until a button in it closes it: for what is shown once. */
  closesOutside?: boolean;
}

/** What a `Dialog` is made of. */
export function DialogSurface({ title, lead, isOpen, onClose, children, closesOutside = true }: DialogProps) {
  const { remember, onCloseAutoFocus } = useReturnFocus();
  const focusField = (event: Event) => {
    remember();
    const field = event.target instanceof HTMLElement ? event.target.querySelector<HTMLElement>('input, select, textarea') : null;
    if (!field) return;
    event.preventDefault();
    field.focus();
  };
  const stay = (event: Event) => {
    if (!closesOutside) event.preventDefault();
  };
  return (
    <Radix.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
      <Radix.Portal>
        <Veil />
        <Radix.Content
          className={`${BOX} max-w-lg`}
          onInteractOutside={stay}
          onOpenAutoFocus={focusField}
          onCloseAutoFocus={onCloseAutoFocus}
        >
          <header className="flex items-start justify-between gap-4 px-5 pt-5 sm:px-6">
            <div>
              <Radix.Title className={TITLE}>{title}</Radix.Title>
              <Radix.Description className="mt-1 text-muted">{lead}</Radix.Description>
            </div>
            <Radix.Close asChild>
              <button
                type="button"
                aria-label={texts.close}
                className="-mt-1 -mr-1.5 flex size-8 shrink-0 items-center justify-center rounded-control text-muted hover:bg-sunken
                  hover:text-ink"
              >
                <Cross />
              </button>
            </Radix.Close>
          </header>
          <div className="overflow-y-auto px-5 pt-4 pb-5 sm:px-6 sm:pb-6">{children}</div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

export interface ConfirmProps {
  title: string;
  /** What will happen, and whether it can be undone. */
  lead: ReactNode;
  /** What the button that does it says. */
  action: string;
  isOpen: boolean;
  isBusy: boolean;
  problem?: string;
  onConfirm: () => void;
  onClose: () => void;
}

/** What a `Confirm` is made of. */
export function ConfirmSurface({ title, lead, action, isOpen, isBusy, problem, onConfirm, onClose }: ConfirmProps) {
  const { remember, onCloseAutoFocus } = useReturnFocus();
  return (
    <Alert.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
      <Alert.Portal>
        <Veil />
        <Alert.Content className={`${BOX} max-w-md gap-2 p-5 sm:p-6`} onOpenAutoFocus={remember} onCloseAutoFocus={onCloseAutoFocus}>
          <Alert.Title className={TITLE}>{title}</Alert.Title>
          <Alert.Description className="text-muted">{lead}</Alert.Description>
          {problem !== undefined && (
            <p role="alert" className="text-small font-medium text-danger">
              {problem}
            </p>
          )}
          <div className="mt-4 flex flex-wrap justify-end gap-2">
            <Alert.Cancel asChild>
              <Button>{texts.cancel}</Button>
            </Alert.Cancel>
            <Button look="danger" disabled={isBusy} onClick={onConfirm}>
              {action}
            </Button>
          </div>
        </Alert.Content>
      </Alert.Portal>
    </Alert.Root>
  );
}
