/** The words of saved views of rooms. */
export const savedViewTexts = {
  label: 'View',
  unsaved: 'Not saved',
  none: 'No view is saved yet.',
  list: 'Saved views',
  shared: 'for everybody',
  save: 'Save this view',
  name: 'Name',
  forAll: 'For everybody of this tenant',
  rename: 'Rename',
  renameWho: (name: string) => `Rename “${name}”`,
  newName: (name: string) => `New name of “${name}”`,
  keep: 'Keep',
  remove: 'Delete',
  removeWho: (name: string) => `Delete “${name}”`,
  removed: (name: string) => `The view “${name}” is deleted.`,
};
