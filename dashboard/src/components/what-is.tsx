import { definitions, type DefinitionName } from '../definitions.ts';
import { WhatIsThis } from '../ui/what-is-this.tsx';

export function WhatIs({ of }: { of: DefinitionName }) {
  return <WhatIsThis definition={definitions[of]} />;
}
