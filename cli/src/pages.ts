interface Page<Item> {
  items: Item[];
  nextCursor: string | null;
}

const PAGE = 200;

/** Every item of a list that the services answer a page at a time. */
export async function everyPage<Item>(read: (page: { limit: number; after?: string }) => Promise<Page<Item>>): Promise<Item[]> {
  const items: Item[] = [];
  let after: string | undefined;
  do {
    const page = await read({ limit: PAGE, after });
    items.push(...page.items);
    after = page.nextCursor === null ? undefined : Buffer.from(page.nextCursor, 'base64url').toString();
  } while (after !== undefined);
  return items;
}
