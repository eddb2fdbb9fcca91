import { Readable } from 'node:stream';
import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import { invalid } from '../../platform/errors.ts';
import type { App } from '../../platform/http.ts';
import { actorOf, authorize } from '../../tenants/authorize.ts';
import { CATALOG_NOUNS, CatalogExportQuery, CatalogImport, CatalogImportReport } from './schema.ts';
import { exportCatalog, importCatalog } from './service.ts';

const tags = ['Catalog'];

/** The same lines, of which the first was read already. */
async function begun(lines: AsyncIterable<string>): Promise<AsyncIterable<string>> {
  const iterator = lines[Symbol.asyncIterator]();
  const first = await iterator.next();
  return (async function* all() {
    for (let next = first; next.done !== true; next = await iterator.next()) yield next.value;
  })();
}

/** POST /catalog/import and GET /catalog/export. */
export function bulkRoutes(app: App, context: Context): void {
  app.post('/catalog/import', {
    schema: {
      tags,
      summary: 'Import a CSV file into the catalogue, all of it or nothing',
      description:
        'A line creates what it names or changes it; columns the header leaves out stay as they are. A dry run answers 200 with the ' +
        'errors; an import with errors takes nothing and answers 400, with a pointer /csv/LINE/COLUMN for each.',
      body: CatalogImport,
      response: { 200: CatalogImportReport },
    },
    handler: (request) => importCatalog(context, actorOf(request), request.body),
  });
  app.get('/catalog/export', {
    schema: {
      tags,
      summary: 'Export a part of the catalogue as CSV',
      querystring: CatalogExportQuery,
      response: { 200: { description: 'The file', content: { 'text/csv': { schema: z.string() } } } },
    },
    handler: async (request, reply) => {
      const actor = actorOf(request);
      authorize(actor, 'catalog.read');
      const { noun } = request.query;
      if (noun === undefined) throw invalid('/noun', `Send what to export as noun: ${CATALOG_NOUNS.join(', ')}.`);
      // What fails before the first line is answered as it should be, not in the middle of a file.
      const lines = await begun(exportCatalog(context, actor, noun));
      return reply
        .type('text/csv; charset=utf-8; header=present')
        .header('content-disposition', `attachment; filename="${noun}.csv"`)
        .send(Readable.from(lines, { objectMode: false }) as never);
    },
  });
}
