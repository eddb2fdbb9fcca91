import { type CatalogNoun, NOUNS } from '../../catalog-api.ts';
import { catalogTexts } from '../../texts-catalog.ts';
import { SelectField } from '../../ui/field.tsx';

const words = catalogTexts.files;
const CHOICES = NOUNS.map((noun) => [noun, words.nouns[noun]] as const);

/** Which part of the catalogue a file is of. */
export function NounField({ noun, onChoose }: { noun: CatalogNoun; onChoose: (noun: CatalogNoun) => void }) {
  return (
    <SelectField
      label={words.what}
      options={CHOICES}
      value={noun}
      onChange={({ target }) => onChoose(NOUNS.find((one) => one === target.value) ?? noun)}
    />
  );
}
