import { definitions, type DefinitionName } from '../definitions.ts';
import { WhatIsThis } from '../ui/what-is-this.tsx';

/** What a figure means that stands in many rooms. */
export function WhatIs({ of }: { of: DefinitionName }) {
  return <WhatIsThis definition={definitions[of]} />;
}
