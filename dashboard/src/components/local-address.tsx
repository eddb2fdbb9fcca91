import { texts } from '../texts.ts';
import { Warning } from '../ui/icons.tsx';
import { Notice } from '../ui/notice.tsx';
import { isLocal } from './local.ts';

/** Warns beside an address that is handed out where it leads to the reader's own machine. */
export function LocalAddress({ text }: { text: string }) {
  if (!isLocal(text)) return null;
  return (
    <Notice tone="notice" icon={<Warning />}>
      {texts.localAddress}
    </Notice>
  );
}
