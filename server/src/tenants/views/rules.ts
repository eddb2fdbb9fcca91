/** So many views of a person, and so many that everybody of a tenant sees. */
export const MOST_VIEWS = 100;
