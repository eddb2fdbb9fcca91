import type { Entry } from './entry.ts';

/** The commands on what a tenant uses and what that costs. */
export const COST_ENTRIES: readonly Entry[] = [
  {
    words: ['cost', 'usage'],
    summary: 'show what a tenant used, by meter',
    load: async () => (await import('./commands/cost/usage.ts')).usageCommand(),
  },
  {
    words: ['cost', 'meters', 'list'],
    summary: 'list the meters of a tenant',
    load: async () => (await import('./commands/cost/usage.ts')).listMetersCommand(),
  },
  {
    words: ['cost', 'meters', 'set'],
    summary: 'make a meter of a tenant, or change one',
    load: async () => (await import('./commands/cost/usage.ts')).setMeterCommand(),
  },
  {
    words: ['cost', 'meters', 'remove'],
    summary: 'remove a meter that has no usage',
    load: async () => (await import('./commands/cost/usage.ts')).removeMeterCommand(),
  },
  {
    words: ['cost', 'limits', 'list'],
    summary: 'list the limits of a tenant, and how each stands',
    load: async () => (await import('./commands/cost/limits.ts')).listLimitsCommand(),
  },
  {
    words: ['cost', 'limits', 'set'],
    summary: 'set a limit of a tenant, or change one',
    load: async () => (await import('./commands/cost/limits.ts')).setLimitCommand(),
  },
  {
    words: ['cost', 'limits', 'remove'],
    summary: 'remove a limit of a tenant',
    load: async () => (await import('./commands/cost/limits.ts')).removeLimitCommand(),
  },
  {
    words: ['cost', 'prices', 'list'],
    summary: 'list what each meter of a tenant costs',
    load: async () => (await import('./commands/cost/prices.ts')).listPricesCommand(),
  },
  {
    words: ['cost', 'prices', 'set'],
    summary: 'say what a meter costs from a day on',
    load: async () => (await import('./commands/cost/prices.ts')).setPriceCommand(),
  },
  {
    words: ['cost', 'entries', 'list'],
    summary: 'list what is booked for a tenant',
    load: async () => (await import('./commands/cost/entries.ts')).listEntriesCommand(),
  },
  {
    words: ['cost', 'entries', 'add'],
    summary: 'book a purchase, a credit or a tax',
    load: async () => (await import('./commands/cost/entries.ts')).addEntryCommand(),
  },
  {
    words: ['cost', 'report'],
    summary: 'report what charges came to, beside another period',
    load: async () => (await import('./commands/cost/reports.ts')).costReportCommand(),
  },
  {
    words: ['cost', 'forecast'],
    summary: 'forecast what a month will cost by its end',
    load: async () => (await import('./commands/cost/reports.ts')).costForecastCommand(),
  },
  {
    words: ['cost', 'statement'],
    summary: "show a tenant's bill of a month, ready to be sent",
    load: async () => (await import('./commands/cost/statement.ts')).statementCommand(),
  },
  {
    words: ['cost', 'savings'],
    summary: 'list what could cost less, with the figure',
    load: async () => (await import('./commands/cost/savings.ts')).savingsCommand(),
  },
  {
    words: ['cost', 'tenants'],
    summary: "sum each tenant's bill of a month",
    load: async () => (await import('./commands/cost/reports.ts')).costTenantsCommand(),
  },
  {
    words: ['cost', 'allocations', 'run'],
    summary: "split a month's bill over campaigns, advertisers or features",
    load: async () => (await import('./commands/cost/allocations.ts')).runAllocationCommand(),
  },
  {
    words: ['cost', 'allocations', 'list'],
    summary: 'list the splits of bills',
    load: async () => (await import('./commands/cost/allocations.ts')).listAllocationsCommand(),
  },
  {
    words: ['cost', 'allocations', 'show'],
    summary: 'show a split of a bill with its lines',
    load: async () => (await import('./commands/cost/allocations.ts')).showAllocationCommand(),
  },
  {
    words: ['cost', 'allocations', 'rules'],
    summary: 'show how the bill is split, or set it',
    load: async () => (await import('./commands/cost/allocations.ts')).allocationRulesCommand(),
  },
  {
    words: ['cost', 'invoices', 'split'],
    summary: "split the operator's invoice of a month over tenants",
    load: async () => (await import('./commands/cost/invoices.ts')).splitInvoiceCommand(),
  },
  {
    words: ['cost', 'invoices', 'list'],
    summary: "list splits of the operator's invoices",
    load: async () => (await import('./commands/cost/invoices.ts')).listInvoicesCommand(),
  },
  {
    words: ['cost', 'invoices', 'show'],
    summary: "show a split of the operator's invoice",
    load: async () => (await import('./commands/cost/invoices.ts')).showInvoiceCommand(),
  },
  {
    words: ['cost', 'invoices', 'book'],
    summary: "book a split in the tenants' bills, once",
    load: async () => (await import('./commands/cost/invoices.ts')).bookInvoiceCommand(),
  },
  {
    words: ['cost', 'margins'],
    summary: "show campaigns' spend beside what they cost to deliver",
    load: async () => (await import('./commands/cost/margins.ts')).marginsCommand(),
  },
  {
    words: ['cost', 'budgets', 'list'],
    summary: 'list the budgets of a tenant, and where each stands',
    load: async () => (await import('./commands/cost/budgets.ts')).listBudgetsCommand(),
  },
  {
    words: ['cost', 'budgets', 'set'],
    summary: 'make a budget, or change one',
    load: async () => (await import('./commands/cost/budgets.ts')).setBudgetCommand(),
  },
  {
    words: ['cost', 'budgets', 'remove'],
    summary: 'remove a budget',
    load: async () => (await import('./commands/cost/budgets.ts')).removeBudgetCommand(),
  },
  {
    words: ['cost', 'alerts'],
    summary: 'list what was told of budgets',
    load: async () => (await import('./commands/cost/budgets.ts')).listAlertsCommand(),
  },
  {
    words: ['cost', 'export'],
    summary: "write a tenant's bill of a month in FOCUS 1.2",
    load: async () => (await import('./commands/cost/export.ts')).exportFocusCommand(),
  },
  {
    words: ['cost', 'validate'],
    summary: 'check a file against our rules for FOCUS 1.2; needs no server and no database',
    load: async () => (await import('./commands/cost/validate.ts')).validateFocusCommand(),
  },
];
