import { texts } from '../texts.ts';
import { WhatIsThis } from '../ui/what-is-this.tsx';

/** How a delivery is known, by name, with what that means; `none` for what is no exposure. */
export function DeliveryEvidence({ name }: { name: string }) {
  const [label, meaning] = texts.deliveryEvidence[name] ?? [name, ''];
  return (
    <span className="inline-flex items-center gap-1.5">
      {label}
      {meaning !== '' && <WhatIsThis definition={{ name: label, meaning }} />}
    </span>
  );
}
