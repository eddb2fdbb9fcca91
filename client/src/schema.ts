// Generated from server/openapi.json by "npm run generate".

export interface paths {
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tell whether the process lives */
        get: operations["getHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tell whether requests can be served */
        get: operations["getReady"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/touchpoints": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Store touchpoints
         * @description Answers 202 only after the rows are committed. Each item stands alone; the same id with the same content is a duplicate.
         */
        post: operations["postTouchpoints"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conversions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List conversions, newest first */
        get: operations["getConversions"];
        put?: never;
        /**
         * Store conversions
         * @description Answers 202 only after the rows are committed. Each item stands alone; the same id with the same content is a duplicate.
         */
        post: operations["postConversions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conversions/{id}/refunds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Refund a conversion in part or whole
         * @description Credit is computed on what remains, never below zero. The same refund id again is a duplicate.
         */
        post: operations["postConversionsIdRefunds"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tracking/imports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List imports, the newest first
         * @description They are forgotten 90 days after their last part.
         */
        get: operations["getTrackingImports"];
        put?: never;
        /**
         * Open the import of a file of events
         * @description While an import of the same file is open, that one is answered: its next part begins at takenBytes.
         */
        post: operations["postTrackingImports"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tracking/imports/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get an import, and how far it is */
        get: operations["getTrackingImportsId"];
        put?: never;
        post?: never;
        /**
         * Forget an import
         * @description Finished or not; the events that it stored stay.
         */
        delete: operations["deleteTrackingImportsId"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tracking/imports/{id}/parts/{offset}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Send a part of a file
         * @description Bytes of the file from the offset on, at most 1,048,576. Of its whole lines 1,000 are taken at a time; the next part begins at takenBytes. A part that was taken before changes nothing, and one behind a gap is a conflict.
         */
        put: operations["putTrackingImportsIdPartsOffset"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tracking/imports/{id}/rejects": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the lines of an import that were not taken, and why
         * @description The first 10,000, by line. Nothing of what stands in them is kept.
         */
        get: operations["getTrackingImportsIdRejects"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tracking/imports/{id}/rejects/csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Export the lines that were not taken as CSV */
        get: operations["getTrackingImportsIdRejectsCsv"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tracking/requests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List stored requests with what became of each, newest first
         * @description Without addresses and hashes. A page looks at 20,000 requests at most, so that one with filters may hold fewer than its limit, or none, and still have a nextCursor.
         */
        get: operations["getTrackingRequests"];
        put?: never;
        /**
         * Store requests for episodes, to be counted
         * @description Answers 202 only after the rows are committed. Each item stands alone; the same id with the same content is a duplicate. What is a download is counted shortly after, by the rules of docs/method.md.
         */
        post: operations["postTrackingRequests"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tracking/host-figures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List what hosts counted as it was entered or pulled, the latest day first */
        get: operations["getTrackingHostFigures"];
        /**
         * Enter what a host counted itself
         * @description By show or episode and UTC day, for the waterfall to hold against what was counted here. Figures of several sources, and those pulled from hosts, stand beside each other: of one place and day the one counts that was entered, if any was, and came last. Null downloads take back what was entered of that source, or else what was pulled from it.
         */
        put: operations["putTrackingHostFigures"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tracking/lists": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what is known of user agents and addresses
         * @description Each list in the version that holds now, with its source, licence and age. Lists belong to the installation.
         */
        get: operations["getTrackingLists"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tracking/sources": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List sources */
        get: operations["getTrackingSources"];
        put?: never;
        /**
         * Create a source
         * @description A shop or tool that sends deliveries to an address of its own, or a host that is asked for figures.
         */
        post: operations["postTrackingSources"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tracking/sources/{key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a source */
        get: operations["getTrackingSourcesKey"];
        /** Replace a source's name and options */
        put: operations["putTrackingSourcesKey"];
        post?: never;
        /** Delete a source */
        delete: operations["deleteTrackingSourcesKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tracking/sources/{key}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give a source a new secret */
        post: operations["postTrackingSourcesKeyRotate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tracking/view-counts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List views of videos beside downloads, by show, day and episode
         * @description Views are totals of their platforms and modelled; they are in no other figure.
         */
        get: operations["getTrackingViewCounts"];
        /** Enter views of videos as totals */
        put: operations["putTrackingViewCounts"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tracking/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List what shops and tools delivered, newest first */
        get: operations["getTrackingDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tracking/deliveries/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read what became of a delivery */
        get: operations["getTrackingDeliveriesId"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tracking/deliveries/{id}/content": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the headers and the body of a delivery
         * @description They may tell of a person, so looking at them is recorded in the audit log.
         */
        get: operations["getTrackingDeliveriesIdContent"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tracking/deliveries/{id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Work on a delivery once more
         * @description What it brought before it does not bring again.
         */
        post: operations["postTrackingDeliveriesIdReplay"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/advertisers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List advertisers */
        get: operations["getAdvertisers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/advertisers/{key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read an advertiser */
        get: operations["getAdvertisersKey"];
        /** Create an advertiser or complete a stub */
        put: operations["putAdvertisersKey"];
        post?: never;
        /** Delete an advertiser */
        delete: operations["deleteAdvertisersKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List campaigns */
        get: operations["getCampaigns"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a campaign */
        get: operations["getCampaignsKey"];
        /** Create a campaign or complete a stub */
        put: operations["putCampaignsKey"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/placements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List placements */
        get: operations["getPlacements"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/placements/{key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a placement, with the addresses of its pixel */
        get: operations["getPlacementsKey"];
        /** Create or replace a placement */
        put: operations["putPlacementsKey"];
        post?: never;
        /** Delete a placement */
        delete: operations["deletePlacementsKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/promo-codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List promo codes over all campaigns */
        get: operations["getPromoCodes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{key}/codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List a campaign's promo codes */
        get: operations["getCampaignsKeyCodes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{key}/codes/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Map a promo code to a campaign
         * @description For a period, or for all time. What it stood for in a period that this one covers, or that starts when it does, is replaced; a period that overlaps in part is a conflict. Conversions that carry the code, past ones too, are matched again.
         */
        put: operations["putCampaignsKeyCodesCode"];
        post?: never;
        /** Take a promo code back */
        delete: operations["deleteCampaignsKeyCodesCode"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List tracking links */
        get: operations["getLinks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/links/{key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a tracking link */
        get: operations["getLinksKey"];
        /** Create or replace a tracking link */
        put: operations["putLinksKey"];
        post?: never;
        /** Delete a tracking link */
        delete: operations["deleteLinksKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/links/{key}/qr": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Draw a tracking link's address as a QR code */
        get: operations["getLinksKeyQr"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/catalog/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Import a CSV file into the catalogue, all of it or nothing
         * @description A line creates what it names or changes it; columns the header leaves out stay as they are. A dry run answers 200 with the errors; an import with errors takes nothing and answers 400, with a pointer /csv/LINE/COLUMN for each.
         */
        post: operations["postCatalogImport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/catalog/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Export a part of the catalogue as CSV */
        get: operations["getCatalogExport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/shows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List shows */
        get: operations["getShows"];
        put?: never;
        /**
         * Make a show from the address of its RSS feed
         * @description The feed is read before the answer; from then on it is read again from time to time.
         */
        post: operations["postShows"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/shows/{key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a show */
        get: operations["getShowsKey"];
        /** Name a show, or complete a stub */
        put: operations["putShowsKey"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change the name or the feed of a show */
        patch: operations["patchShowsKey"];
        trace?: never;
    };
    "/api/v1/shows/{key}/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Read the feed of a show now
         * @description That it cannot be read is no error of the request: `feed` in the answer says why.
         */
        post: operations["postShowsKeyRefresh"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/episodes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List episodes */
        get: operations["getEpisodes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/episodes/{key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read an episode */
        get: operations["getEpisodesKey"];
        /** Name an episode, or complete a stub */
        put: operations["putEpisodesKey"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tracking/pacing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tell where placements stand against what was booked */
        get: operations["getTrackingPacing"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/placements/{key}/pacing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tell where a placement stands, day by day, and what that rests on */
        get: operations["getPlacementsKeyPacing"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tenants/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a tenant */
        get: operations["getTenantsId"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Rename a tenant */
        patch: operations["patchTenantsId"];
        trace?: never;
    };
    "/api/v1/tenants/{id}/close": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Close a tenant
         * @description It can then be read for 30 days, in which the closing can be undone; after them every row of it is deleted.
         */
        post: operations["postTenantsIdClose"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tenants/{id}/reactivate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Undo the closing of a tenant */
        post: operations["postTenantsIdReactivate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tenants/{id}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Export a whole tenant
         * @description Lines of JSON, one row of one table each, secrets left out; the last line holds the counts and a SHA-256 of the others.
         */
        post: operations["postTenantsIdExport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tenants/{id}/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a tenant's settings */
        get: operations["getTenantsIdSettings"];
        /** Replace a tenant's settings */
        put: operations["putTenantsIdSettings"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tenants/{id}/brand": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a tenant's logo and colour */
        get: operations["getTenantsIdBrand"];
        /** Replace a tenant's logo and colour */
        put: operations["putTenantsIdBrand"];
        post?: never;
        /** Forget a tenant's logo and colour */
        delete: operations["deleteTenantsIdBrand"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/views": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List saved views of rooms: your own, and those for everybody */
        get: operations["getViews"];
        put?: never;
        /** Save a room as it is looked at */
        post: operations["postViews"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/views/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Delete a saved view */
        delete: operations["deleteViewsId"];
        options?: never;
        head?: never;
        /** Rename a saved view */
        patch: operations["patchViewsId"];
        trace?: never;
    };
    "/api/v1/tenants/{id}/quotas": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List quotas with what is used */
        get: operations["getTenantsIdQuotas"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tenants/{id}/flags": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List feature flags */
        get: operations["getTenantsIdFlags"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/members/me/mail-choices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List which mails of the tenant you get */
        get: operations["getMembersMeMailChoices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/members/me/mail-choices/{kind}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Get mails of a kind, or none */
        put: operations["putMembersMeMailChoicesKind"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/security/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List API keys */
        get: operations["getSecurityApiKeys"];
        put?: never;
        /** Create an API key */
        post: operations["postSecurityApiKeys"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/security/api-keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revoke an API key */
        delete: operations["deleteSecurityApiKeysId"];
        options?: never;
        head?: never;
        /** Change an API key */
        patch: operations["patchSecurityApiKeysId"];
        trace?: never;
    };
    "/api/v1/security/api-keys/{id}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give an API key a new secret */
        post: operations["postSecurityApiKeysIdRotate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/security/service-accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List service accounts */
        get: operations["getSecurityServiceAccounts"];
        put?: never;
        /** Create a service account */
        post: operations["postSecurityServiceAccounts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/security/service-accounts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change, disable or enable a service account */
        patch: operations["patchSecurityServiceAccountsId"];
        trace?: never;
    };
    "/api/v1/security/audit-log": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List who did what, newest first */
        get: operations["getSecurityAuditLog"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/security/audit-log/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Export the audit log as CSV or NDJSON */
        get: operations["getSecurityAuditLogExport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/security/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List security events, newest first */
        get: operations["getSecurityEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/security/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List webhooks */
        get: operations["getSecurityWebhooks"];
        put?: never;
        /** Create a webhook */
        post: operations["postSecurityWebhooks"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/security/webhooks/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a webhook */
        get: operations["getSecurityWebhooksId"];
        put?: never;
        post?: never;
        /** Delete a webhook */
        delete: operations["deleteSecurityWebhooksId"];
        options?: never;
        head?: never;
        /** Change, disable or enable a webhook */
        patch: operations["patchSecurityWebhooksId"];
        trace?: never;
    };
    "/api/v1/security/webhooks/{id}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give a webhook a new secret */
        post: operations["postSecurityWebhooksIdRotate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/security/webhooks/{id}/ping": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a webhook a message to try it */
        post: operations["postSecurityWebhooksIdPing"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/security/webhooks/{id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List what was sent to a webhook */
        get: operations["getSecurityWebhooksIdDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/security/audit-log/checkpoints": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the signed checkpoints of the audit log
         * @description Keep them elsewhere: with one, an audit log that was cut off or written anew is found out.
         */
        get: operations["getSecurityAuditLogCheckpoints"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/security/audit-log/public-key": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read the public key of the checkpoints */
        get: operations["getSecurityAuditLogPublicKey"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/security/oauth-clients": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List OAuth clients */
        get: operations["getSecurityOauthClients"];
        put?: never;
        /** Register an OAuth client */
        post: operations["postSecurityOauthClients"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/security/oauth-clients/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read an OAuth client */
        get: operations["getSecurityOauthClientsId"];
        /** Change an OAuth client */
        put: operations["putSecurityOauthClientsId"];
        post?: never;
        /** Delete an OAuth client and end its tokens */
        delete: operations["deleteSecurityOauthClientsId"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/security/oauth-clients/{id}/secrets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give an OAuth client a new secret */
        post: operations["postSecurityOauthClientsIdSecrets"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/security/oauth-consents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the programs you let in */
        get: operations["getSecurityOauthConsents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/security/oauth-consents/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take back what you allowed a program */
        delete: operations["deleteSecurityOauthConsentsId"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/security/sso-connections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List connections to identity providers */
        get: operations["getSecuritySsoConnections"];
        put?: never;
        /** Connect an identity provider */
        post: operations["postSecuritySsoConnections"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/security/sso-connections/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a connection to an identity provider */
        get: operations["getSecuritySsoConnectionsId"];
        /** Change a connection to an identity provider */
        put: operations["putSecuritySsoConnectionsId"];
        post?: never;
        /** Delete a connection and end its sessions */
        delete: operations["deleteSecuritySsoConnectionsId"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/security/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List your own sessions */
        get: operations["getSecuritySessions"];
        put?: never;
        /** Sign in, with a password or an API key */
        post: operations["postSecuritySessions"];
        /** End your other sessions */
        delete: operations["deleteSecuritySessions"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/security/sessions/current": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tell whether this browser is signed in */
        get: operations["getSecuritySessionsCurrent"];
        put?: never;
        post?: never;
        /** Sign this browser out */
        delete: operations["deleteSecuritySessionsCurrent"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/security/sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** End one of your sessions */
        delete: operations["deleteSecuritySessionsId"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/security/sessions/current/second-factor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give the second factor of a sign-in */
        post: operations["postSecuritySessionsCurrentSecondFactor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/security/sessions/current/step-up": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Prove once more who you are */
        post: operations["postSecuritySessionsCurrentStepUp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/security/people/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read your account */
        get: operations["getSecurityPeopleMe"];
        /** Change your name */
        put: operations["putSecurityPeopleMe"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/security/people/me/email": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Ask to change your e-mail address */
        put: operations["putSecurityPeopleMeEmail"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/security/verification": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Confirm an e-mail address by a mailed link */
        post: operations["postSecurityVerification"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/security/verification/requests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask for the link to confirm an address */
        post: operations["postSecurityVerificationRequests"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/security/people/me/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read everything that is kept of you */
        get: operations["getSecurityPeopleMeExport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/security/people/me/deletion": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask for the code to delete your account */
        post: operations["postSecurityPeopleMeDeletion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/security/people/me/deletion/confirmation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Delete your account by that code */
        post: operations["postSecurityPeopleMeDeletionConfirmation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List members */
        get: operations["getMembers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/members/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove a member */
        delete: operations["deleteMembersId"];
        options?: never;
        head?: never;
        /** Give a member another role */
        patch: operations["patchMembersId"];
        trace?: never;
    };
    "/api/v1/members/{id}/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the live API keys a member knows */
        get: operations["getMembersIdKeys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/members/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Leave the tenant */
        delete: operations["deleteMembersMe"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/members/{id}/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List a member's sessions in this tenant */
        get: operations["getMembersIdSessions"];
        put?: never;
        post?: never;
        /** End a member's sessions in this tenant */
        delete: operations["deleteMembersIdSessions"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/members/{id}/sessions/{sessionId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** End one of a member's sessions */
        delete: operations["deleteMembersIdSessionsSessionId"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List invitations that wait */
        get: operations["getInvitations"];
        put?: never;
        /** Invite somebody */
        post: operations["postInvitations"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invitations/{id}/send": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Mail an invitation again */
        post: operations["postInvitationsIdSend"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invitations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Withdraw an invitation */
        delete: operations["deleteInvitationsId"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invitations/look-up": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Tell what a mailed link invites to */
        post: operations["postInvitationsLookUp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invitations/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Accept an invitation */
        post: operations["postInvitationsAccept"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/security/sessions/current/tenants": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the tenants you belong to */
        get: operations["getSecuritySessionsCurrentTenants"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/security/sessions/current/tenant": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Act in another of your tenants */
        put: operations["putSecuritySessionsCurrentTenant"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/security/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Change your password */
        put: operations["putSecurityPassword"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/security/password/reset-requests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask for a link to choose a password */
        post: operations["postSecurityPasswordResetRequests"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/security/password/resets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Choose a password by a mailed link */
        post: operations["postSecurityPasswordResets"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/security/mfa/enrolment": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Begin to set up a second factor */
        post: operations["postSecurityMfaEnrolment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/security/mfa/confirmation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Put a second factor to use by a code of it */
        post: operations["postSecurityMfaConfirmation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/security/mfa/recovery-codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make new recovery codes */
        post: operations["postSecurityMfaRecoveryCodes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/security/mfa": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove your second factor */
        delete: operations["deleteSecurityMfa"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/attribution/models": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the models, built in and of your own */
        get: operations["getAttributionModels"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/attribution/models/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a model of your own */
        get: operations["getAttributionModelsName"];
        /**
         * Keep a model of your own
         * @description Makes a version that never changes: the first one, or the next one when the newest says something else. The same once more makes none. What the parameters leave open, a report may choose.
         */
        put: operations["putAttributionModelsName"];
        post?: never;
        /**
         * Archive a model of your own
         * @description It is listed no more and reports may only name it with a version; its versions stay readable.
         */
        delete: operations["deleteAttributionModelsName"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/attribution/models/{name}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the versions of a model of your own */
        get: operations["getAttributionModelsNameVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/attribution/models/{name}/difference": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tell what differs between two versions */
        get: operations["getAttributionModelsNameDifference"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/attribution/credit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Credit paths without storing them
         * @description Weights and exact money for the paths in the body, by the engine that reports use. Nothing is stored.
         */
        post: operations["postAttributionCredit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/attribution/report": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Credit under one model
         * @description Rows hold attributed credit and sum to the attributed totals exactly; every option is chosen here, when reading.
         */
        get: operations["getAttributionReport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/attribution/compare": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Credit under several models side by side */
        get: operations["getAttributionCompare"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/attribution/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tell how much is still being matched */
        get: operations["getAttributionStatus"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/attribution/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List runs, the newest first */
        get: operations["getAttributionRuns"];
        put?: never;
        /**
         * Compute credit and keep what it came to
         * @description The same inputs give the same hashes on any machine; the run is computed in the background.
         */
        post: operations["postAttributionRuns"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/attribution/runs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a run */
        get: operations["getAttributionRunsId"];
        put?: never;
        post?: never;
        /** Forget a run, or give it up */
        delete: operations["deleteAttributionRunsId"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/attribution/runs/{id}/credits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export every credit of a run
         * @description NDJSON begins with the run itself, and is all that "earshot runs verify --file FILE" needs.
         */
        get: operations["getAttributionRunsIdCredits"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/attribution/runs/{id}/verification": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Compute a run again and compare the hashes */
        get: operations["getAttributionRunsIdVerification"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/attribution/runs/{id}/comparison": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tell what changed from one run to another, and why */
        get: operations["getAttributionRunsIdComparison"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/attribution/fits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List fits, the newest first */
        get: operations["getAttributionFits"];
        put?: never;
        /**
         * Fit a data-driven model to the events
         * @description It is fitted every night as well, by show and with the lookback of the settings; here for other terms, or now.
         */
        post: operations["postAttributionFits"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/attribution/fits/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a fit */
        get: operations["getAttributionFitsId"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/attribution/validations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List validations, the newest first */
        get: operations["getAttributionValidations"];
        put?: never;
        /**
         * Hold every model against simulated worlds, or own data with planted effects
         * @description It is computed in the background. The same options give the same figures.
         */
        post: operations["postAttributionValidations"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/attribution/validations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a validation */
        get: operations["getAttributionValidationsId"];
        put?: never;
        post?: never;
        /** Forget a validation, or give it up */
        delete: operations["deleteAttributionValidationsId"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/attribution/placebo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Tell how often conversions are matched by chance
         * @description The same matching against exposures that came after the conversions, beside that against those before them.
         */
        get: operations["getAttributionPlacebo"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/attribution/promo-swap": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tell what a promo swap brought each of two shows */
        get: operations["getAttributionPromoSwap"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/attribution/analytics/reach": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Tell how far exposures reached, what they led to and what they cost
         * @description By campaign, show, episode, placement, day, country or player, in one period or two; every rate has its interval.
         */
        get: operations["getAttributionAnalyticsReach"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/attribution/analytics/lag": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tell how long after a touch conversions came */
        get: operations["getAttributionAnalyticsLag"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/attribution/analytics/paths": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Tell which paths conversions took
         * @description How long they were, which ways most of them went, which conversions each unit assisted, and the flow as a picture.
         */
        get: operations["getAttributionAnalyticsPaths"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/attribution/analytics/overlap": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tell which households several shows or campaigns reached together */
        get: operations["getAttributionAnalyticsOverlap"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/attribution/analytics/cohorts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tell what households did in each month since their first exposure */
        get: operations["getAttributionAnalyticsCohorts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/attribution/analytics/leakage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tell what speaks for promo codes having leaked */
        get: operations["getAttributionAnalyticsLeakage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/attribution/analytics/surveys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Set what survey answers say of each show beside what is credited to it */
        get: operations["getAttributionAnalyticsSurveys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/attribution/campaigns/{key}/credit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One campaign's credit, divided
         * @description The campaign's row of a report under the same options, by show, episode, placement, channel or day.
         */
        get: operations["getAttributionCampaignsKeyCredit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/attribution/shows/{key}/credit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One show's credit, divided
         * @description The show's row of a report by show under the same options, by campaign, episode, placement, channel or day.
         */
        get: operations["getAttributionShowsKeyCredit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/attribution/vendor-reports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List other vendors' reports */
        get: operations["getAttributionVendorReports"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/attribution/vendor-reports/{key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Set a vendor's report beside ours
         * @description Each difference comes with the steps that lead from our figure to one counted as the vendor counts.
         */
        get: operations["getAttributionVendorReportsKey"];
        /** Keep a vendor's report */
        put: operations["putAttributionVendorReportsKey"];
        post?: never;
        /** Forget a vendor's report */
        delete: operations["deleteAttributionVendorReportsKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/attribution/experiments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List experiments */
        get: operations["getAttributionExperiments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/attribution/experiments/{key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read an experiment and its plan */
        get: operations["getAttributionExperimentsKey"];
        /**
         * Plan an experiment
         * @description Keeps a draft and answers with its plan: the number of participants for an effect, or the smallest effect that so many find. The ad server assigns listeners and says so on touchpoints, in test (this key) and arm. Baked-in ads can be tested by region and by time.
         */
        put: operations["putAttributionExperimentsKey"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/attribution/experiments/{key}/state": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Start, stop or archive an experiment */
        put: operations["putAttributionExperimentsKeyState"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/attribution/experiments/{key}/readout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read what an experiment shows so far
         * @description Sample ratio and contamination first, then the comparison as assigned. The verdict over an audience goes by a test that may be read at any time; over regions and times it comes once, at the end.
         */
        get: operations["getAttributionExperimentsKeyReadout"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/attribution/experiments/{key}/calibration": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Hold a model's credit against what an experiment measured
         * @description The factor between the two, with its interval; a report applies it beside its own figures with calibrate=KEY.
         */
        get: operations["getAttributionExperimentsKeyCalibration"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/attribution/conversions/{id}/explanation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Explain one conversion's credit
         * @description The path with evidence, weight and credit of each touchpoint, and the same in sentences. {id} is the id the tenant sent.
         */
        get: operations["getAttributionConversionsIdExplanation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/attribution/conversions/{id}/explanation-links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a signed page of one conversion's explanation
         * @description Whoever has the address can read it until it expires or is revoked. The address is answered this once.
         */
        post: operations["postAttributionConversionsIdExplanationLinks"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/attribution/explanation-links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the pages that explain conversions, the newest first */
        get: operations["getAttributionExplanationLinks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/attribution/explanation-links/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revoke such a page */
        delete: operations["deleteAttributionExplanationLinksId"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/attribution/report-links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the pages that show reports, the newest first */
        get: operations["getAttributionReportLinks"];
        put?: never;
        /**
         * Make a page that shows a report
         * @description Whoever has the address can read it until it expires or is revoked. The address is answered this once.
         */
        post: operations["postAttributionReportLinks"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/attribution/report-links/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revoke such a page */
        delete: operations["deleteAttributionReportLinksId"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/attribution/report-schedules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the reports that are mailed, the newest first */
        get: operations["getAttributionReportSchedules"];
        put?: never;
        /** Have a report mailed every day, week or month */
        post: operations["postAttributionReportSchedules"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/attribution/report-schedules/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** End such mails */
        delete: operations["deleteAttributionReportSchedulesId"];
        options?: never;
        head?: never;
        /** Pause such mails, or have them go on */
        patch: operations["patchAttributionReportSchedulesId"];
        trace?: never;
    };
    "/api/v1/attribution/report-schedules/{id}/send": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Mail such a report now */
        post: operations["postAttributionReportSchedulesIdSend"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/attribution/restatements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List restatements, the newest first
         * @description Each with when, why, by whom as far as that is on record, and the path before and after. Erased versions are gone.
         */
        get: operations["getAttributionRestatements"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/attribution/conversions/{id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the versions of one conversion's path, the newest first
         * @description {id} is the id the tenant sent. Versions that an erasure deleted are told as a number.
         */
        get: operations["getAttributionConversionsIdHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/attribution/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Tell what the last nightly check of stored paths found
         * @description Every night paths are built anew from the stored events, and compared with the stored ones and their sums.
         */
        get: operations["getAttributionCheck"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/shares": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the shares this tenant gives */
        get: operations["getShares"];
        put?: never;
        /**
         * Share one campaign's figures with another tenant
         * @description Answers an invitation code, once, for the other side to enter.
         */
        post: operations["postShares"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/shares/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a share this tenant gives */
        get: operations["getSharesId"];
        put?: never;
        post?: never;
        /** Revoke a share, at once */
        delete: operations["deleteSharesId"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/shares/received": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the shares that name this tenant */
        get: operations["getSharesReceived"];
        put?: never;
        /**
         * Enter an invitation code
         * @description The share then names this tenant, which sees what it covers and accepts or declines it.
         */
        post: operations["postSharesReceived"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/shares/received/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a share that names this tenant */
        get: operations["getSharesReceivedId"];
        put?: never;
        post?: never;
        /** Decline a share, or give it back */
        delete: operations["deleteSharesReceivedId"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/shares/received/{id}/acceptance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Accept a share */
        put: operations["putSharesReceivedIdAcceptance"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/shares/report": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every share this tenant received, in one view */
        get: operations["getSharesReport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/shares/{id}/report": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The figures of a live share
         * @description The same for both sides. Reading them is recorded in the audit logs of both.
         */
        get: operations["getSharesIdReport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/shares/{id}/manifest": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Check this tenant's own events against the last run of a matching share */
        get: operations["getSharesIdManifest"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tracking/waterfall": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How requests became downloads, and downloads credit
         * @description For any campaign, show, episode and days; each row adds up to the one before, and beside it stands what hosts counted.
         */
        get: operations["getTrackingWaterfall"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cost/usage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get what was used, by meter */
        get: operations["getCostUsage"];
        put?: never;
        /**
         * Count usage on the tenant's own meters
         * @description Answers 202 only after the sums are committed. Each item stands alone; the same id of a source again is a duplicate. Limits refuse nothing that was used; those that are reached stand in warnings.
         */
        post: operations["postCostUsage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cost/usage/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the events behind a meter's figure */
        get: operations["getCostUsageEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cost/meters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List meters */
        get: operations["getCostMeters"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cost/meters/{key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Make or change a meter */
        put: operations["putCostMetersKey"];
        post?: never;
        /** Remove a meter that has no usage */
        delete: operations["deleteCostMetersKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cost/limits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List limits, and how each stands */
        get: operations["getCostLimits"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cost/limits/{key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a limit, and how it stands */
        get: operations["getCostLimitsKey"];
        /**
         * Set a limit
         * @description A limit counts what its present period holds already. One that counts something else than before, or by another period, begins a counter of its own; one that only stands elsewhere keeps its counter.
         */
        put: operations["putCostLimitsKey"];
        post?: never;
        /** Remove a limit */
        delete: operations["deleteCostLimitsKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cost/reservations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Set aside what work may use, before it begins
         * @description On all limits that hold for it, or on none: then the answer is 429, or 402 where the meter counts money, and names entity, limit, what is used and when counting begins anew.
         */
        post: operations["postCostReservations"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cost/reservations/{id}/settle": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Count what work used, and give back the rest
         * @description All of it is counted, also beyond what was set aside. Only the first settlement counts.
         */
        post: operations["postCostReservationsIdSettle"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cost/reservations/{id}/keep": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Keep what is set aside for longer work */
        post: operations["postCostReservationsIdKeep"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cost/reservations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Give back what is set aside */
        delete: operations["deleteCostReservationsId"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cost/prices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what each meter costs, today and before
         * @description Earshot comes with no prices. Of a meter that is unpriced there are quantities, and no cost: not one of 0.
         */
        get: operations["getCostPrices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cost/prices/{meter}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Set what a meter costs from a day on
         * @description Every version is kept. Usage of days since then is booked anew, by further entries. The operator's price goes before it.
         */
        put: operations["putCostPricesMeter"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cost/entries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what is booked, the newest first
         * @description CSV has a row for each entry, all in one file.
         */
        get: operations["getCostEntries"];
        put?: never;
        /**
         * Book a purchase, a credit or a tax
         * @description Entries never change: what is wrong is set right by another one. A day of a closed month is booked in the present month and says which one it corrects; a month closes 12 hours after its end.
         */
        post: operations["postCostEntries"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cost/exports/focus": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export a month's bill as CSV in FOCUS 1.2 or 1.4
         * @description Usage by day, meter, campaign, feature and tier of its price; purchases, credits and taxes one by one.
         */
        get: operations["getCostExportsFocus"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cost/reports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Report what charges came to, beside another period
         * @description Charges count by their own day, whichever month's bill they stand in. Currencies are not converted.
         */
        get: operations["getCostReports"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cost/forecast": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Forecast what a month will cost by its end
         * @description Of each meter from three days of data on, with an 80 % interval; purchases, credits and taxes count as they are booked.
         */
        get: operations["getCostForecast"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cost/statements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a month's bill, ready to be sent
         * @description Lines are rounded together, so that they sum to the total. A closed one stays as it is. CSV has one row per line.
         */
        get: operations["getCostStatements"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cost/savings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what could cost less
         * @description What is paid for and not used, cheaper models, and cheaper prices and tiers, each with its figure and its caveat.
         */
        get: operations["getCostSavings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cost/allocations/rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List how the bill is split */
        get: operations["getCostAllocationsRules"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cost/allocations/rules/{dimension}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Set how the bill is split over a dimension
         * @description A further version, unless it says the same as the last one. Splits that were computed stay as they are.
         */
        put: operations["putCostAllocationsRulesDimension"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cost/allocations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List splits of the bill, the newest first */
        get: operations["getCostAllocations"];
        put?: never;
        /**
         * Split a month's bill over campaigns, advertisers or features
         * @description Entries that name an owner go to it; all else is split by the rules. The lines sum to the invoice to the cent. The same inputs answer the split that is there; others make a further version, and the earlier ones stay.
         */
        post: operations["postCostAllocations"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cost/allocations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a split of the bill with its lines */
        get: operations["getCostAllocationsId"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cost/allocations/{id}/lines": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Export the lines of a split as CSV */
        get: operations["getCostAllocationsIdLines"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cost/margins": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Compare campaigns' spend with what they cost to deliver
         * @description Spend is spread evenly over the days of a flight; cost is that of the latest splits of the months over campaigns. What is not known is null.
         */
        get: operations["getCostMargins"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cost/budgets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the budgets, and where each stands */
        get: operations["getCostBudgets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cost/budgets/{key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a budget, and where it stands */
        get: operations["getCostBudgetsKey"];
        /**
         * Make a budget, or change one
         * @description A budget refuses nothing: it tells. What is reached already is told at once. A change of what it counts, of its limit or of its thresholds arms its alerts again.
         */
        put: operations["putCostBudgetsKey"];
        post?: never;
        /** Remove a budget; its alerts stay */
        delete: operations["deleteCostBudgetsKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cost/alerts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what was told of budgets, the newest first
         * @description Each threshold is told once in a period, and again after the budget is changed. Alerts stay when their budget goes.
         */
        get: operations["getCostAlerts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ai/transcripts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List transcripts, the newest first */
        get: operations["getAiTranscripts"];
        put?: never;
        /**
         * Keep an episode's transcript: a text, the feed's, or a file on the web
         * @description Of each episode and source there is one. Another content replaces it as its next version; the same content changes nothing.
         */
        post: operations["postAiTranscripts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ai/transcripts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a transcript, without what was said */
        get: operations["getAiTranscriptsId"];
        put?: never;
        post?: never;
        /** Forget a transcript */
        delete: operations["deleteAiTranscriptsId"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ai/transcripts/{id}/segments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read what was said */
        get: operations["getAiTranscriptsIdSegments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ai/transcriptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List transcriptions, the newest first */
        get: operations["getAiTranscriptions"];
        put?: never;
        /**
         * Have audio become a transcript
         * @description An episode's file, one on the web, or one whose parts are sent next. It is heard in the background, by a provider.
         */
        post: operations["postAiTranscriptions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ai/transcriptions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a transcription, and how far it is */
        get: operations["getAiTranscriptionsId"];
        put?: never;
        post?: never;
        /** Give a transcription up */
        delete: operations["deleteAiTranscriptionsId"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ai/transcriptions/{id}/parts/{part}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Send a part of a file */
        put: operations["putAiTranscriptionsIdPartsPart"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ai/transcriptions/{id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Go on with a transcription that failed */
        post: operations["postAiTranscriptionsIdRetry"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ai/transcripts/{id}/analysis": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read what was found in a transcript
         * @description Ads, keywords, topics of the IAB Content Taxonomy, who and what is named, a summary, sentiment, words that advertisers stay away from, and chapters, each with how it was found.
         */
        get: operations["getAiTranscriptsIdAnalysis"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ai/insights": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List what analyses, anomalies and forecasts have found, of the latest day first */
        get: operations["getAiInsights"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ai/insights/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get an insight */
        get: operations["getAiInsightsId"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Say what became of an insight */
        patch: operations["patchAiInsightsId"];
        trace?: never;
    };
    "/api/v1/ai/predictions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List predictions, the newest first */
        get: operations["getAiPredictions"];
        put?: never;
        /**
         * Predict a campaign's outcome, an episode's downloads, or where a running campaign will end
         * @description With intervals of 50, 80 and 95 %, from the history of the tenant alone, and with how such predictions did before. Without history the intervals are a prior alone, and no point is told. Attributed is not incremental.
         */
        post: operations["postAiPredictions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ai/predictions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a prediction, with its backtest and its outcome */
        get: operations["getAiPredictionsId"];
        put?: never;
        post?: never;
        /** Forget a prediction */
        delete: operations["deleteAiPredictionsId"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ai/briefs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List what is asked of placements */
        get: operations["getAiBriefs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ai/briefs/{placement}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read what is asked of a placement's read */
        get: operations["getAiBriefsPlacement"];
        /**
         * Say what is asked of a placement's read
         * @description Sponsor, talking points, promo code, address, position, length, words that must not be said, and how far competitors keep.
         */
        put: operations["putAiBriefsPlacement"];
        post?: never;
        /** Ask nothing more of a placement's read */
        delete: operations["deleteAiBriefsPlacement"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ai/airchecks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List airchecks, the newest first */
        get: operations["getAiAirchecks"];
        put?: never;
        /**
         * Check a transcript against a placement's brief
         * @description Each requirement passes, fails or is uncertain, with the words and the time that speak for it. Uncertain never counts as pass.
         */
        post: operations["postAiAirchecks"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ai/airchecks/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read an aircheck */
        get: operations["getAiAirchecksId"];
        put?: never;
        post?: never;
        /** Forget an aircheck */
        delete: operations["deleteAiAirchecksId"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ai/airchecks/{id}/evidence": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get an aircheck as a page to send to the sponsor
         * @description One file that needs no other, without scripts, fit to be printed.
         */
        get: operations["getAiAirchecksIdEvidence"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ai/anomalies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List anomalies, what began last first
         * @description What was unusual in daily and hourly series of the tenant, its shows and its campaigns; alerts of one cause are one anomaly.
         */
        get: operations["getAiAnomalies"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ai/anomalies/watch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** See how many series are watched, and how far */
        get: operations["getAiAnomaliesWatch"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ai/anomalies/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get an anomaly with the figures of its series */
        get: operations["getAiAnomaliesId"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ai/anomalies/{id}/series": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read the series of an anomaly with what was expected of them */
        get: operations["getAiAnomaliesIdSeries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ai/anomalies/{id}/feedback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Say whether an anomaly was useful, expected or wrong
         * @description It moves the limits of its series, or leaves its days out of what is learned, from the next look on.
         */
        put: operations["putAiAnomaliesIdFeedback"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ai/recommendations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List recommendations, the open ones with the largest expected gain first */
        get: operations["getAiRecommendations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ai/recommendations/look": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tell when figures were looked at last, and why nothing is recommended of some kinds */
        get: operations["getAiRecommendationsLook"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ai/recommendations/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Look at the figures now rather than at the daily time */
        post: operations["postAiRecommendationsRefresh"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ai/recommendations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a recommendation */
        get: operations["getAiRecommendationsId"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Say what becomes of a recommendation
         * @description Once it is done, later figures are held against what was expected, as soon as there are enough of them.
         */
        patch: operations["patchAiRecommendationsId"];
        trace?: never;
    };
    "/api/v1/ai/providers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List AI providers, with what they cost this month */
        get: operations["getAiProviders"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ai/providers/{key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read an AI provider */
        get: operations["getAiProvidersKey"];
        /** Add an AI provider or change one */
        put: operations["putAiProvidersKey"];
        post?: never;
        /** Delete an AI provider and its key */
        delete: operations["deleteAiProvidersKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ai/providers/{key}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask an AI provider a small question, or have it hear a second of sound */
        post: operations["postAiProvidersKeyTest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/security/privacy-requests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List privacy requests, newest first */
        get: operations["getSecurityPrivacyRequests"];
        put?: never;
        /** Take a request of a person about their data */
        post: operations["postSecurityPrivacyRequests"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/security/privacy-requests/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a privacy request */
        get: operations["getSecurityPrivacyRequestsId"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/security/privacy-requests/{id}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Fetch the data gathered for a person, as a zip */
        get: operations["getSecurityPrivacyRequestsIdExport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/security/privacy-requests/{id}/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** State how you made sure who asks; work begins */
        post: operations["postSecurityPrivacyRequestsIdVerify"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/security/privacy-requests/{id}/extend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take two months more */
        post: operations["postSecurityPrivacyRequestsIdExtend"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/security/privacy-requests/{id}/refuse": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Refuse a request, with the reason */
        post: operations["postSecurityPrivacyRequestsIdRefuse"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/security/privacy-requests/{id}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take back a restriction or an objection */
        post: operations["postSecurityPrivacyRequestsIdEnd"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tracking/tags": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List site tags */
        get: operations["getTrackingTags"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tracking/tags/{key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a site tag */
        get: operations["getTrackingTagsKey"];
        /**
         * Create or change a site tag
         * @description The answer holds the snippet to paste into every page.
         */
        put: operations["putTrackingTagsKey"];
        post?: never;
        /** Delete a site tag */
        delete: operations["deleteTrackingTagsKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tracking/arrivals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Tell what has come since an instant, source by source
         * @description For a live check while tracking is set up: what came last, and what came and counts for nothing, with why.
         */
        get: operations["getTrackingArrivals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tracking/downloads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List downloads by show, episode and day
         * @description As they are counted by the rules of IAB v2.3: the figures of the waterfall, with the window and the delivery evidence.
         */
        get: operations["getTrackingDownloads"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tracking/host-episodes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List episodes as hosts name them
         * @description Of hosts that are asked for figures, each with the episode of yours that it was found to be.
         */
        get: operations["getTrackingHostEpisodes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tracking/survey-answers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List answers, newest first */
        get: operations["getTrackingSurveyAnswers"];
        put?: never;
        /**
         * Store answers to "how did you hear about us"
         * @description Each item stands alone; the same id again is a duplicate.
         */
        post: operations["postTrackingSurveyAnswers"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tracking/survey-answers/{id}/mapping": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Say which show an answer means
         * @description Its conversion is matched again.
         */
        put: operations["putTrackingSurveyAnswersIdMapping"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tracking/surveys/summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read the survey multiplier */
        get: operations["getTrackingSurveysSummary"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tenants/{id}/onboarding": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read how far a tenant has come to its first credited conversion */
        get: operations["getTenantsIdOnboarding"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Say what a tenant is, skip or resume steps, put the guide away */
        patch: operations["patchTenantsIdOnboarding"];
        trace?: never;
    };
    "/api/v1/tenants/{id}/sample": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read whether there is sample data in a tenant */
        get: operations["getTenantsIdSample"];
        put?: never;
        /**
         * Fill an empty tenant with sample data
         * @description A small simulated world, through the same intake as any events, whose numbers it counts for.
         */
        post: operations["postTenantsIdSample"];
        /** Remove the sample data of a tenant wholly */
        delete: operations["deleteTenantsIdSample"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/platform/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign in as an operator */
        post: operations["postPlatformSessions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/platform/sessions/current": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Sign the operator out */
        delete: operations["deletePlatformSessionsCurrent"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/platform/tenants": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the installation's tenants */
        get: operations["getPlatformTenants"];
        put?: never;
        /** Create a tenant */
        post: operations["postPlatformTenants"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/platform/tenants/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read any tenant */
        get: operations["getPlatformTenantsId"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Rename a tenant, or change its tier */
        patch: operations["patchPlatformTenantsId"];
        trace?: never;
    };
    "/api/v1/platform/tenants/{id}/suspend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Suspend a tenant */
        post: operations["postPlatformTenantsIdSuspend"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/platform/tenants/{id}/reactivate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Lift a suspension, undo a closing */
        post: operations["postPlatformTenantsIdReactivate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/platform/tenants/{id}/close": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Close any tenant */
        post: operations["postPlatformTenantsIdClose"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/platform/tenants/{id}/quotas": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List a tenant's quotas */
        get: operations["getPlatformTenantsIdQuotas"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/platform/tenants/{id}/quotas/{quota}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Set another limit than the tier's */
        put: operations["putPlatformTenantsIdQuotasQuota"];
        post?: never;
        /** Give a quota its tier's limit again */
        delete: operations["deletePlatformTenantsIdQuotasQuota"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/platform/tenants/{id}/flags": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List a tenant's feature flags */
        get: operations["getPlatformTenantsIdFlags"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/platform/tenants/{id}/flags/{flag}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Turn a feature flag for a tenant */
        put: operations["putPlatformTenantsIdFlagsFlag"];
        post?: never;
        /** Leave a feature flag to the tier again */
        delete: operations["deletePlatformTenantsIdFlagsFlag"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/platform/flags": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List feature flags as they stand for each tier */
        get: operations["getPlatformFlags"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/platform/tiers/{tier}/flags/{flag}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Turn a feature flag for a tier */
        put: operations["putPlatformTiersTierFlagsFlag"];
        post?: never;
        /** Leave a feature flag to its default again */
        delete: operations["deletePlatformTiersTierFlagsFlag"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/platform/audit-log": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read the installation's own log */
        get: operations["getPlatformAuditLog"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/platform/tenants/{id}/prices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List what each meter costs a tenant, today and before */
        get: operations["getPlatformTenantsIdPrices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/platform/tenants/{id}/prices/{meter}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Set what a tenant is asked for a meter */
        put: operations["putPlatformTenantsIdPricesMeter"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/platform/costs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Sum each tenant's bill of a month, beside another month
         * @description Currencies are not converted. What was used without a price is named, and in no sum.
         */
        get: operations["getPlatformCosts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/platform/cost/allocations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List splits of the operator's invoices over tenants
         * @description The newest first, 200 at the most.
         */
        get: operations["getPlatformCostAllocations"];
        put?: never;
        /**
         * Split the operator's invoice of a month over tenants
         * @description To the cent, over all tenants that were open in it. Nothing is booked by it; the same inputs answer the split that is there.
         */
        post: operations["postPlatformCostAllocations"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/platform/cost/allocations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a split of the operator's invoice */
        get: operations["getPlatformCostAllocationsId"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/platform/cost/allocations/{id}/bookings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Book a split in the tenants' bills
         * @description As purchases; once: what is booked already is left alone, and what differs is booked as a correction.
         */
        post: operations["postPlatformCostAllocationsIdBookings"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/platform/onboarding": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Count how far tenants have come to their first credited conversion
         * @description Sample data, simulated and closed tenants are left out, and those that had credit before anybody looked.
         */
        get: operations["getPlatformOnboarding"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Acceptance: {
            /** @description what stands behind the # of the mailed link */
            token: string;
            /** @description only of somebody who has no account yet */
            name?: string;
            /** @description only of somebody who has no account yet */
            password?: string;
        };
        AccountExport: {
            person: {
                id: string;
                email: string;
                name: string;
                createdAt: string;
                emailVerifiedAt: string | null;
            };
            /** @description the password itself is stored as a hash and is not exported */
            hasPassword: boolean;
            hasSecondFactor: boolean;
            memberships: {
                tenantId: string;
                tenant: string;
                /** @enum {string} */
                role: "owner" | "admin" | "analyst" | "viewer" | "billing";
                since: string;
                /** @description which mails of the tenant you chose to get, or to get no more */
                mailChoices: {
                    kind: string;
                    isMailed: boolean;
                    chosenAt: string;
                }[];
            }[];
            sessions: {
                createdAt: string;
                lastSeenAt: string;
                expiresAt: string;
                userAgent: string;
                network: string;
            }[];
            /** @description browsers that were seen before, kept as hashes */
            devices: number;
            /** @description what you did outside of any tenant, the newest 1,000; what you did in a tenant stands in that tenant's audit log */
            actions: {
                occurredAt: string;
                action: string;
                target: string;
            }[];
        };
        AdministeredChange: {
            name?: string;
            /** @enum {string} */
            tier?: "free" | "starter" | "professional" | "enterprise";
        };
        AdministeredTenant: {
            name: string;
            slug: string;
            /**
             * @default free
             * @enum {string}
             */
            tier?: "free" | "starter" | "professional" | "enterprise";
            currency?: string;
            /** @description invited by mail to be the first owner */
            owner?: string;
        };
        Advertiser: {
            /** @description the tenant's own key, as campaigns name it */
            key: string;
            name: string | null;
            /** @description the host of its site */
            siteHost: string | null;
            createdAt: string;
        };
        AdvertiserDetails: {
            /** @default null */
            name?: string | null;
            /**
             * @description the host of its site, such as shop.example
             * @default null
             */
            siteHost?: string | null;
        };
        AggregateReadout: {
            /** @description conversions, or value, in the test regions; per day in blocks with the ad */
            observed: number;
            /** @description what they were to bring without: as the other regions grew; per day in blocks without */
            expected: number | null;
            /** @description observed less expected, with its 95 % interval; switchback: per day */
            difference: components["schemas"]["OpenInterval"];
            /** @description as a share of the expected */
            lift: components["schemas"]["OpenInterval"] | null;
            /** @description over the whole of the test; null ends where too few regions can rule nothing out */
            incremental: components["schemas"]["OpenInterval"];
            /** @description geo: the lift that sets of regions without the ad show */
            placebo: {
                sets: number;
                low: number;
                high: number;
            } | null;
            /** @description the share of all assignments that could have been drawn under which the lift is as large */
            pValue: number;
            /** @description the smallest it could be: above 0.05 nothing can be shown */
            leastPValue: number;
            /** @description regions, or pairs of blocks */
            units: number;
        };
        AiAudioModel: {
            model: string;
            /**
             * @description in which form it answers (response_format): verbose_json, vtt and srt tell times; of json and text they are estimated from the words
             * @default verbose_json
             * @enum {string}
             */
            answer?: "verbose_json" | "json" | "vtt" | "srt" | "text";
            /**
             * @description what a minute of audio costs the tenant, from now on; null where the public price holds. Of own accounts alone
             * @default null
             */
            minuteMicros?: number | null;
        };
        AiProvider: {
            key: string;
            /**
             * @description which interface it speaks; openai_compatible is the chat interface of OpenAI, as many servers speak it
             * @enum {string}
             */
            kind: "openai" | "anthropic" | "openai_compatible";
            /**
             * @description whose account it is: the tenant's own, or the operator's
             * @enum {string}
             */
            account: "own" | "operator";
            /** @description whether a key of its own is stored */
            hasKey: boolean;
            baseUrl: string | null;
            models: {
                model: string;
                /** @description what holds now; null when nobody knows, and then the model is not asked */
                prices: components["schemas"]["TokenPrices"] | null;
                /** @description whether that is the tenant's own price, or a public one */
                priceFrom: ("own" | "public") | null;
            }[];
            audioModels: {
                model: string;
                /**
                 * @description in which form it answers (response_format): verbose_json, vtt and srt tell times; of json and text they are estimated from the words
                 * @enum {string}
                 */
                answer: "verbose_json" | "json" | "vtt" | "srt" | "text";
                /** @description what a minute of audio costs now; null when nobody knows, and then the model does not hear */
                minuteMicros: number | null;
                /** @description whether that is the tenant's own price, or a public one */
                priceFrom: ("own" | "public") | null;
            }[];
            /** @description the lowest is asked first, and the next one when it cannot or will not answer */
            position: number;
            /** @description the most it may cost in a month, in US cents; null where nothing limits it */
            monthlyCapCents: number | null;
            /** @description what it may be asked of transcripts, whose text is then sent to it; none unless said. ad_reads: the stretches in which our classifier sees an ad; ad_scan: all others too */
            transcriptTasks: ("ad_reads" | "ad_scan")[];
            isEnabled: boolean;
            /** @description false where it cannot be asked now */
            isReady: boolean;
            /** @description why it cannot: it is disabled, the operator's account is not there, none of its models has a price, or its cap is reached */
            whyNot: ("disabled" | "no_operator_account" | "no_price" | "cap_reached") | null;
            /** @description what it cost this month, in millionths of a US dollar */
            usedMicros: number;
            /** @description what is set aside for calls under way, in millionths of a US dollar */
            reservedMicros: number;
            createdAt: string;
            updatedAt: string;
        };
        AiProviderDetails: {
            /**
             * @description which interface it speaks; openai_compatible is the chat interface of OpenAI, as many servers speak it
             * @enum {string}
             */
            kind: "openai" | "anthropic" | "openai_compatible";
            /**
             * @description whose account it is: the tenant's own, or the operator's
             * @enum {string}
             */
            account: "own" | "operator";
            /** @description stored sealed, and never shown; left out, the key that is there stays */
            apiKey?: string;
            /**
             * @description the address under which its interface stands, such as https://ai.example.com/v1; null for the vendor's own
             * @default null
             */
            baseUrl?: string | null;
            /**
             * @description which models may be asked of texts; the first one is, unless a question names another
             * @default []
             */
            models?: components["schemas"]["AiProviderModel"][];
            /**
             * @description which models may hear audio, at /audio/transcriptions; the first one does, unless a transcription names another
             * @default []
             */
            audioModels?: components["schemas"]["AiAudioModel"][];
            /**
             * @description the lowest is asked first, and the next one when it cannot or will not answer
             * @default 0
             */
            position?: number;
            /**
             * @description the most it may cost in a month, in US cents; null where nothing limits it
             * @default null
             */
            monthlyCapCents?: number | null;
            /**
             * @description what it may be asked of transcripts, whose text is then sent to it; none unless said. ad_reads: the stretches in which our classifier sees an ad; ad_scan: all others too
             * @default []
             */
            transcriptTasks?: ("ad_reads" | "ad_scan")[];
            /** @default true */
            isEnabled?: boolean;
        };
        AiProviderModel: {
            model: string;
            /**
             * @description what it costs the tenant, from now on; null where the public price holds. Of own accounts alone
             * @default null
             */
            prices?: components["schemas"]["TokenPrices"] | null;
        };
        AiProviderTest: {
            isAnswered: boolean;
            /** @description the model that was asked; null where none was */
            model: string | null;
            /** @description why there is no answer; null where there is one */
            fault: ("no_account" | "not_allowed" | "no_price" | "cap_reached" | "resting" | "refused" | "rate_limited" | "failed" | "rejected" | "unreachable" | "blocked" | "too_slow" | "unreadable" | "ungrounded" | "too_long") | null;
            detail: string;
            /** @description the HTTP status of the provider, where it failed with one */
            status: number | null;
            /** @description how many calls were made */
            calls: number;
            /** @description what it cost, in millionths of a US dollar */
            costMicros: number;
        };
        AiProviders: {
            items: components["schemas"]["AiProvider"][];
            nextCursor: string | null;
            /** @description the first day of the month that is counted, in UTC */
            month: string;
            /** @description which accounts of the operator's there are */
            operatorAccounts: ("openai" | "anthropic")[];
        };
        Aircheck: {
            /** Format: uuid */
            id: string;
            placement: string;
            campaign: string;
            show: string;
            /**
             * @description fail where a requirement fails; else uncertain where one is; else pass
             * @enum {string}
             */
            outcome: "pass" | "fail" | "uncertain";
            /** @description of requirements by their verdict */
            counts: {
                pass: number;
                fail: number;
                uncertain: number;
            };
            requirements: components["schemas"]["AircheckRequirement"][];
            /** @description what was taken for the read; null where there was nothing of it */
            read: {
                startMs: number;
                endMs: number;
                quote: string;
            } | null;
            /** @description as it was when it was checked */
            transcript: components["schemas"]["CheckedTranscript"];
            /** @description as it was when it was checked */
            brief: components["schemas"]["BriefDetails"];
            briefVersion: number;
            method: string;
            /** @description which version of the method */
            model: string;
            createdAt: string;
            /** @description system: done when the transcript was analysed */
            createdBy: string;
        };
        AircheckRequirement: {
            /** @enum {string} */
            kind: "sponsor" | "talking_point" | "promo_code" | "address" | "position" | "length" | "forbidden_words" | "separation";
            /** @description as the brief has it */
            wanted: string;
            /**
             * @description uncertain never counts as pass
             * @enum {string}
             */
            verdict: "pass" | "fail" | "uncertain";
            why: string;
            /** @description word for word; null where nothing was said */
            quote: string | null;
            startMs: number | null;
            endMs: number | null;
        };
        AircheckSummary: {
            /** Format: uuid */
            id: string;
            placement: string;
            campaign: string;
            show: string;
            /**
             * @description fail where a requirement fails; else uncertain where one is; else pass
             * @enum {string}
             */
            outcome: "pass" | "fail" | "uncertain";
            /** @description of requirements by their verdict */
            counts: {
                pass: number;
                fail: number;
                uncertain: number;
            };
            /** @description as it was when it was checked */
            transcript: components["schemas"]["CheckedTranscript"];
            briefVersion: number;
            method: string;
            /** @description which version of the method */
            model: string;
            createdAt: string;
            /** @description system: done when the transcript was analysed */
            createdBy: string;
        };
        AllSharesReport: {
            /** @enum {string} */
            model: "first_touch" | "last_touch" | "linear" | "time_decay" | "position_based";
            /** @description one for each share and currency; nothing is added up: two grantors, and two matching shares, may credit the same sale */
            items: {
                shareId: string;
                grantor: string;
                campaign: string;
                campaignLabel: string;
                currency: string | null;
                isBelowFloor: boolean;
                computedAt: string | null;
                waitingConversions: number;
                conversions: number;
                /** @description null when the share does not show value, or too few people paid in the currency */
                valueMinor: number | null;
                /** @description booked for the whole campaign; null when the share does not show it, or for part of the time */
                spendMinor: number | null;
                roas: number | null;
                cpaMinor: number | null;
            }[];
        };
        AllocatedPool: {
            pool: string;
            currency: string;
            amountMinor: number;
            /**
             * @description that the rules ask for
             * @enum {string}
             */
            driver: "direct" | "usage" | "deliveries" | "even" | "weighted" | "fixed";
            /**
             * @description by which it was split: even where there was nothing to measure by
             * @enum {string}
             */
            applied: "direct" | "usage" | "deliveries" | "even" | "weighted" | "fixed";
            meter: string | null;
            /** @description of the meter in the month, by owners; of deliveries null for who may not see attribution */
            used: string | null;
            /** @description used by nobody that the dimension knows; takes no part in the split */
            unowned: string | null;
            capacity: string | null;
            /** @description what to know of this split */
            note: string | null;
        };
        Allocation: {
            /** Format: uuid */
            id: string;
            month: string;
            /** @enum {string} */
            dimension: "campaign" | "advertiser" | "feature";
            /** @description of the month and dimension, from 1 */
            version: number;
            isLatest: boolean;
            rulesVersion: number;
            /** @description whether the bill could still grow when it was computed */
            isMonthOpen: boolean;
            /** @description SHA-256 over all that went in: the same inputs give the same lines */
            inputHash: string;
            /** @description of the month; the lines sum to it to the cent */
            invoices: {
                currency: string;
                amountMinor: number;
            }[];
            pools: components["schemas"]["AllocatedPool"][];
            createdAt: string;
            createdBy: string;
        };
        AllocationBooking: {
            /** @description how many were booked by this call; 0 when all was booked before */
            entries: number;
            /** @description in whose bills they stand */
            tenants: number;
            /** @description what those entries come to */
            bookedMinor: number;
            /** @description parts of tenants whose data is erased: they have no bill any more */
            notBookedMinor: number;
        };
        AllocationDetail: {
            /** Format: uuid */
            id: string;
            month: string;
            /** @enum {string} */
            dimension: "campaign" | "advertiser" | "feature";
            /** @description of the month and dimension, from 1 */
            version: number;
            isLatest: boolean;
            rulesVersion: number;
            /** @description whether the bill could still grow when it was computed */
            isMonthOpen: boolean;
            /** @description SHA-256 over all that went in: the same inputs give the same lines */
            inputHash: string;
            /** @description of the month; the lines sum to it to the cent */
            invoices: {
                currency: string;
                amountMinor: number;
            }[];
            pools: components["schemas"]["AllocatedPool"][];
            createdAt: string;
            createdBy: string;
            lines: components["schemas"]["AllocationLine"][];
            /** @description of owners that have one today, for people */
            names: {
                owner: string;
                name: string;
            }[];
        };
        /** @description usage: by what each owner used of a meter; deliveries: by downloads and impressions that were delivered; even: over all who are active in the month; weighted: by stated weights; fixed: stated percents or amounts */
        AllocationDriver: {
            /** @constant */
            kind: "usage";
            /** @description whose usage by owner is the measure */
            meter: string;
            /**
             * @description what is paid for in the month, in the unit that is counted; the share that nobody used is idle. null: none is stated
             * @default null
             */
            capacity: string | null;
            /**
             * @description true: what is idle is split over the owners as the rest, instead of a line of its own
             * @default false
             */
            spreadIdle: boolean;
        } | {
            /** @constant */
            kind: "deliveries";
            /**
             * @description what is paid for in the month, in the unit that is counted; the share that nobody used is idle. null: none is stated
             * @default null
             */
            capacity: string | null;
            /**
             * @description true: what is idle is split over the owners as the rest, instead of a line of its own
             * @default false
             */
            spreadIdle: boolean;
        } | {
            /** @constant */
            kind: "even";
        } | {
            /** @constant */
            kind: "weighted";
            weights: {
                owner: string;
                weight: string;
            }[];
        } | {
            /** @constant */
            kind: "fixed";
            /**
             * @description of amounts; null with percents
             * @default null
             */
            currency: string | null;
            /** @description a percent each, or with a currency an amount each; what they leave of the pool is idle */
            shares: {
                owner: string;
                /** @description of the pool */
                percent?: string;
                /** @description of each month, in the currency of the driver */
                amount?: string;
            }[];
        };
        /** @description usage: by what each owner used of a meter; deliveries: by downloads and impressions that were delivered; even: over all who are active in the month; weighted: by stated weights; fixed: stated percents or amounts */
        AllocationDriverInput: {
            /** @constant */
            kind: "usage";
            /** @description whose usage by owner is the measure */
            meter: string;
            /**
             * @description what is paid for in the month, in the unit that is counted; the share that nobody used is idle. null: none is stated
             * @default null
             */
            capacity?: string | null;
            /**
             * @description true: what is idle is split over the owners as the rest, instead of a line of its own
             * @default false
             */
            spreadIdle?: boolean;
        } | {
            /** @constant */
            kind: "deliveries";
            /**
             * @description what is paid for in the month, in the unit that is counted; the share that nobody used is idle. null: none is stated
             * @default null
             */
            capacity?: string | null;
            /**
             * @description true: what is idle is split over the owners as the rest, instead of a line of its own
             * @default false
             */
            spreadIdle?: boolean;
        } | {
            /** @constant */
            kind: "even";
        } | {
            /** @constant */
            kind: "weighted";
            weights: {
                owner: string;
                weight: string;
            }[];
        } | {
            /** @constant */
            kind: "fixed";
            /**
             * @description of amounts; null with percents
             * @default null
             */
            currency?: string | null;
            /** @description a percent each, or with a currency an amount each; what they leave of the pool is idle */
            shares: {
                owner: string;
                /** @description of the pool */
                percent?: string;
                /** @description of each month, in the currency of the driver */
                amount?: string;
            }[];
        };
        AllocationLine: {
            /**
             * @description direct: entries that name the owner; shared: of a pool; idle: paid for and used by nobody; unassigned: no owner known
             * @enum {string}
             */
            part: "direct" | "shared" | "idle" | "unassigned";
            /** @description null for direct cost */
            pool: string | null;
            /** @enum {string} */
            driver: "direct" | "usage" | "deliveries" | "even" | "weighted" | "fixed";
            /** @description key of the campaign or advertiser, or the feature; null for what is idle or unassigned */
            owner: string | null;
            currency: string;
            amountMinor: number;
            /** @description the quantity, weight, percent or amount that the part follows from; of deliveries null for who may not see attribution */
            basis: string | null;
            /** @description of the basis */
            unit: string | null;
        };
        AllocationPool: {
            key: string;
            /** @description entries of these meters */
            meters?: string[];
            /** @description entries of these kinds */
            kinds?: ("usage" | "purchase" | "credit" | "tax")[];
            /** @description entries of these features, such as hosting */
            features?: string[];
            driver: components["schemas"]["AllocationDriverInput"];
        };
        AllocationRuleList: {
            items: components["schemas"]["AllocationRules"][];
        };
        AllocationRules: {
            /** @enum {string} */
            dimension: "campaign" | "advertiser" | "feature";
            /** @description from 1; 0 is what holds as long as nobody set anything */
            version: number;
            pools: components["schemas"]["AllocationPool"][];
            rest: components["schemas"]["AllocationDriver"];
            createdAt: string | null;
            createdBy: string | null;
        };
        Anomaly: {
            /** Format: uuid */
            id: string;
            /**
             * @description of days or of hours, UTC
             * @enum {string}
             */
            grain: "day" | "hour";
            /**
             * @description what its series have in common; source_silent: nothing that reports the metric sent anything; series: one alone
             * @enum {string}
             */
            cause: "source_silent" | "tenant" | "shows" | "campaigns" | "show" | "campaign" | "series";
            /**
             * @description delivery: downloads, impressions and spend; outcome: conversions; matching: the match rate
             * @enum {string}
             */
            family: "delivery" | "outcome" | "matching";
            /** @enum {string} */
            direction: "up" | "down";
            subject: {
                /** @enum {string} */
                type: "tenant" | "show" | "campaign";
                /** @description null for the tenant: all shows and campaigns together */
                key: string | null;
                /** @description what the show or campaign is called; null for the tenant, and where it has no name */
                name: string | null;
            };
            startsAt: string;
            /** @description the last day or hour with an alert of it */
            endsAt: string;
            finding: string;
            seriesCount: number;
            /** @description at most 50, the one that stands for all first, then the least usual */
            members: {
                /**
                 * @description match_rate: percent of conversions with an exposure in their path
                 * @enum {string}
                 */
                metric: "downloads" | "impressions" | "conversions" | "spend" | "match_rate";
                subject: {
                    /** @enum {string} */
                    type: "tenant" | "show" | "campaign";
                    /** @description null for the tenant: all shows and campaigns together */
                    key: string | null;
                    /** @description what the show or campaign is called; null for the tenant, and where it has no name */
                    name: string | null;
                };
                /** @description the day or hour of its first alert, UTC */
                at: string;
                /** @enum {string} */
                kind: "spike" | "drop" | "shift_up" | "shift_down" | "missing";
                /** @description null where nothing was measured, which is no 0; spend is in minor units */
                value: number | null;
                expected: number;
                /** @description 19 of 20 usual days lie between low and high; of an hour, what is no alert */
                low: number;
                high: number;
                /** @description 0 to below 1; 0.5 is the limit */
                score: number;
                /** @description what verdicts made of the limits of this series: 1 is usual, more alerts less often */
                limitFactor: number;
            }[];
            /**
             * @description gone: late data explained it
             * @enum {string}
             */
            status: "open" | "gone" | "useful" | "expected" | "wrong";
            note: string | null;
            judgedAt: string | null;
            judgedBy: string | null;
            /** @description when owners and webhooks were told, once */
            notifiedAt: string | null;
            foundAt: string;
            changedAt: string;
        };
        AnomalyFeedback: {
            /** @description useful lowers the limits of its series by 5 %, wrong lifts them by 25 % (0.8 to 2 times in all), expected leaves its days out; null takes it back */
            verdict: ("useful" | "expected" | "wrong") | null;
            note?: string;
        };
        AnomalySeries: {
            /** @enum {string} */
            grain: "day" | "hour";
            /** @description of spend, in minor units */
            currency: string | null;
            /** @description of the first six members that are still watched */
            series: {
                /**
                 * @description match_rate: percent of conversions with an exposure in their path
                 * @enum {string}
                 */
                metric: "downloads" | "impressions" | "conversions" | "spend" | "match_rate";
                subject: {
                    /** @enum {string} */
                    type: "tenant" | "show" | "campaign";
                    /** @description null for the tenant: all shows and campaigns together */
                    key: string | null;
                    /** @description what the show or campaign is called; null for the tenant, and where it has no name */
                    name: string | null;
                };
                limitFactor: number;
                /** @description how often anomalies of this series were judged so */
                verdicts: {
                    useful: number;
                    expected: number;
                    wrong: number;
                };
                /** @description oldest first, up to three weeks beyond the anomaly */
                points: {
                    at: string;
                    /** @description null where nothing was measured */
                    value: number | null;
                    /** @description from the points before it alone; null while the series is learned */
                    expected: number | null;
                    low: number | null;
                    high: number | null;
                    alert: ("spike" | "drop" | "shift_up" | "shift_down" | "missing") | null;
                    /** @description somebody said that this day was expected */
                    isLeftOut: boolean;
                }[];
            }[];
        };
        AnomalyWatch: {
            /** @description the last UTC day that was looked through; null before the first */
            daysThrough: string | null;
            hoursThrough: string | null;
            /** @description daily series that are watched */
            watchedSeries: number;
            /** @description those with less than six weeks of days */
            learningSeries: number;
            /** @description those that are too small, or 0 too often, for a day of them to be unusual */
            sparseSeries: number;
            /** @description daily series that are not watched yet, or not at all, and why: the first 100, the widest first */
            unwatched: {
                /**
                 * @description match_rate: percent of conversions with an exposure in their path
                 * @enum {string}
                 */
                metric: "downloads" | "impressions" | "conversions" | "spend" | "match_rate";
                subject: {
                    /** @enum {string} */
                    type: "tenant" | "show" | "campaign";
                    /** @description null for the tenant: all shows and campaigns together */
                    key: string | null;
                    /** @description what the show or campaign is called; null for the tenant, and where it has no name */
                    name: string | null;
                };
                /**
                 * @description too_short: less than six weeks of days; often_zero: 0 on more than three in ten of its last 56 days; too_small: its usual day is less than an anomaly has to differ by
                 * @enum {string}
                 */
                reason: "too_short" | "often_zero" | "too_small";
            }[];
            /** @description why the tenant has no series of spend: it has no currency, or delivered nothing at a price per thousand in it; null where it has one, or nothing was looked through yet */
            spendMissing: ("no_currency" | "no_priced_delivery") | null;
            hourlySeries: number;
        };
        ApiKey: {
            /** @description UUID */
            id: string;
            name: string;
            /** @description the first characters of the key */
            hint: string;
            scopes: ("ingest" | "read" | "admin")[];
            expiresAt: string | null;
            allowedNetworks: string[];
            requestsPerMinute: number | null;
            serviceAccountId: string | null;
            createdAt: string;
            revokedAt: string | null;
            /** @description when the secret before the last rotation stops; null when there is none */
            previousWorksUntil: string | null;
            /** @description to the minute */
            lastUsedAt: string | null;
            /** @description the network of the last use: /24 of IPv4, /48 of IPv6 */
            lastNetwork: string | null;
        };
        ApiKeyChange: {
            name?: string;
            scopes?: ("ingest" | "read" | "admin")[];
            /** @description when it stops working; null for never */
            expiresAt?: string | null;
            /** @description networks the key works from, such as 203.0.113.0/24; empty for everywhere */
            allowedNetworks?: string[];
            /** @description its own limit below that of the tier; null for none */
            requestsPerMinute?: number | null;
        };
        ApiKeyRotation: {
            /**
             * Format: date-time
             * @description how long the present secret goes on working: at most 30 days, 24 hours where left out; an instant that is over ends it at once
             */
            previousWorksUntil?: string;
        };
        ArmComparison: {
            arm: string;
            against: string;
            /** @description of the intervals: 0.95, or more with several arms, so that all of them together hold at 0.95 */
            level: number;
            /** @description of the measure, as assigned; its interval is for reading once at the planned end, else the always valid one */
            difference: components["schemas"]["OpenInterval"];
            /** @description the difference as a share of the control's; null before the planned end, and while the control's own is not clearly above 0 */
            lift: components["schemas"]["Interval"] | null;
            /** @description the difference times the arm's observed participants */
            incremental: components["schemas"]["OpenInterval"];
            /** @description holds however often it is read: the mixture sequential test, daily; the verdict goes by it alone */
            alwaysValid: {
                pValue: number;
                low: number | null;
                high: number | null;
            };
            /** @description the difference less what the time before explains (CUPED); null where nothing was before, and until the planned end */
            adjusted: {
                value: number;
                low: number;
                high: number;
                explained: number;
            } | null;
            looks: {
                day: string;
                /** @description in both arms */
                observed: number;
                difference: number;
                /** @description null while there are too few conversions */
                low: number | null;
                high: number | null;
                /** @description always valid: the least of all looks so far */
                pValue: number;
            }[];
        };
        ArmDetails: {
            /** @description as touchpoints carry it in arm */
            name: string;
            /** @description of all participants */
            share?: number;
            /** @description only with design geo */
            regions?: string[];
        };
        ArmReadout: {
            name: string;
            isControl: boolean;
            /** @description of all participants, as planned; null where arms are no parts of the audience */
            share: number | null;
            regions: string[] | null;
            /** @description identities first exposed in this arm; null where arms are no parts of the audience */
            participants: number | null;
            /** @description those of them whose window is over: only they are compared */
            observed: number | null;
            /** @description of the observed ones; its interval holds for one reading, and is null before the planned end and after an early stop */
            converted: components["schemas"]["Share95"] | null;
            /** @description the mean of the measure: a rate, or value in minor units; geo: what the regions with the ad brought in all, and of the control what they were to bring without; switchback: conversions or value per day */
            outcome: number | null;
        };
        Arrival: {
            /** @enum {string} */
            source: "prefix" | "link" | "pixel" | "tag" | "webhook" | "code" | "api";
            /** @description when it was received */
            at: string;
            /** @description of the touchpoint or conversion; null for what became none */
            kind: string | null;
            campaign: string | null;
            show: string | null;
            /** @description what brought it: the key of a webhook, the code, or the id you sent */
            of: string | null;
            /** @description why it counts for nothing; null when it counts. filtered: a request that is no download, as the list of requests says; no_show: no show of yours is behind its address; signature: not signed with the secret of the source; unknown_code: no campaign has this code */
            fault: ("bot" | "not_get" | "ahead" | "no_address" | "too_old" | "quota_exceeded" | "invalid" | "filtered" | "no_show" | "signature" | "not_wanted" | "failed" | "unknown_code") | null;
            /** @description the fault in more words, where there are some */
            detail: string | null;
        };
        Arrivals: {
            /** @description the latest of each source that counts, and the latest that does not, newest first */
            items: components["schemas"]["Arrival"][];
            nextCursor: null;
            /** @description when this was looked up */
            until: string;
        };
        AudioPart: {
            /** @description 1,048,576 bytes of the file, and of the last part those that are left */
            base64: string;
        };
        AudioPlace: {
            /** @description from the start of the audio */
            startSeconds: number;
            endSeconds: number;
        };
        AuditCheckpoint: {
            /** @description the tenant's id, or `platform` for the installation's own log */
            tenant: string;
            /** @description the last row of the audit log at that time */
            seq: number;
            /** @description its hash */
            hash: string;
            /** @description SHA-256 of the signed text of the checkpoint before; null for the first one */
            previous: string | null;
            at: string;
            /** @description which public key it verifies under */
            keyId: string;
            /** @description Ed25519, base64 */
            signature: string;
        };
        AuditCheckpointKey: {
            /** @description the first 16 hexadecimal digits of the SHA-256 of the key */
            keyId: string;
            /** @constant */
            algorithm: "Ed25519";
            /** @description PEM (SubjectPublicKeyInfo) */
            publicKey: string;
        };
        AuditEntry: {
            /** @description its place in the chain, from 1 */
            seq: number;
            /** @description UUID */
            id: string;
            occurredAt: string;
            actor: string;
            /** @description noun.verb */
            action: string;
            target: string;
            /** @description what it was, without secrets */
            before: {
                [key: string]: unknown;
            } | null;
            /** @description what it became, without secrets */
            after: {
                [key: string]: unknown;
            } | null;
            /** @description SHA-256 of this row and of the hash before it, hexadecimal */
            hash: string;
        };
        Brand: {
            colour: string | null;
            /** @description the colour as it stands on a light ground, where it keeps a contrast of 4.5:1 */
            onLight: string | null;
            /** @description the same on a dark ground */
            onDark: string | null;
            logo: {
                /** @enum {string} */
                type: "image/png" | "image/jpeg" | "image/webp";
                width: number;
                height: number;
                bytes: number;
                /** @description base64 */
                content: string;
            } | null;
            /** @description null = never */
            changedAt: string | null;
            changedBy: string | null;
        };
        BrandDetails: {
            /**
             * @description of links and marks, made darker or lighter where it could not be read; null = none
             * @default null
             */
            colour?: string | null;
            /**
             * @description the bytes of a PNG, JPEG or WebP as base64: at most 64 KiB, and 1,024 pixels to a side; null = none
             * @default null
             */
            logo?: string | null;
        };
        Brief: {
            /** @description the name that must be said */
            sponsor: string;
            /**
             * @description other names by which it may be said
             * @default []
             */
            alsoKnownAs: string[];
            /**
             * @description each is looked for by its telling words, not word for word
             * @default []
             */
            talkingPoints: string[];
            /** @default null */
            promoCode: string | null;
            /**
             * @description as a host says it, with its path: lumenlamps.com/garden
             * @default null
             */
            address: string | null;
            /** @default null */
            position: ("pre_roll" | "mid_roll" | "post_roll") | null;
            /** @default null */
            leastSeconds: number | null;
            /**
             * @description words or phrases that must not be said in the read
             * @default []
             */
            forbiddenWords: string[];
            /**
             * @description names whose ads must keep a distance
             * @default []
             */
            competitors: string[];
            /** @default null */
            separationMinutes: number | null;
            placement: string;
            /** @description one more with each change */
            version: number;
            changedAt: string;
            changedBy: string;
        };
        BriefDetails: {
            /** @description the name that must be said */
            sponsor: string;
            /**
             * @description other names by which it may be said
             * @default []
             */
            alsoKnownAs: string[];
            /**
             * @description each is looked for by its telling words, not word for word
             * @default []
             */
            talkingPoints: string[];
            /** @default null */
            promoCode: string | null;
            /**
             * @description as a host says it, with its path: lumenlamps.com/garden
             * @default null
             */
            address: string | null;
            /** @default null */
            position: ("pre_roll" | "mid_roll" | "post_roll") | null;
            /** @default null */
            leastSeconds: number | null;
            /**
             * @description words or phrases that must not be said in the read
             * @default []
             */
            forbiddenWords: string[];
            /**
             * @description names whose ads must keep a distance
             * @default []
             */
            competitors: string[];
            /** @default null */
            separationMinutes: number | null;
        };
        BriefDetailsInput: {
            /** @description the name that must be said */
            sponsor: string;
            /**
             * @description other names by which it may be said
             * @default []
             */
            alsoKnownAs?: string[];
            /**
             * @description each is looked for by its telling words, not word for word
             * @default []
             */
            talkingPoints?: string[];
            /** @default null */
            promoCode?: string | null;
            /**
             * @description as a host says it, with its path: lumenlamps.com/garden
             * @default null
             */
            address?: string | null;
            /** @default null */
            position?: ("pre_roll" | "mid_roll" | "post_roll") | null;
            /** @default null */
            leastSeconds?: number | null;
            /**
             * @description words or phrases that must not be said in the read
             * @default []
             */
            forbiddenWords?: string[];
            /**
             * @description names whose ads must keep a distance
             * @default []
             */
            competitors?: string[];
            /** @default null */
            separationMinutes?: number | null;
        };
        Budget: {
            key: string;
            name: string;
            scope: {
                /** @enum {string} */
                type: "tenant" | "feature" | "campaign" | "advertiser";
                key: string | null;
            };
            /** @enum {string} */
            counts: "cost" | "spend";
            /** @enum {string} */
            period: "monthly" | "quarterly" | "flight";
            startsOn: string | null;
            endsOn: string | null;
            currency: string;
            amount: string;
            thresholds: components["schemas"]["BudgetThresholds"];
            /** @description rises with each change of what it counts, its limit or thresholds; alerts are armed again then */
            limitVersion: number;
            /** @description since when the limit and its thresholds are these; periods that had ended by then are not looked at */
            armedAt: string;
            createdAt: string;
            changedAt: string;
            state: components["schemas"]["BudgetState"];
        };
        BudgetForecast: {
            /** @description of what will be used at the end of the period */
            estimate: number;
            /** @description the lower end of the 80 % interval */
            low: number;
            /** @description its upper end */
            high: number;
            /** @description the limit, from 0 to 1 */
            chanceOfExceeding: number;
            /** @description the mean of the whole days of the period, times its days, never below what is used: the simplest forecast; null on the first day */
            baseline: number | null;
            /** @description meters with fewer than three days of data: the forecast holds what they cost until now */
            missing: string[];
        };
        BudgetScope: {
            /** @enum {string} */
            type: "tenant" | "feature" | "campaign" | "advertiser";
            /** @default null */
            key?: string | null;
        };
        BudgetState: {
            /** @description the period's first day, in the tenant's time zone */
            startsOn: string;
            /** @description its last day, included */
            endsOn: string;
            /**
             * @description where today lies
             * @enum {string}
             */
            phase: "upcoming" | "running" | "ended";
            /** @description exact, in the budget's currency */
            used: string;
            /** @description used of the limit, cut to hundredths */
            percent: number;
            /** @description what is booked of it in other currencies: it is not converted and does not count */
            uncounted: {
                currency: string;
                amount: string;
            }[];
            /** @description whole days that the forecast goes by */
            daysOfData: number;
            forecast: components["schemas"]["BudgetForecast"] | null;
            /** @description why there is none, in a sentence */
            withoutForecast: string | null;
            /** @description of this period, the newest first */
            alerts: components["schemas"]["CostAlert"][];
        };
        BudgetTerms: {
            /** @description stands in mails */
            name: string;
            /**
             * @description whose; the whole tenant when left out
             * @default {
             *       "type": "tenant",
             *       "key": null
             *     }
             */
            scope?: components["schemas"]["BudgetScope"];
            /**
             * @description cost: what is booked in entries, by the day of the charge; spend: the booked spend of whole campaigns
             * @default cost
             * @enum {string}
             */
            counts?: "cost" | "spend";
            /** @enum {string} */
            period: "monthly" | "quarterly" | "flight";
            /**
             * @description the first day of a flight, in the tenant's time zone
             * @default null
             */
            startsOn?: string | null;
            /**
             * @description the last day of a flight, included
             * @default null
             */
            endsOn?: string | null;
            /** @description ISO 4217; what is booked in another one does not count */
            currency: string;
            /** @description the limit, exact */
            amount: string;
            /** @default {} */
            thresholds?: components["schemas"]["NewBudgetThresholds"];
        };
        BudgetThresholds: {
            actual: number[];
            amounts: string[];
            forecast: number[];
            anomaly: boolean;
        };
        Budgets: {
            items: components["schemas"]["Budget"][];
            nextCursor: null;
        };
        CalibratedReport: {
            experiment: string;
            campaign: string;
            conversionKind: string;
            /**
             * @description what was measured: conversions, or their value in minor units
             * @enum {string}
             */
            unit: "conversions" | "value";
            currency: string | null;
            /** @description of your own, with the version that was meant */
            model: string;
            /**
             * @description who chose the model: the query, or whose default it is
             * @enum {string}
             */
            modelOrigin: "query" | "campaign" | "tenant" | "installation";
            lookbackDays: number;
            /** @enum {string} */
            verdict: "not_enough_data" | "assignment_broken" | "contaminated" | "difference" | "no_difference_shown";
            /** @description what the ads brought beyond what would have come, among those who had them */
            incremental: components["schemas"]["Interval"] | null;
            /** @description the credit that the model gives the campaign for conversions of the same people, or places */
            attributed: number | null;
            /** @description incremental / attributed with its 95 % interval, of both; null where there is none, or too little credit */
            factor: components["schemas"]["Interval"] | null;
            /** @description what it says, or why there is none */
            sentences: string[];
            /** @description conversions and touchpoints still to be matched: credit may still move */
            waitingConversions: number;
            /** @description calibrated figures of the one campaign that was tested; null where there is no factor */
            row: {
                key: string;
                /** @description the campaign's credited conversions times the factor; null where value was measured */
                conversions: components["schemas"]["Interval"] | null;
                /** @description its credited value times the factor; null where conversions were measured */
                valueMinor: components["schemas"]["Interval"] | null;
            } | null;
        };
        Calibration: {
            experiment: string;
            campaign: string;
            conversionKind: string;
            /**
             * @description what was measured: conversions, or their value in minor units
             * @enum {string}
             */
            unit: "conversions" | "value";
            currency: string | null;
            /** @description of your own, with the version that was meant */
            model: string;
            /**
             * @description who chose the model: the query, or whose default it is
             * @enum {string}
             */
            modelOrigin: "query" | "campaign" | "tenant" | "installation";
            lookbackDays: number;
            /** @enum {string} */
            verdict: "not_enough_data" | "assignment_broken" | "contaminated" | "difference" | "no_difference_shown";
            /** @description what the ads brought beyond what would have come, among those who had them */
            incremental: components["schemas"]["Interval"] | null;
            /** @description the credit that the model gives the campaign for conversions of the same people, or places */
            attributed: number | null;
            /** @description incremental / attributed with its 95 % interval, of both; null where there is none, or too little credit */
            factor: components["schemas"]["Interval"] | null;
            /** @description what it says, or why there is none */
            sentences: string[];
            /** @description conversions and touchpoints still to be matched: credit may still move */
            waitingConversions: number;
        };
        Campaign: {
            /** @description the tenant's own key, as events carry it */
            key: string;
            name: string | null;
            /** @description the key of whom it is for */
            advertiser: string | null;
            /** @description first UTC day of the flight; null when it is open */
            startsOn: string | null;
            /** @description last UTC day of the flight, included; null when it is open */
            endsOn: string | null;
            /** @description what may be spent, in minor units */
            budgetMinor: number | null;
            goal: components["schemas"]["CampaignGoal"] | null;
            /** @description booked spend of the whole campaign, in minor units */
            spendMinor: number | null;
            /** @description of spend and budget alike */
            currency: string | null;
            /** @description of views of this campaign alone that name none; null = the tenant's */
            defaultModel: string | null;
            createdAt: string;
        };
        CampaignCredit: {
            lookbackDays: number;
            /** @description null while no conversion has a value */
            currency: string | null;
            from: string | null;
            to: string | null;
            options: {
                /** @description null = all kinds */
                conversionKind: ("visit" | "lead" | "signup" | "install" | "purchase" | "subscription")[] | null;
                /** @description null = all kinds */
                touchpointKind: ("download" | "impression" | "click" | "vanity_visit" | "promo_code" | "survey")[] | null;
                /** @enum {string} */
                minEvidence: "click_id" | "user_id" | "email_hash" | "device_id" | "promo_code" | "survey" | "ip_user_agent" | "household_ip";
                /** @enum {string} */
                repeats: "every" | "unique";
                /** @enum {string} */
                responseSignals: "evidence" | "touchpoint";
                newCustomersOnly: boolean;
                exclude: string[];
            };
            /** @description conversions, touchpoints and codes still to be matched; 0 = these figures are complete */
            waitingConversions: number;
            /** @description from when on events are kept: what was before is in no analysis; null = all are kept */
            eventsKeptFrom: string | null;
            /** @description conversions of all campaigns and shows in other currencies, in no figure here */
            otherCurrencies: {
                currency: string;
                conversions: number;
                valueMinor: number;
            }[];
            label: string;
            /** @description of your own, with the version that was meant */
            model: string;
            /**
             * @description who chose the model: the query, or whose default it is
             * @enum {string}
             */
            modelOrigin: "query" | "campaign" | "tenant" | "installation";
            /** @description the version of your own model that these figures are under */
            ownModels: components["schemas"]["OwnModel"][];
            /** @description what a data-driven model rests on; null for rules */
            fit: components["schemas"]["FitNote"] | null;
            /** @description the instant of the last change that is in the figures; null when all are */
            asOf: string | null;
            /** @description they sum to the totals */
            rows: {
                key: string | null;
                label: string;
                conversions: number;
                valueMinor: number;
            }[];
            campaign: string;
            /** @enum {string} */
            groupBy: "show" | "episode" | "placement" | "channel" | "day";
            /** @description the campaign's row of a report */
            totals: {
                conversions: number;
                valueMinor: number;
                /** @description as booked; null without one in this currency, and for a part of the time */
                spendMinor: number | null;
                /** @description value per spend */
                roas: number | null;
                /** @description spend per conversion */
                cpaMinor: number | null;
            };
        };
        CampaignDetails: {
            /** @default null */
            name?: string | null;
            /**
             * @description the key of whom it is for; an unknown one becomes a stub
             * @default null
             */
            advertiser?: string | null;
            /** @default null */
            startsOn?: string | null;
            /**
             * @description the last day, included
             * @default null
             */
            endsOn?: string | null;
            /** @default null */
            budgetMinor?: number | null;
            /** @default null */
            goal?: components["schemas"]["CampaignGoal"] | null;
            /** @default null */
            spendMinor?: number | null;
            /** @default null */
            currency?: string | null;
            /**
             * @description of views of this campaign alone; the tenant's when left out
             * @default null
             */
            defaultModel?: string | null;
        };
        /** @description what the campaign is to reach, and how much of it */
        CampaignGoal: {
            /** @enum {string} */
            kind: "impressions" | "reach" | "clicks" | "conversions";
            count: number;
        };
        CampaignMargin: {
            campaign: string;
            name: string | null;
            advertiser: string | null;
            /** @description booked for the whole campaign; null when it is not known */
            spendMinor: number | null;
            /** @description of spend, delivery cost and margin */
            currency: string | null;
            /**
             * @description flight_days: spread evenly over the flight; whole: the campaign has no flight to spread it over
             * @enum {string}
             */
            spendBasis: "flight_days" | "whole" | "unknown";
            /** @description what of the spend belongs to the days of the period that have begun; null when not known */
            spendOfPeriodMinor: number | null;
            /** @description by currency, from the latest splits of the months */
            costs: {
                currency: string;
                /** @description of entries that name the campaign */
                directMinor: number;
                /** @description its part of the pools */
                sharedMinor: number;
            }[];
            /** @description direct and shared together, in the currency of the spend; null while it is not known, or where some is in another one */
            deliveryCostMinor: number | null;
            /** @description spend of the period less delivery cost; null when either is not known */
            marginMinor: number | null;
            /** @description of the spend of the period, to a hundredth; null where that is 0 or not known */
            marginPercent: number | null;
            /** @description downloads and impressions in the period, in UTC days; null for who may not see attribution */
            deliveries: number | null;
            /** @description delivery cost for a thousand deliveries, in minor units; null with them */
            costPerThousandMinor: number | null;
            /** @description under the tenant's default model; null for who may not see attribution */
            attributedConversions: number | null;
            /** @description in the currency of the answer */
            attributedValueMinor: number | null;
            /** @description delivery cost for a credited conversion, in minor units */
            costPerConversionMinor: number | null;
            /** @description what a margin lacks. spend: none is booked; flight: no first and last day; cost: nothing is booked in the bill; allocation: a month is not split yet; stale: a month would be split otherwise now; currency: some cost is in another currency than the spend */
            missing: ("spend" | "flight" | "cost" | "allocation" | "stale" | "currency")[];
        };
        CatalogImport: {
            /**
             * @description what each line is
             * @enum {string}
             */
            noun: "advertisers" | "shows" | "campaigns" | "placements" | "promo_codes" | "links";
            /** @description the text of the file, with a header */
            csv: string;
            /**
             * @description true: says what an import would do, and does nothing
             * @default false
             */
            dryRun?: boolean;
        };
        CatalogImportReport: {
            /** @enum {string} */
            noun: "advertisers" | "shows" | "campaigns" | "placements" | "promo_codes" | "links";
            isDryRun: boolean;
            created: number;
            changed: number;
            unchanged: number;
            /** @description of a dry run: an import would be refused for them; at most 200 */
            errors: components["schemas"]["CatalogLineError"][];
        };
        CatalogLineError: {
            /** @description of the file, from 1 */
            line: number;
            /** @description null when it is about the whole line */
            column: string | null;
            /** @description what to do about it */
            detail: string;
        };
        ChangedConversion: {
            conversionId: string;
            /** @enum {string} */
            change: "added" | "removed" | "changed";
            /** @description why its path is another version; "parameters" when the path is the same */
            reason: string;
            versionBefore: number | null;
            versionAfter: number | null;
            currency: string | null;
            attributedMinorBefore: number;
            attributedMinorAfter: number;
            touchpointsAdded: string[];
            touchpointsRemoved: string[];
        };
        CheckedTranscript: {
            /** Format: uuid */
            id: string;
            episode: string;
            /** @enum {string} */
            source: "upload" | "feed" | "address" | "audio";
            /** @description where it was read */
            url: string | null;
            /**
             * @description which copy of the episode it is of
             * @enum {string}
             */
            copy: "episode_file" | "creative" | "capture";
            /** @description of a capture: when it was taken */
            capturedAt: string | null;
            /** @description of a creative or a capture: which one */
            copyNote: string | null;
            /**
             * @description how the text was made: it came as a text, or a model heard it
             * @enum {string}
             */
            method: "given" | "speech_recognition";
            /** @description the tenant's key of the provider that heard it */
            provider: string | null;
            /** @description the model that heard it */
            model: string | null;
            /**
             * @description estimated: the file states no times, or only some; they follow from the words
             * @enum {string}
             */
            timing: "stated" | "estimated";
            /** @description one more with each other content of the same source and copy */
            version: number;
            /** @description of the text as it came; the same content is the same version */
            contentSha256: string;
            /** @description until the end of what was said last */
            durationMs: number;
        };
        CodeLeaks: {
            from: string | null;
            to: string | null;
            lookbackDays: number;
            /** @description the hosts that count as coupon sites, with all below them */
            couponSites: string[];
            codes: {
                code: string;
                /** @description what it stands for at its last use; null for a code that is not mapped */
                campaign: string | null;
                show: string | null;
                /** @description orders; an order with several records is one */
                uses: number;
                /** @description of the uses whose origin is known, those that came from a coupon site */
                couponSites: components["schemas"]["Share95"];
                topCouponSite: string | null;
                /** @description of the uses whose country is known, those in countries that no exposure of the code's campaign reached */
                elsewhere: components["schemas"]["Share95"];
                /** @description days that have so many uses by chance less than once in a hundred such periods, ten at most */
                bursts: {
                    /** @description UTC */
                    day: string;
                    uses: number;
                    /** @description the code's mean on its other days */
                    expected: number;
                    /** @description of so many uses or more in a Poisson process of that mean */
                    chance: number;
                }[];
                /** @description what speaks for a leak; none is proof */
                signs: ("coupon_sites" | "geography" | "burst")[];
            }[];
            omittedCodes: number;
        };
        Cohorts: {
            lookbackDays: number;
            /** @description null while no conversion has a value */
            currency: string | null;
            from: string | null;
            to: string | null;
            options: {
                /** @description null = all kinds */
                conversionKind: ("visit" | "lead" | "signup" | "install" | "purchase" | "subscription")[] | null;
                /** @description null = all kinds */
                touchpointKind: ("download" | "impression" | "click" | "vanity_visit" | "promo_code" | "survey")[] | null;
                /** @enum {string} */
                minEvidence: "click_id" | "user_id" | "email_hash" | "device_id" | "promo_code" | "survey" | "ip_user_agent" | "household_ip";
                /** @enum {string} */
                repeats: "every" | "unique";
                /** @enum {string} */
                responseSignals: "evidence" | "touchpoint";
                newCustomersOnly: boolean;
                exclude: string[];
            };
            /** @description conversions, touchpoints and codes still to be matched; 0 = these figures are complete */
            waitingConversions: number;
            /** @description from when on events are kept: what was before is in no analysis; null = all are kept */
            eventsKeptFrom: string | null;
            /** @description conversions in other currencies, in no figure */
            otherCurrencies: {
                currency: string;
                conversions: number;
                valueMinor: number;
            }[];
            /** @enum {string} */
            groupBy: "show" | "all";
            rows: {
                show: string | null;
                label: string;
                /** @description UTC month of the first exposure, such as 2026-11 */
                month: string;
                households: number;
                /** @description every month up to the present one */
                cells: {
                    /** @description calendar months (UTC) from that of the first exposure to that of the conversion: 0 = in the same one */
                    monthsSince: number;
                    /** @description false for the month that is under way, or where some of its events still wait */
                    isComplete: boolean;
                    /** @description households with a conversion in that month, of the cohort */
                    converters: components["schemas"]["Share95"];
                    /** @description households with a conversion in that month or before */
                    convertersSoFar: components["schemas"]["Share95"];
                    /** @description households whose first purchase or subscription came in that month, as far as is known */
                    newCustomers: components["schemas"]["Share95"];
                    conversions: number;
                    /** @description of these conversions, whole */
                    valueMinor: components["schemas"]["Estimate95"];
                }[];
            }[];
            omittedRows: number;
            /** @description of the buying households of all cohorts, those that were new customers */
            newCustomers: components["schemas"]["Share95"];
            /** @description conversions of households of the cohorts */
            placedConversions: number;
            /** @description attributed ones without an exposure on an address that may stand for a household */
            unplacedConversions: number;
        };
        Comparison: {
            /** @enum {string} */
            groupBy: "campaign" | "channel" | "show" | "episode" | "placement" | "delivery_evidence" | "day";
            lookbackDays: number;
            /** @description null while no conversion has a value */
            currency: string | null;
            from: string | null;
            to: string | null;
            /** @description the instant of the last change that is in the figures; null when all are */
            asOf: string | null;
            options: {
                /**
                 * @description what data-driven models tell apart
                 * @enum {string}
                 */
                unit: "show" | "campaign" | "channel" | "placement";
                halfLifeDays: number;
                firstShare: number;
                lastShare: number;
                /** @description null = all kinds */
                conversionKind: ("visit" | "lead" | "signup" | "install" | "purchase" | "subscription")[] | null;
                /** @description null = all kinds */
                touchpointKind: ("download" | "impression" | "click" | "vanity_visit" | "promo_code" | "survey")[] | null;
                /** @enum {string} */
                minEvidence: "click_id" | "user_id" | "email_hash" | "device_id" | "promo_code" | "survey" | "ip_user_agent" | "household_ip";
                /** @enum {string} */
                repeats: "every" | "unique";
                /** @enum {string} */
                responseSignals: "evidence" | "touchpoint";
                /** @enum {string} */
                creditDate: "conversion" | "touchpoint";
                newCustomersOnly: boolean;
                exclude: string[];
            };
            /** @description the versions of your own models that these figures are under */
            ownModels: components["schemas"]["OwnModel"][];
            /** @description conversions, touchpoints and codes still to be matched, counted up to 100,000 each; 0 = these figures are complete */
            waitingConversions: number;
            /** @description from when on events are kept, and what was before is known as daily sums under default options only; null = all are kept */
            eventsKeptFrom: string | null;
            excludedConversions: number;
            excludedValueMinor: number;
            /** @description never added to the totals */
            otherCurrencies: {
                currency: string;
                conversions: number;
                valueMinor: number;
            }[];
            /** @description of your own, with the version that was meant */
            models: string[];
            /** @description by model, what data-driven ones rest on */
            fits: {
                [key: string]: components["schemas"]["FitNote"];
            };
            totals: {
                [key: string]: components["schemas"]["Totals"];
            };
            rows: {
                key: string | null;
                label: string;
                spendMinor: number | null;
                /** @description only with groupBy=day: the day's conversions that no touch earned credit for */
                unattributedConversions?: number;
                /** @description only with groupBy=day */
                unattributedValueMinor?: number;
                credits: {
                    [key: string]: components["schemas"]["Credit"];
                };
            }[];
        };
        Conversion: {
            /** @description the id the tenant sent */
            id: string;
            /** @enum {string} */
            kind: "visit" | "lead" | "signup" | "install" | "purchase" | "subscription";
            occurredAt: string;
            valueMinor: number | null;
            currency: string | null;
            orderId: string | null;
            promoCode: string | null;
        };
        ConversionHistory: {
            items: components["schemas"]["Restatement"][];
            nextCursor: string | null;
            conversionId: string;
            /** @description the present one; null while it has not been matched */
            version: number | null;
            /** @description earlier versions that an erasure of somebody deleted: their number is all that is left of them */
            versionsGone: number;
        };
        Correction: {
            /** @enum {string} */
            event: "touchpoint" | "conversion";
            /** @description the sender's own id; the same id twice is a duplicate */
            id: string & (unknown & unknown);
            /**
             * @description the event is not of this person: its identity is taken from it
             * @constant
             */
            isNotTheirs?: true;
            /**
             * @description of a conversion
             * @enum {string}
             */
            kind?: "visit" | "lead" | "signup" | "install" | "purchase" | "subscription";
            /** @description of a conversion, together with currency */
            valueMinor?: number;
            /** @description ISO 4217 */
            currency?: string;
            /** @description of a conversion */
            isNewCustomer?: boolean;
        };
        CostAlert: {
            /** @description UUID; later alerts have greater ones */
            id: string;
            /** @description the key of the budget, which may be gone */
            budget: string;
            /** @description of the budget then */
            limitVersion: number;
            /**
             * @description actual: a percentage of the limit is used; amount: a sum is; forecast: it will be exceeded; anomaly: an unusual day
             * @enum {string}
             */
            kind: "actual" | "amount" | "forecast" | "anomaly";
            /** @description a percentage, a sum, or the day that was unusual */
            threshold: string;
            /** @description the period's first day */
            startsOn: string;
            /** @description the period's last day */
            endsOn: string;
            /** @description then, exact */
            used: string;
            /** @description the limit then */
            amount: string;
            currency: string;
            /** @description true when it was so already when the budget was made or changed */
            isLate: boolean;
            /** @description what it tells, in a sentence */
            finding: string;
            raisedAt: string;
        };
        CostEntry: {
            /** @description UUID; later entries have greater ones */
            id: string;
            /** @enum {string} */
            kind: "usage" | "purchase" | "credit" | "tax";
            /** @description in whose bill it stands, such as 2026-11 */
            bookedMonth: string;
            /** @description of the charge, in the tenant's time zone */
            day: string;
            meter: string | null;
            campaign: string | null;
            feature: string | null;
            /** @description of usage, exact; below 0 where it takes back what was booked before */
            quantity: string | null;
            unit: string | null;
            currency: string;
            /** @description exact, up to ten digits after the point; credits are below 0 */
            amount: string;
            /** @description of the meter; null for what is money already, and for what was entered by hand */
            priceVersion: number | null;
            /** @description of the price, from 1; 0 is the included quantity */
            tier: number | null;
            /** @description the closed month that it sets right */
            correctsMonth: string | null;
            /** @description the entry that it sets right */
            corrects: string | null;
            note: string | null;
            bookedAt: string;
            bookedBy: string;
        };
        CostForecast: {
            month: string;
            timeZone: string;
            today: string;
            currencies: {
                currency: string;
                /** @description booked for days of the month until now */
                soFar: string;
                forecast: {
                    estimate: string;
                    /** @description lower end of the 80 % interval */
                    low: string;
                    /** @description its upper end */
                    high: string;
                } | null;
                /** @description what has been used, at the pace of the month until yesterday; never below what is charged already */
                baseline: string | null;
            }[];
            meters: {
                meter: string;
                unit: string;
                /** @description quantity of the month until now */
                soFar: string;
                /** @description by the end of the month; null with fewer than three days of data */
                quantity: {
                    estimate: string;
                    /** @description lower end of the 80 % interval */
                    low: string;
                    /** @description its upper end */
                    high: string;
                } | null;
                /** @description of the first day to come that has a price; null for a meter without one */
                currency: string | null;
                /** @description what that quantity costs, each day at the price that holds on it, with tiers and included quantities */
                cost: {
                    estimate: string;
                    /** @description lower end of the 80 % interval */
                    low: string;
                    /** @description its upper end */
                    high: string;
                } | null;
                daysOfData: number;
            }[];
            /** @description priced meters with fewer than three days of data: the forecast holds what they cost until now */
            missing: string[];
        };
        CostReport: {
            from: string;
            /** @description excluded */
            to: string;
            timeZone: string;
            compareFrom: string | null;
            compareTo: string | null;
            /** @enum {string} */
            groupBy: "meter" | "day" | "kind" | "campaign" | "advertiser" | "feature";
            /** @description each by itself: nothing is converted */
            currencies: {
                currency: string;
                /** @description exact decimal */
                amount: string;
                /** @description of the period that it is compared with; null without one */
                compared: string | null;
                difference: string | null;
                /** @description null without a compared period, and where that came to nothing */
                changePercent: number | null;
                /** @description days in order, all else the largest first */
                rows: components["schemas"]["CostReportRow"][];
            }[];
            /** @description meters that were used on days without a price: what that costs is unknown, and in no sum */
            unpriced: string[];
        };
        CostReportRow: {
            /** @description a meter, a day, a kind of entry, a campaign, an advertiser or a feature; null for what has none, as purchases have no meter */
            key: string | null;
            /** @description its name where it has one, "(none)" for what has no key */
            label: string;
            /** @description of days: the day of the compared period at the same place */
            comparedKey: string | null;
            /** @description exact decimal */
            amount: string;
            /** @description of the period that it is compared with; null without one */
            compared: string | null;
            difference: string | null;
            /** @description null without a compared period, and where that came to nothing */
            changePercent: number | null;
            /** @description of one meter: what was used for it, exact; null for what is counted in no one unit */
            quantity: string | null;
            unit: string | null;
        };
        CreatedApiKey: {
            /** @description UUID */
            id: string;
            name: string;
            /** @description the first characters of the key */
            hint: string;
            scopes: ("ingest" | "read" | "admin")[];
            expiresAt: string | null;
            allowedNetworks: string[];
            requestsPerMinute: number | null;
            serviceAccountId: string | null;
            createdAt: string;
            revokedAt: string | null;
            /** @description when the secret before the last rotation stops; null when there is none */
            previousWorksUntil: string | null;
            /** @description to the minute */
            lastUsedAt: string | null;
            /** @description the network of the last use: /24 of IPv4, /48 of IPv6 */
            lastNetwork: string | null;
            /** @description the key itself, shown this once */
            apiKey: string;
        };
        CreatedExplanationLink: {
            /** Format: uuid */
            id: string;
            /** @description null once it was erased */
            conversionId: string | null;
            /**
             * @description erased: what the page told of was erased or grew too old, and it says nothing but that
             * @enum {string}
             */
            state: "live" | "expired" | "revoked" | "erased";
            createdAt: string;
            createdBy: string;
            expiresAt: string;
            revokedAt: string | null;
            revokedBy: string | null;
            model: string;
            note: string | null;
            showsIds: boolean;
            tellsRestatement: boolean;
            /** @description of the path, which the page tells of */
            version: number;
            /** @description how often the page was opened */
            views: number;
            lastViewedAt: string | null;
            /** @description of the page; answered this once, as only its hash is kept */
            address: string;
        };
        CreatedOauthClient: {
            /** @description UUID; the client_id */
            id: string;
            name: string;
            /**
             * @description with a server of its own, in a browser, on a device, or one that acts for nobody but itself
             * @enum {string}
             */
            kind: "web" | "browser" | "native" | "service";
            redirectUris: string[];
            postLogoutRedirectUris: string[];
            scopes: ("ingest" | "read" | "admin" | "openid" | "profile" | "email" | "offline_access")[];
            createdAt: string;
            /** @description who registered it, as in the audit log */
            createdBy: string;
            /** @description the secret itself, shown this once; null for a client that cannot keep one */
            clientSecret: string | null;
        };
        CreatedReportLink: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            state: "live" | "expired" | "revoked";
            title: string | null;
            note: string | null;
            showsSpend: boolean;
            report: components["schemas"]["KeptReportChoice"];
            createdAt: string;
            createdBy: string;
            expiresAt: string;
            revokedAt: string | null;
            revokedBy: string | null;
            /** @description how often the page was opened */
            views: number;
            lastViewedAt: string | null;
            /** @description of the page; answered this once, as only its hash is kept */
            address: string;
        };
        CreatedShare: {
            /** @description UUID */
            id: string;
            /** @enum {string} */
            kind: "report" | "matching";
            campaign: string;
            breakdowns: ("show" | "episode" | "placement" | "channel" | "day")[];
            conversionKinds: ("visit" | "lead" | "signup" | "install" | "purchase" | "subscription")[] | null;
            showsValue: boolean;
            showsSpend: boolean;
            from: string | null;
            to: string | null;
            minPeople: number;
            expiresAt: string;
            /** @description when the invitation code was entered */
            claimedAt: string | null;
            acceptedAt: string | null;
            /** @description of a matching share, which kinds of the grantee's conversions take part; null = all */
            granteeKinds: ("visit" | "lead" | "signup" | "install" | "purchase" | "subscription")[] | null;
            /** @enum {string} */
            state: "invited" | "invitation_expired" | "offered" | "live" | "expired" | "revoked" | "declined";
            partner: string;
            /** @description name of the tenant that entered the code */
            grantee: string | null;
            invitationExpiresAt: string;
            createdAt: string;
            endedAt: string | null;
            /** @description hand it to the other side; shown this once */
            invitationCode: string;
        };
        CreatedTenant: {
            tenantId: string;
            slug: string;
            /** @description has every scope of the tenant; shown this once */
            apiKey: string;
        };
        Credit: {
            conversions: number;
            valueMinor: number;
            /** @description value per spend; null when the spend is not known for these conversions */
            roas: number | null;
            /** @description spend per conversion */
            cpaMinor: number | null;
            /** @description what this credit rests on, strongest first: it sums to the attributed conversions and value */
            deliveryEvidence: components["schemas"]["EvidencedCredit"][];
        };
        CreditAnswer: {
            paths: {
                convertedAt: string;
                valueMinor: number;
                currency: string | null;
                /** @description no touchpoints = unattributed */
                credits: {
                    /** @enum {string} */
                    model: "first_touch" | "last_touch" | "linear" | "time_decay" | "position_based" | "markov" | "shapley" | "own";
                    touchpoints: {
                        key: string;
                        occurredAt: string;
                        weight: number;
                        creditMinor: number;
                        creditConversions: number;
                    }[];
                }[];
            }[];
        };
        CreditRequest: {
            /**
             * @default [
             *       "first_touch",
             *       "last_touch",
             *       "linear",
             *       "time_decay",
             *       "position_based"
             *     ]
             */
            models?: ("first_touch" | "last_touch" | "linear" | "time_decay" | "position_based" | "markov" | "shapley")[];
            /** @description drops older touchpoints; all count when left out */
            lookbackDays?: number;
            /**
             * @description of time_decay
             * @default 7
             */
            halfLifeDays?: number;
            /**
             * @description of position_based
             * @default 0.4
             */
            firstShare?: number;
            /**
             * @description of position_based
             * @default 0.4
             */
            lastShare?: number;
            /** @description a model to try out beside them before it is kept, a rule or custom; answered as `own` */
            own?: components["schemas"]["OwnModelDetails"];
            /**
             * @description paths that ended without a conversion; of markov, which takes the paths that converted for all there were without them
             * @default []
             */
            nonConverting?: {
                /** @description oldest first */
                keys: string[];
                /**
                 * @description how often
                 * @default 1
                 */
                count?: number;
            }[];
            paths: {
                touchpoints: {
                    key: string;
                    /**
                     * Format: date-time
                     * @description RFC 3339 instant
                     */
                    occurredAt: string;
                    /** @description of an `own` model by placement */
                    placement?: string;
                }[];
                /**
                 * Format: date-time
                 * @description RFC 3339 instant
                 */
                convertedAt: string;
                /** @default 0 */
                valueMinor?: number;
                /** @description ISO 4217 */
                currency?: string;
            }[];
        };
        CreditedTouchpoint: {
            id: string;
            occurredAt: string;
            /** @enum {string} */
            kind: "download" | "impression" | "click" | "vanity_visit" | "promo_code" | "survey";
            campaign: string | null;
            show: string | null;
            episode: string | null;
            channel: string | null;
            placement: string | null;
            /** @description how its delivery is known; null for what is no exposure */
            deliveryEvidence: ("ad_pixel" | "host_log_bytes" | "prefix_request" | "reported") | null;
            /**
             * @description the class by which it was matched, after signals lent theirs
             * @enum {string}
             */
            evidence: "click_id" | "user_id" | "email_hash" | "device_id" | "promo_code" | "survey" | "ip_user_agent" | "household_ip";
            /** @description true when it stands for a promo code or another signal that no exposure explains */
            synthetic: boolean;
            weight: number;
            creditMinor: number;
            creditConversions: number;
        };
        CurrentSession: {
            /** @description false also while the second factor is still to come */
            signedIn: boolean;
            /** @description true when anyone may open the simulated demo tenant */
            demoAvailable: boolean;
            /** @description true when people may sign in through the operator's identity provider, at /sso/start */
            providerAvailable: boolean;
            /** @description the tenant's own identity provider by which this browser was signed in before; null for none, and while signed in */
            organisation: {
                /** @description of the connection */
                name: string;
                /** @description where to begin */
                path: string;
            } | null;
            tenant: components["schemas"]["SessionTenant"] | null;
            scopes: ("ingest" | "read" | "admin")[];
            /** @description null for a browser opened with an API key */
            person: components["schemas"]["SessionPerson"] | null;
            /** @description what the person may do in the tenant */
            role: ("owner" | "admin" | "analyst" | "viewer" | "billing") | null;
            /** @description what must come first: the second factor, setting one up where the tenant asks for it, or choosing a tenant; null when nothing must */
            needs: ("second_factor" | "enrolment" | "tenant") | null;
        };
        DeletionCode: {
            /** @description the code of the mail */
            code: string;
        };
        DownloadRow: {
            /** @description UTC day; null where days are summed up */
            day: string | null;
            /** @description null where shows are summed up, and for requests that belong to none */
            show: string | null;
            /** @description null where episodes are summed up, and for requests that belong to none */
            episode: string | null;
            /** @description unique downloads that all rules left, as in the waterfall */
            downloads: number;
            /** @description of these, those on an address that may stand for a household or a person */
            usable: number;
            /** @description all requests, before any rule */
            requests: number;
            /** @description the downloads by how each is known: host_log_bytes, prefix_request */
            evidence: {
                [key: string]: number;
            };
        };
        EmailAddress: {
            email: string;
        };
        Enclosure: {
            /** @description host and path alone: without scheme, query and measurement prefixes */
            address: string;
            type: string | null;
            fileBytes: number | null;
            /** @description when the feed was last read with it */
            seenAt: string;
        };
        Enrolment: {
            /** @description to type into an authenticator app where there is no camera */
            secret: string;
            /** @description the otpauth URI that the QR code shows */
            uri: string;
            /** @description the QR code, as an SVG image */
            qrSvg: string;
        };
        EnrolmentCode: {
            code: string;
        };
        EnteredFigure: {
            show: string;
            episode: string | null;
            day: string;
            downloads: number;
            source: string;
            /**
             * @description entered by hand or from a table, or pulled from the host
             * @enum {string}
             */
            origin: "entered" | "pull";
            enteredAt: string;
            /** @description whether it is the one that counts of its place and day: entered before pulled, and of several the last to come */
            isCounted: boolean;
            /** @description false where the catalogue has no such show: the figure stands beside nothing */
            isKnown: boolean;
        };
        Episode: {
            /** @description the tenant's own key, as events carry it; of an episode that a feed brought, its guid */
            key: string;
            /** @description what the tenant calls it, else the feed's title */
            name: string | null;
            /** @description key of the show whose feed has it */
            show: string | null;
            /** @description as the feed has it */
            guid: string | null;
            /** @description as the feed has it */
            title: string | null;
            publishedAt: string | null;
            durationSeconds: number | null;
            /** @description the address of its file, measurement prefixes included */
            enclosureUrl: string | null;
            enclosureType: string | null;
            fileBytes: number | null;
            link: string | null;
            /** @description its own, else the show's */
            persons: components["schemas"]["Person"][];
            transcripts: components["schemas"]["Transcript"][];
            /** @description whether the feed had it when it was last read; what a feed drops stays here */
            isListed: boolean;
            createdAt: string;
        };
        EpisodeDetails: {
            /** @default null */
            name?: string | null;
        };
        EpisodeRequest: {
            /** @description the sender's own id; the same id twice is a duplicate */
            id: string & (unknown & unknown);
            /**
             * Format: date-time
             * @description RFC 3339 instant
             */
            occurredAt: string;
            /** @description address of the file, or its path */
            url: string;
            ip?: string;
            /** @description in place of ip: what an export has for the address; it counts, and matches nothing */
            ipHash?: string;
            userAgent?: string;
            /** @default GET */
            method?: string;
            /** @description of the answer; 0 where a log writes that for an answer that was broken off */
            status?: number;
            /** @description the Range header, such as bytes=0-1 */
            range?: string;
            /** @description bytes of the answer's body */
            bytesSent?: number;
            durationSeconds?: number;
            /** @description size of the whole file */
            fileBytes?: number;
            /** @description size of what comes before the sound, such as ID3 tags */
            headerBytes?: number;
            show?: string;
            episode?: string;
            /**
             * @description what the request says of delivery; host_log_bytes where bytesSent is given, else prefix_request
             * @enum {string}
             */
            evidence?: "host_log_bytes" | "prefix_request";
            /** @description the ads that were inserted into this answer's file, delivered or not; each counts when all its bytes were sent */
            ads?: components["schemas"]["InsertedAd"][];
            /** @description whether the source counted it as a download; it is taken at its word */
            counted?: boolean;
            /** @enum {string} */
            consent?: "granted" | "denied" | "unknown";
        };
        EpisodeTranscript: {
            /** Format: uuid */
            id: string;
            episode: string;
            episodeName: string | null;
            /** @enum {string} */
            source: "upload" | "feed" | "address" | "audio";
            /** @description where it was read */
            url: string | null;
            /**
             * @description which copy of the episode it is of
             * @enum {string}
             */
            copy: "episode_file" | "creative" | "capture";
            /** @description of a capture: when it was taken */
            capturedAt: string | null;
            /** @description of a creative or a capture: which one */
            copyNote: string | null;
            /**
             * @description how the text was made: it came as a text, or a model heard it
             * @enum {string}
             */
            method: "given" | "speech_recognition";
            /** @description the tenant's key of the provider that heard it */
            provider: string | null;
            /** @description the model that heard it */
            model: string | null;
            language: string | null;
            /** @enum {string} */
            format: "vtt" | "srt" | "json" | "html" | "text";
            /**
             * @description estimated: the file states no times, or only some; they follow from the words
             * @enum {string}
             */
            timing: "stated" | "estimated";
            /** @description one more with each other content of the same source and copy */
            version: number;
            /** @description of the text as it came; the same content is the same version */
            contentSha256: string;
            segmentCount: number;
            /** @description until the end of what was said last */
            durationMs: number;
            /** @description what of the file was passed over, with its place */
            warnings: string[];
            /**
             * @description none: it was kept before there was any; send it again
             * @enum {string}
             */
            analysis: "none" | "waiting" | "done" | "failed";
            createdAt: string;
            createdBy: string;
            /** @description when it was sent or read last */
            readAt: string;
            /** @description since when it has this content */
            changedAt: string;
        };
        EpisodeWithEnclosures: {
            /** @description the tenant's own key, as events carry it; of an episode that a feed brought, its guid */
            key: string;
            /** @description what the tenant calls it, else the feed's title */
            name: string | null;
            /** @description key of the show whose feed has it */
            show: string | null;
            /** @description as the feed has it */
            guid: string | null;
            /** @description as the feed has it */
            title: string | null;
            publishedAt: string | null;
            durationSeconds: number | null;
            /** @description the address of its file, measurement prefixes included */
            enclosureUrl: string | null;
            enclosureType: string | null;
            fileBytes: number | null;
            link: string | null;
            /** @description its own, else the show's */
            persons: components["schemas"]["Person"][];
            transcripts: components["schemas"]["Transcript"][];
            /** @description whether the feed had it when it was last read; what a feed drops stays here */
            isListed: boolean;
            createdAt: string;
            /** @description every address its file has or had, alternate ones included */
            enclosures: components["schemas"]["Enclosure"][];
        };
        Estimate95: {
            /** @description null where nothing was counted, or a part of it is not known */
            value: number | null;
            /** @description lower end of the 95 % interval */
            low: number | null;
            /** @description upper end of it; null with a value = it has none that can be told */
            high: number | null;
            /** @description true below 30 conversions: read it with care */
            isFew: boolean;
        };
        EvidenceReliability: {
            /** @enum {string} */
            evidence: "click_id" | "user_id" | "email_hash" | "device_id" | "promo_code" | "survey" | "ip_user_agent" | "household_ip";
            /** @description matched exposures, on average over runs */
            touches: number;
            /** @description share of them that the buyer’s own household heard */
            ownShare: number;
        };
        EvidencedCredit: {
            /** @description how the delivery of the credited exposures is known; null = clicks, signals, and days older than events are kept */
            evidence: ("ad_pixel" | "host_log_bytes" | "prefix_request" | "reported") | null;
            conversions: number;
            valueMinor: number;
        };
        Experiment: {
            /** @description as touchpoints carry it in test */
            key: string;
            name: string | null;
            /** @enum {string} */
            design: "audience_split" | "psa" | "variants" | "geo" | "switchback";
            /** @enum {string} */
            state: "draft" | "running" | "stopped" | "archived";
            campaign: string;
            placement: string | null;
            /** @enum {string} */
            conversionKind: "visit" | "lead" | "signup" | "install" | "purchase" | "subscription";
            /** @enum {string} */
            measure: "rate" | "value";
            currency: string | null;
            windowDays: number;
            from: string;
            to: string;
            arms: components["schemas"]["ExperimentArm"][];
            washoutDays: number | null;
            plan: components["schemas"]["ExperimentPlan"];
            createdAt: string;
            /** @description when the plan was fixed */
            startedAt: string | null;
            stoppedAt: string | null;
        };
        ExperimentArm: {
            name: string;
            isControl: boolean;
            /** @description of all participants, as planned; null where arms are no parts of the audience */
            share: number | null;
            regions: string[] | null;
        };
        ExperimentDetails: {
            /** @default null */
            name?: string | null;
            /**
             * @description audience_split: the ad server keeps the ad from part of the audience; psa: it plays them another one; variants: each part gets another version; geo: the ad runs in some regions; switchback: it runs in some spans of time
             * @enum {string}
             */
            design: "audience_split" | "psa" | "variants" | "geo" | "switchback";
            campaign: string;
            /**
             * @description which is tested; null = all of the campaign
             * @default null
             */
            placement?: string | null;
            /** @enum {string} */
            conversionKind: "visit" | "lead" | "signup" | "install" | "purchase" | "subscription";
            /**
             * @description rate: the share who converted; value: the value of conversions per participant
             * @default rate
             * @enum {string}
             */
            measure?: "rate" | "value";
            /**
             * @description of the measure value
             * @default null
             */
            currency?: string | null;
            /**
             * @description how long an outcome is waited for
             * @default 30
             */
            windowDays?: number;
            /**
             * Format: date
             * @description first day of exposures, in UTC
             */
            from: string;
            /**
             * Format: date
             * @description the day after the last
             */
            to: string;
            /**
             * @description left out: treatment and control, half each
             * @default []
             */
            arms?: components["schemas"]["ArmDetails"][];
            /**
             * @description the arm that others are held against
             * @default control
             */
            control?: string;
            /** @description the control's expected rate, 0 to 1, or value in minor units */
            baseline?: number;
            /** @description of a participant's value, in minor units; with measure value */
            deviation?: number;
            /** @description the smallest difference to be found, in the unit of the baseline: then the plan says the size */
            effect?: number;
            /** @description in all arms: then the plan says the effect */
            participants?: number;
            /** @default 0.8 */
            power?: number;
            /** @description only with design switchback */
            blockDays?: number;
            /** @description first days of each block that are left out */
            washoutDays?: number;
        };
        ExperimentPlan: {
            /** @description the chance of a false difference, over all arms and all looks */
            alpha: number;
            power: number;
            baseline: number | null;
            deviation: number | null;
            /** @description in the unit of the baseline; geo: a share of what is expected; switchback: per day; null = none, or too little history: see notes */
            minimumDetectableEffect: number | null;
            /** @description in all arms, when the result is read once, at the end; null for geo and switchback */
            participants: number | null;
            /** @description in all arms, when it is read at any time */
            sequentialParticipants: number | null;
            /** @description of a switchback: when the ad is to run, drawn by chance in pairs */
            blocks: {
                arm: string;
                from: string;
                to: string;
            }[] | null;
            notes: string[];
        };
        ExperimentReadout: {
            key: string;
            name: string | null;
            /** @enum {string} */
            design: "audience_split" | "psa" | "variants" | "geo" | "switchback";
            /** @enum {string} */
            state: "draft" | "running" | "stopped" | "archived";
            campaign: string;
            /** @enum {string} */
            conversionKind: "visit" | "lead" | "signup" | "install" | "purchase" | "subscription";
            /** @enum {string} */
            measure: "rate" | "value";
            currency: string | null;
            windowDays: number;
            from: string;
            /** @description the end of exposures: as planned, or when it was stopped */
            to: string;
            computedAt: string;
            /** @description whether every window is over */
            isFinal: boolean;
            /** @enum {string} */
            verdict: "not_enough_data" | "assignment_broken" | "contaminated" | "difference" | "no_difference_shown";
            /** @description what it says, in words; the answer comes first */
            sentences: string[];
            checks: {
                /** @description whether arms were filled as planned */
                sampleRatio: {
                    /** @enum {string} */
                    method: "chi_square" | "exact_binomial" | "too_few" | "not_applicable";
                    /** @description the chance of counts at least as unlike the plan, if assignment works */
                    pValue: number | null;
                    /** @description true below 0.001: nothing else can be believed */
                    isMismatch: boolean;
                };
                /** @description whether arms were kept apart */
                contamination: {
                    /** @description participants exposed in more than one arm; geo, switchback: exposures where or when there were to be none */
                    count: number;
                    of: number;
                    share: number | null;
                    /** @description true above 5 %: the difference is understated by too much */
                    isBeyond: boolean;
                };
                /** @description touchpoints of the test without an arm of the plan */
                unassignedTouchpoints: number;
                /** @description those with nothing to know somebody by */
                unusableTouchpoints: number;
                /** @description geo: conversions in the time whose region is in no arm, or not known */
                placelessConversions: number;
                /** @description geo: those of them of which no record of their order says where */
                unknownPlaceConversions: number;
                /** @description whether the plan was fixed before the end of its first day */
                isPlanFixedInTime: boolean;
            };
            arms: components["schemas"]["ArmReadout"][];
            /** @description each arm against the control; empty for geo and switchback */
            comparisons: components["schemas"]["ArmComparison"][];
            /** @description of geo and switchback; null until the planned end, after an early stop, and where there is too little */
            aggregate: components["schemas"]["AggregateReadout"] | null;
            plannedParticipants: number | null;
            /** @description conversions and touchpoints still to be matched; outcomes do not wait for them */
            waitingConversions: number;
        };
        ExperimentStateDetails: {
            /**
             * @description running fixes the plan of a draft; stopped ends a running one; archived puts aside one that does not run
             * @enum {string}
             */
            state: "running" | "stopped" | "archived";
        };
        Explanation: {
            id: string;
            /** @enum {string} */
            kind: "visit" | "lead" | "signup" | "install" | "purchase" | "subscription";
            occurredAt: string;
            /** @description what credit is computed on: the gross value less refunds */
            valueMinor: number | null;
            grossValueMinor: number | null;
            refundedMinor: number;
            /** @description what of it the buyer's bank took back, and has not given back */
            chargedBackMinor: number;
            currency: string | null;
            /** @description of your own, with the version that was meant */
            model: string;
            /**
             * @description who chose the model: the query, or whose default it is
             * @enum {string}
             */
            modelOrigin: "query" | "campaign" | "tenant" | "installation";
            /** @description what a data-driven model rests on; null for rules */
            fit: components["schemas"]["FitNote"] | null;
            lookbackDays: number;
            /** @description of the path; it grows with every restatement */
            version: number | null;
            /**
             * @description who told of it: a webhook, a server, an import, or only a page
             * @enum {string}
             */
            source: "webhook" | "server" | "import" | "pixel";
            /** @description ids of the other records of its order; what they carry belongs to the one that counts */
            otherRecords: string[];
            /** @description the conversion of the same order that counts instead of this one */
            duplicateOf: string | null;
            /** @description erased when the person behind it was erased, and only its amount is left */
            unattributedReason: "erased" | null;
            /** @description true while events are still being matched, so that this may change */
            waiting: boolean;
            touchpoints: components["schemas"]["CreditedTouchpoint"][];
            /** @description matched and without credit under these options, oldest first */
            unusedTouchpoints: components["schemas"]["UnusedTouchpoint"][];
            /** @description what those of these touchpoints are called that have a name; the sentences use it */
            names: {
                campaigns: {
                    key: string;
                    name: string;
                }[];
                shows: {
                    key: string;
                    name: string;
                }[];
                episodes: {
                    key: string;
                    name: string;
                }[];
            };
            /** @description what the model gives to nobody; 0 for models that do not estimate it */
            organicMinor: number;
            organicConversions: number;
            sentences: string[];
        };
        ExplanationLink: {
            /** Format: uuid */
            id: string;
            /** @description null once it was erased */
            conversionId: string | null;
            /**
             * @description erased: what the page told of was erased or grew too old, and it says nothing but that
             * @enum {string}
             */
            state: "live" | "expired" | "revoked" | "erased";
            createdAt: string;
            createdBy: string;
            expiresAt: string;
            revokedAt: string | null;
            revokedBy: string | null;
            model: string;
            note: string | null;
            showsIds: boolean;
            tellsRestatement: boolean;
            /** @description of the path, which the page tells of */
            version: number;
            /** @description how often the page was opened */
            views: number;
            lastViewedAt: string | null;
        };
        ExposureFall: {
            /**
             * @description ad: in a counted download; impression: of a pixel, or reported; download: as it was reported, not counted of requests
             * @enum {string}
             */
            kind: "ad" | "impression" | "download";
            /** @description filtered + exposures: ads in downloads, requests for pixels, or exposures that were sent */
            received: number;
            /** @description requests for pixels that made no impression, ads that were not delivered, exposures of control arms; in the order of the rules */
            filtered: {
                reason: string;
                requests: number;
                share: number;
            }[];
            /** @description usable + unusable */
            exposures: number;
            /** @description exposures with nothing to match by: no address but a relay or a datacenter, and no other key */
            unusable: number;
            /** @description matched + unmatched */
            usable: number;
            usableShare: number | null;
            /** @description true below 20 % */
            isUsableShareLow: boolean;
            unmatched: number;
            /** @description in the path of at least one conversion, at 90 days of lookback: attributed + uncredited */
            matched: number;
            /** @description found in paths beyond the usable ones, in no other figure: 0 once neither requests nor conversions wait */
            unaccounted: number;
            /** @description matched ones that the tenant's lookback and weakest evidence leave out */
            uncredited: number;
            /** @description those that a conversion's credit goes to, in part or whole */
            attributed: number;
            evidence: {
                /** @enum {string} */
                evidence: "ad_pixel" | "host_log_bytes" | "prefix_request" | "reported";
                received: number;
                exposures: number;
            }[];
        };
        FactorCode: {
            /** @description six digits of an authenticator app; each works once */
            code: string;
        } | {
            recoveryCode: string;
        };
        FeedStanding: {
            /**
             * @description not read yet, read as it should be, not to be read at present, or taken away by its host (410) and read no more
             * @enum {string}
             */
            state: "waiting" | "fresh" | "failing" | "gone";
            /** @description when the feed was last read, changed or not */
            fetchedAt: string | null;
            /** @description when it last held something new */
            changedAt: string | null;
            /** @description when it is read next; null when it is gone */
            dueAt: string | null;
            /** @description how often in a row reading it failed */
            failures: number;
            /** @description why reading it failed last */
            problem: string | null;
        };
        Fit: {
            /** Format: uuid */
            id: string;
            createdAt: string;
            createdBy: string;
            /** @enum {string} */
            state: "waiting" | "running" | "done" | "insufficient" | "failed";
            /** @enum {string} */
            model: "markov" | "hazard";
            /** @enum {string} */
            unit: "show" | "campaign" | "channel" | "placement";
            lookbackDays: number;
            order: number;
            finishedAt: string | null;
            /** @description null until it is done */
            result: components["schemas"]["FitResult"] | null;
            failure: string | null;
        };
        FitNote: {
            /** @description null when the model needs no fit, or there is none yet */
            id: string | null;
            fittedAt: string | null;
            /** @enum {string} */
            unit: "show" | "campaign" | "channel" | "placement";
            /** @description that the fit stands on */
            conversions: number | null;
            converged: boolean | null;
            /** @description why the model credits nothing, or what to keep in mind */
            says: string | null;
        };
        FitResult: {
            engineVersion: string;
            /** @description SHA-256 over what was watched; the same for the same events in whatever order */
            inputHash: string;
            /** @description who are watched, households and people */
            people: number;
            /** @description who is watched, household and person; and who is left out, device; missing where a fit does not tell */
            peopleKnownBy?: {
                /**
                 * @description household: heard of at an address that may stand for one; person: by a key of their own alone; device: only away from any
                 * @enum {string}
                 */
                knownBy: "household" | "person" | "device";
                people: number;
                exposures: number;
                /** @description that the fit stands on */
                conversions: number;
                /** @description the time they were watched */
                personYears: number;
            }[];
            /** @description of those who are watched */
            exposures: number;
            /** @description on relays, data centres, crowded addresses, or without identity: not part of the fit */
            unusableExposures: number;
            /** @description of all kinds, with an exposure within the lookback before them */
            conversions: number;
            /** @description without one, or of nobody who is watched: not part of the fit */
            unwatchedConversions: number;
            /** @description the last event; nobody is watched longer */
            dataUntil: string | null;
            /** @description why there is not enough data; null when there is */
            insufficient: string | null;
            /** @description all kinds together first, then each kind with at least 100 conversions; empty when insufficient, and in lists */
            fits: components["schemas"]["KindFit"][];
        };
        FlagState: {
            flag: string;
            description: string;
            enabled: boolean;
            /**
             * @description who said so
             * @enum {string}
             */
            source: "default" | "tier" | "tenant";
            /** @description when what was said ends */
            expiresAt: string | null;
        };
        FlagStates: {
            items: components["schemas"]["FlagState"][];
        };
        FlagTurn: {
            enabled: boolean;
            /**
             * @description null = for good
             * @default null
             */
            expiresAt?: string | null;
        };
        HookDelivery: {
            /** @description UUID */
            id: string;
            source: string;
            /** @description the sender's own id of it, or a hash of the body where it has none */
            deliveryId: string;
            topic: string | null;
            /**
             * @description received: about to be worked on; waiting: for the order it belongs to; kept: it brought something; duplicate: nothing new; set_aside: understood and not wanted; unknown_topic; refused: not genuine; failed
             * @enum {string}
             */
            state: "received" | "waiting" | "kept" | "duplicate" | "set_aside" | "unknown_topic" | "refused" | "failed";
            reason: string | null;
            receivedAt: string;
            attempts: number;
            nextAttemptAt: string | null;
            /** @description ids of the conversions, refunds and privacy requests that it brought */
            made: string[];
            /** @description of the body */
            bytes: number;
            /** @description whether the body is still kept; without it nothing can be replayed */
            hasBody: boolean;
        };
        HookDeliveryContent: {
            headers: {
                [key: string]: string;
            };
            /** @description byte for byte as it came, in base64 */
            body: string;
        };
        HostComparison: {
            sources: string[];
            /** @description how many figures of a show or an episode on one day were entered */
            figures: number;
            /** @description the host's */
            downloads: number;
            /** @description ours, of the same days of the same shows and episodes */
            counted: number;
            /** @description the host's less ours */
            difference: number;
            /** @description as a share of the host's figure */
            differenceShare: number | null;
            /** @description beyond 5 % either way (IAB v2.3 §5.6) */
            isBeyondTolerance: boolean;
            /** @description what each rule took out: at most this share of the difference comes from a host that does without the rule */
            explained: {
                reason: string;
                requests: number;
                mostOfDifference: number | null;
            }[];
        };
        HostEpisode: {
            host: string;
            /** @description the host's own */
            id: string;
            show: string;
            guid: string | null;
            /** @description the address of its file, as the host tells it */
            enclosure: string | null;
            title: string | null;
            publishedAt: string | null;
            /** @description the key of yours that it is; its figures stand under "host:id" while none is found */
            episode: string | null;
        };
        HostFigure: {
            /** @description its key, or a name that only one show bears */
            show: string;
            /**
             * @description its key, or a name that only one episode bears; null for the whole show
             * @default null
             */
            episode?: string | null;
            /**
             * Format: date
             * @description UTC day
             */
            day: string;
            /** @description null takes back what was entered of this source, or else what was pulled from it */
            downloads: number | null;
            /** @description who counted, such as a host */
            source: string;
        };
        HostFigures: {
            figures: components["schemas"]["HostFigure"][];
        };
        /** @description what ties a touchpoint to a conversion; stored only as keyed hashes */
        Identity: {
            ip?: string;
            userAgent?: string;
            userId?: string;
            emailSha256?: string;
            /** @description where no SHA-256 is at hand; matches only events that also carry no more than the MD5 */
            emailMd5?: string;
            deviceId?: string;
            clickId?: string;
        };
        Import: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            kind: "touchpoints" | "conversions";
            fileName: string;
            bytes: number;
            fingerprint: string;
            /** @enum {string} */
            format: "csv" | "ndjson";
            columns: (string | null)[] | null;
            defaults: {
                [key: string]: string;
            };
            /**
             * @description done: every byte was taken
             * @enum {string}
             */
            state: "open" | "done";
            /** @description the next part begins here */
            takenBytes: number;
            takenLines: number;
            accepted: number;
            duplicates: number;
            rejected: number;
            createdAt: string;
            createdBy: string;
            changedAt: string;
            finishedAt: string | null;
        };
        ImportPart: {
            /** @description bytes of the file from the offset on, at most 1,048,576 */
            base64: string;
        };
        ImportReject: {
            /** @description of the file, from 1; in a CSV file the header is line 1 */
            line: number;
            /** @enum {string} */
            code: "invalid" | "conflict" | "too_old" | "in_future" | "quota_exceeded";
            /** @description the field at fault; empty for the whole line */
            pointer: string;
            /** @description nothing of what stands in the line is kept */
            reason: string;
        };
        InsertedAd: {
            /** @description key of the placement the ad stands for */
            placement: string;
            /** @description of the file as it was sent, from 0 */
            firstByte: number;
            /** @description included */
            lastByte: number;
        };
        Insight: {
            /** Format: uuid */
            id: string;
            /**
             * @description what has found it
             * @enum {string}
             */
            source: "analysis" | "anomaly" | "forecast";
            /** @description what sort of finding it is */
            kind: string;
            /** @description the day it is about */
            day: string;
            /** @description of one day, higher ones come first: 1 is a competitor whom a brief names, 0 all else */
            rank: number;
            /** @description what the finding is about */
            subject: {
                /** @enum {string} */
                type: "tenant" | "campaign" | "show" | "episode" | "transcript";
                /** @description null where it is the tenant as a whole */
                key: string | null;
            };
            finding: string;
            /** @description what it rests on */
            evidence: {
                label: string;
                value: string;
            }[];
            /**
             * @description ended: it was open, and what it says is no longer so
             * @enum {string}
             */
            status: "open" | "done" | "dismissed" | "ended";
            note: string | null;
            foundAt: string;
            /** @description since when it says what it says */
            changedAt: string;
            /** @description since when what it says is no longer so, whatever a person said of it; null while it is, as far as is known */
            endedAt: string | null;
            /** @description when a person set the status last */
            statusAt: string | null;
            statusBy: string | null;
        };
        InsightChange: {
            /**
             * @description done: it was seen to; dismissed: it does not matter; open: it was neither
             * @enum {string}
             */
            status: "open" | "done" | "dismissed";
            /** @description why; left out, there is none */
            note?: string;
        };
        IntakeResult: {
            accepted: number;
            duplicates: number;
            rejected: components["schemas"]["Rejection"][];
        };
        Interval: {
            value: number;
            low: number;
            high: number;
        };
        Invitation: {
            /** @description UUID */
            id: string;
            email: string;
            /** @enum {string} */
            role: "owner" | "admin" | "analyst" | "viewer" | "billing";
            createdAt: string;
            /** @description when the mail was last sent; the links of mails before it do not work */
            sentAt: string;
            /** @description how often it was mailed, of 10 times */
            sends: number;
            expiresAt: string;
        };
        InvitationSending: Record<string, never>;
        InvitationToken: {
            /** @description what stands behind the # of the mailed link */
            token: string;
        };
        InvoicePool: {
            /** @description such as hosting; stands in the note of each entry */
            key: string;
            /** @description of the invoice, in its currency */
            amount: string;
            /** @description owners are tenants, by their ids; meters are those that Earshot counts itself */
            driver: components["schemas"]["AllocationDriverInput"];
        };
        Journeys: {
            lookbackDays: number;
            /** @description null while no conversion has a value */
            currency: string | null;
            from: string | null;
            to: string | null;
            options: {
                /** @description null = all kinds */
                conversionKind: ("visit" | "lead" | "signup" | "install" | "purchase" | "subscription")[] | null;
                /** @description null = all kinds */
                touchpointKind: ("download" | "impression" | "click" | "vanity_visit" | "promo_code" | "survey")[] | null;
                /** @enum {string} */
                minEvidence: "click_id" | "user_id" | "email_hash" | "device_id" | "promo_code" | "survey" | "ip_user_agent" | "household_ip";
                /** @enum {string} */
                repeats: "every" | "unique";
                /** @enum {string} */
                responseSignals: "evidence" | "touchpoint";
                newCustomersOnly: boolean;
                exclude: string[];
            };
            /** @description conversions, touchpoints and codes still to be matched; 0 = these figures are complete */
            waitingConversions: number;
            /** @description from when on events are kept: what was before is in no analysis; null = all are kept */
            eventsKeptFrom: string | null;
            /** @description conversions in other currencies, in no figure */
            otherCurrencies: {
                currency: string;
                conversions: number;
                valueMinor: number;
            }[];
            /** @enum {string} */
            groupBy: "show" | "campaign" | "channel";
            /** @description attributed ones: with a touch that may take credit */
            conversions: number;
            /** @description of these */
            valueMinor: number;
            /** @description they have no path, and are in no figure below */
            unattributedConversions: number;
            excludedConversions: number;
            /** @description touches of an attributed conversion */
            meanTouches: components["schemas"]["Estimate95"];
            lengths: {
                /** @description how many touches that may take credit the path has, repeats included */
                touches: number;
                /** @description true of the last one, which holds all longer paths, too */
                isOrMore: boolean;
                conversions: number;
                valueMinor: number;
                /** @description of the attributed conversions */
                share: components["schemas"]["Share95"];
            }[];
            paths: {
                /** @description oldest first; the same unit several times in a row is one step */
                steps: {
                    key: string | null;
                    label: string;
                }[];
                /** @description true where earlier steps are left out: of more than 12 the last 12 are told */
                isShortened: boolean;
                conversions: number;
                valueMinor: number;
                /** @description of the attributed conversions */
                share: components["schemas"]["Share95"];
            }[];
            /** @description the conversions whose paths are not listed: with those that are, all attributed ones */
            otherPaths: {
                conversions: number;
                valueMinor: number;
                share: components["schemas"]["Share95"];
            };
            /** @description every unit, those with the most conversions first, up to 200 */
            assists: {
                key: string | null;
                label: string;
                /** @description with a touch of the unit */
                conversions: number;
                /** @description of the attributed conversions */
                share: components["schemas"]["Share95"];
                /** @description of these conversions, whole: the values of several units are not additive */
                valueMinor: number;
                /** @description where it was the first touch */
                first: number;
                /** @description where it was the last one */
                last: number;
                /** @description where there was no other unit */
                alone: number;
                /** @description where it was there, and another unit was last */
                assisted: number;
                /** @description assisted of all with a touch of the unit */
                assistRate: components["schemas"]["Share95"];
            }[];
            sankey: components["schemas"]["Sankey"];
        };
        KeptReportChoice: {
            /**
             * @description what data-driven models tell apart; show when left out
             * @enum {string}
             */
            unit?: "show" | "campaign" | "channel" | "placement";
            conversionKind?: ("visit" | "lead" | "signup" | "install" | "purchase" | "subscription")[];
            lookbackDays?: number;
            halfLifeDays?: number;
            /** @description 0.4 when left out */
            firstShare?: number;
            /** @description 0.4 when left out */
            lastShare?: number;
            touchpointKind?: ("download" | "impression" | "click" | "vanity_visit" | "promo_code" | "survey")[];
            /** @enum {string} */
            minEvidence?: "click_id" | "user_id" | "email_hash" | "device_id" | "promo_code" | "survey" | "ip_user_agent" | "household_ip";
            /**
             * @description every when left out
             * @enum {string}
             */
            repeats?: "every" | "unique";
            /**
             * @default evidence
             * @enum {string}
             */
            responseSignals: "evidence" | "touchpoint";
            /** @default false */
            newCustomersOnly: boolean;
            /** @default [] */
            exclude: string[];
            /** @description side by side: built in, or of your own, or NAME@VERSION; the tenant's default when left out */
            models?: string[];
            /**
             * @default campaign
             * @enum {string}
             */
            groupBy: "campaign" | "channel" | "show" | "episode" | "placement" | "delivery_evidence" | "day";
            /** @description the last so many days of UTC, up to the one on which the report is read; excludes from and to */
            days?: number;
            /** @description the tenant's, else the most frequent one, when left out */
            currency?: string;
            /**
             * @default conversion
             * @enum {string}
             */
            creditDate: "conversion" | "touchpoint";
            /** @description a campaign whose credit alone the report is of; excludes advertiser */
            campaign?: string;
            /** @description an advertiser, the credit of whose campaigns alone the report is of; excludes campaign */
            advertiser?: string;
            from?: string;
            to?: string;
            asOf?: string;
        };
        KeptReservation: {
            id: string;
            expiresAt: string;
        };
        KindFit: {
            /** @description null = all kinds together */
            conversionKind: ("visit" | "lead" | "signup" | "install" | "purchase" | "subscription") | null;
            /** @description that the fit stands on: with an exposure within the lookback before them */
            conversions: number;
            /** @description of markov */
            nonConvertingPaths: number | null;
            /** @description of markov: the chain's own */
            conversionProbability: number | null;
            units: {
                /** @description the tenant's own key; null for exposures without one */
                key: string | null;
                exposures: number;
                /** @description markov: the removal effect, 0 to 1; hazard: the conversions that one exposure adds in all the time after it */
                effect: number;
                /** @description of hazard: how fast the effect fades */
                halfLifeDays: number | null;
            }[];
            /** @description of hazard: conversions that no ad earns */
            baselinePerPersonYear: number | null;
            /** @description of hazard: the time people were watched */
            personYears: number | null;
            /** @description of hazard: of these conversions, those that no exposure earned (model estimate) */
            organicShare: number | null;
            /** @description 95 %, from leaving out a tenth of the people at a time */
            organicInterval: {
                /** @description 0 to 1 */
                low: number;
                /** @description 0 to 1 */
                high: number;
            } | null;
            /** @description the share when effects may last half as long, or twice as long, as 60 days by half-life */
            organicSensitivity: {
                /** @description 0 to 1 */
                low: number;
                /** @description 0 to 1 */
                high: number;
            } | null;
            iterations: number | null;
            converged: boolean | null;
            logLikelihood: number | null;
            /** @description of hazard: per millisecond, in the order of the units: what weights are computed from */
            rates: {
                baseline: number;
                effect: number[];
                decay: number[];
            } | null;
        };
        Lag: {
            lookbackDays: number;
            /** @description null while no conversion has a value */
            currency: string | null;
            from: string | null;
            to: string | null;
            options: {
                /** @description null = all kinds */
                conversionKind: ("visit" | "lead" | "signup" | "install" | "purchase" | "subscription")[] | null;
                /** @description null = all kinds */
                touchpointKind: ("download" | "impression" | "click" | "vanity_visit" | "promo_code" | "survey")[] | null;
                /** @enum {string} */
                minEvidence: "click_id" | "user_id" | "email_hash" | "device_id" | "promo_code" | "survey" | "ip_user_agent" | "household_ip";
                /** @enum {string} */
                repeats: "every" | "unique";
                /** @enum {string} */
                responseSignals: "evidence" | "touchpoint";
                newCustomersOnly: boolean;
                exclude: string[];
            };
            /** @description conversions, touchpoints and codes still to be matched; 0 = these figures are complete */
            waitingConversions: number;
            /** @description from when on events are kept: what was before is in no analysis; null = all are kept */
            eventsKeptFrom: string | null;
            /** @description conversions in other currencies, in no figure */
            otherCurrencies: {
                currency: string;
                conversions: number;
                valueMinor: number;
            }[];
            /** @enum {string} */
            groupBy: "all" | "campaign" | "channel" | "show" | "episode" | "placement";
            /** @description attributed ones: with a touch that may take credit */
            conversions: number;
            /** @description they have no touch to count from, and are in no curve */
            unattributedConversions: number;
            excludedConversions: number;
            rows: {
                key: string | null;
                label: string;
                /** @description with a touch of the row; those with touches of several rows are in each */
                conversions: number;
                /** @description from the first touch of the row */
                sinceFirst: components["schemas"]["LagCurve"];
                /** @description from the last touch of the row */
                sinceLast: components["schemas"]["LagCurve"];
            }[];
            /** @description how many rows more there are */
            omittedRows: number;
        };
        LagCurve: {
            /** @description half of the conversions came sooner; the interval holds for any distribution, and is null for fewer than 6 */
            medianDays: components["schemas"]["Estimate95"];
            /** @description up to the last day with a conversion */
            days: {
                /** @description whole days from the touch to the conversion: 0 = less than a day */
                day: number;
                /** @description of the conversions of the row */
                share: components["schemas"]["Share95"];
                /** @description those of this day or sooner */
                cumulative: components["schemas"]["Share95"];
            }[];
        };
        LastPathCheck: {
            /** @description null before the first night */
            last: components["schemas"]["PathCheck"] | null;
        };
        Limit: {
            key: string;
            meter: string;
            unit: string;
            entity: {
                /** @enum {string} */
                type: "tenant" | "campaign" | "feature";
                /** @description null for all of the tenant */
                key: string | null;
            };
            /** @enum {string} */
            period: "day" | "month";
            timeZone: string;
            soft: string | null;
            hard: string | null;
            gracePercent: number;
            graceUntil: string | null;
            /** @description up to where work may begin now, grace included; null where nothing is refused */
            allowed: string | null;
            /** @description exact: all that was counted in this period */
            used: string;
            /** @description exact: what is set aside for work under way */
            reserved: string;
            /** @description used and reserved of the hard limit, or of the soft one where there is no hard one; at most 1000000 */
            percent: number;
            /**
             * @description which limit is reached by what is used and reserved; grace: beyond hard and still allowed
             * @enum {string}
             */
            standing: "below" | "soft" | "grace" | "hard";
            periodStartsAt: string;
            /** @description when counting begins anew */
            resetsAt: string;
            /**
             * @description what becomes of work when the limit cannot be looked up
             * @enum {string}
             */
            whenUnknown: "refuse" | "allow";
        };
        Limits: {
            /** @description by key */
            items: components["schemas"]["Limit"][];
        };
        Link: {
            key: string;
            campaign: string;
            show: string | null;
            destination: string;
            utm: components["schemas"]["Utm"];
            /** @description under which name the destination is told the click's id; null when it is not */
            clickParameter: string | null;
            publicId: string;
            /** @description what the ad names: it leads to `redirectsTo` */
            address: string;
            /** @description the destination with its UTM parameters */
            redirectsTo: string;
            createdAt: string;
        };
        LinkDetails: {
            campaign: string;
            /** @default null */
            show?: string | null;
            /** @description http or https, without name and password */
            destination: string;
            /**
             * @description left out: source podcast, medium audio, campaign the key of the show or else of the campaign; null: not added
             * @default {}
             */
            utm?: {
                source?: string | null;
                medium?: string | null;
                campaign?: string | null;
                content?: string | null;
                term?: string | null;
            };
            /**
             * @description the destination is told the click's id under this name; null: it is not told
             * @default click_id
             */
            clickParameter?: string | null;
        };
        ListOverview: {
            /** @description what comes with Earshot and answers where no list does */
            builtIn: {
                version: string;
                note: string;
            };
            /** @description the version of each list that holds now */
            items: components["schemas"]["ListVersion"][];
        };
        ListVersion: {
            /** @description grows with each version of any list */
            id: number;
            /** @enum {string} */
            kind: "bots" | "apps" | "libraries" | "browsers" | "devices" | "networks" | "asns" | "countries" | "exclusions" | "shared_addresses" | "asn_types";
            /** @description the address or the name of the file it was read from */
            source: string;
            /** @description what its publisher asks of those who use it */
            licence: string | null;
            entries: number;
            /** @description from when on it holds */
            effectiveFrom: string;
            loadedAt: string;
            /** @description when it was loaded, or last looked through */
            checkedAt: string;
            /** @description whole days since checkedAt */
            ageDays: number;
            /** @description set when it is old enough to be looked after */
            warning: string | null;
        };
        MailChoice: {
            /** @enum {string} */
            kind: "anomalies" | "budgets" | "quotas" | "reports";
            /** @description what its mails tell, in one sentence */
            tells: string;
            /** @description whether you get them */
            isMailed: boolean;
            /** @description whether your role may read what they tell of; without that you get none, whatever you chose */
            isAllowed: boolean;
            /** @description when you chose; null = not yet, then owners get them and others do not */
            chosenAt: string | null;
        };
        MailChoices: {
            items: components["schemas"]["MailChoice"][];
            nextCursor: null;
        };
        MailTurn: {
            isMailed: boolean;
        };
        MakeGood: {
            /** @description booked less delivered, when the flight is over */
            impressions: number;
            /** @description what they cost at the price that was booked; null without a price */
            valueMinor: number | null;
            currency: string | null;
        };
        ManifestDay: {
            /** @description a UTC day */
            day: string;
            events: number;
            /** @description HMAC-SHA-256 of that day's events under the share's key, in hexadecimal digits */
            hash: string;
        };
        Margins: {
            from: string;
            to: string;
            /** @description the last day of the period that has begun; the one before it while none has */
            until: string;
            /** @description of the period */
            months: {
                month: string;
                /** @description whether anything stands in its bill */
                isBooked: boolean;
                /** @description the latest split over campaigns */
                allocation: string | null;
                version: number | null;
            }[];
            /** @description by which conversions are credited */
            model: string | null;
            valueCurrency: string | null;
            /** @description what no campaign bears */
            unborne: {
                currency: string;
                idleMinor: number;
                unassignedMinor: number;
            }[];
            /** @description campaigns with spend, cost or deliveries, by key */
            items: components["schemas"]["CampaignMargin"][];
        };
        Me: {
            /** Format: uuid */
            id: string;
            email: string;
            name: string;
            /** @description false for somebody who signs in through an identity provider alone */
            hasPassword: boolean;
            hasSecondFactor: boolean;
            recoveryCodesLeft: number;
            /** @description true when they proved who they are within the last ten minutes, as what is sensitive asks for */
            recent: boolean;
        };
        Member: {
            /** @description UUID of the person */
            id: string;
            email: string;
            name: string;
            /** @enum {string} */
            role: "owner" | "admin" | "analyst" | "viewer" | "billing";
            /** @description when they became a member */
            createdAt: string;
            isYou: boolean;
        };
        MemberChange: {
            /** @enum {string} */
            role: "owner" | "admin" | "analyst" | "viewer" | "billing";
            /** @description true revokes the live API keys whose secret they were shown */
            revokeKeys?: boolean;
        };
        MemberKey: {
            /** Format: uuid */
            id: string;
            name: string;
            /** @description the beginning of the key, to recognise it by */
            hint: string;
        };
        MemberKeys: {
            items: components["schemas"]["MemberKey"][];
            nextCursor: null;
        };
        MemberSession: {
            /** Format: uuid */
            id: string;
            /** @description browser and system, as far as it says */
            device: string;
            /** @description the network of its last sign-in: 24 bits of an IPv4 address, 48 of an IPv6 address */
            network: string;
            createdAt: string;
            lastSeenAt: string;
            expiresAt: string;
        };
        MemberSessions: {
            items: components["schemas"]["MemberSession"][];
            nextCursor: null;
        };
        Membership: {
            tenant: components["schemas"]["Tenant"];
            /** @enum {string} */
            role: "owner" | "admin" | "analyst" | "viewer" | "billing";
            /** @description true for the tenant this session acts in */
            current: boolean;
        };
        Memberships: {
            items: components["schemas"]["Membership"][];
            nextCursor: null;
        };
        Meter: {
            key: string;
            unit: string;
            /** @enum {string} */
            aggregation: "sum" | "count" | "max" | "unique" | "last";
            description: string;
            /** @description counted by Earshot itself; it takes no events */
            isBuiltIn: boolean;
            /**
             * @description what becomes of work while its limits cannot be looked up: refuse where it spends, allow where it reads or has happened already
             * @enum {string}
             */
            whenUnknown: "refuse" | "allow";
        };
        MeterPrices: {
            meter: string;
            /** @description of its quantities */
            unit: string;
            /** @description false for the tenant's own meters */
            isBuiltIn: boolean;
            /**
             * @description today: money counts US dollars and needs no price; of unpriced meters there are quantities and no cost
             * @enum {string}
             */
            state: "priced" | "money" | "unpriced";
            /** @description what holds today */
            price: components["schemas"]["Price"] | null;
            /** @description all there ever were, in the order in which they were set */
            versions: components["schemas"]["Price"][];
        };
        Meters: {
            items: components["schemas"]["Meter"][];
        };
        Model: {
            name: string;
            title: string;
            version: string;
            description: string;
            formula: string;
            source: string;
            /** @description defaults; a report may choose others */
            parameters: {
                [key: string]: number;
            };
        };
        ModelDifference: {
            name: string;
            from: number;
            to: number;
            /** @description empty when both say the same */
            differences: {
                /** @description base, or the name of a parameter; placements one by one, as placements.KEY */
                parameter: string;
                /** @description null where the earlier version leaves it open */
                from: (string | number | number[]) | null;
                /** @description null where the later version leaves it open */
                to: (string | number | number[]) | null;
            }[];
        };
        ModelInWorld: {
            /** @description all credit by all that was caused, less 1 */
            bias: number | null;
            /** @description Spearman’s over campaigns, with what each caused */
            rankCorrelation: number | null;
            /** @description share of all credit that campaigns have which cause nothing */
            creditToZeroEffect: number | null;
            /** @description half the sum of the differences of shares, 0 to 1 */
            totalVariation: number | null;
            /** @enum {string} */
            model: "first_touch" | "last_touch" | "linear" | "time_decay" | "position_based" | "markov" | "shapley" | "hazard";
            /** @description share of the 90 % intervals of campaigns’ credit that hold what the campaign caused */
            coverage90: number | null;
            /** @description the same of 95 % intervals */
            coverage95: number | null;
            /** @description purchases that earn no campaign credit: unmatched ones, and what a model itself calls organic */
            organicConversions: number | null;
            /** @description standard deviations between runs; null for one run */
            deviations: components["schemas"]["ModelScores"];
            /** @description the same if every household had signed in everywhere: what is left is the model’s own error */
            knownPeople: components["schemas"]["ModelScores"];
        };
        ModelList: {
            /** @description the built-in ones */
            items: components["schemas"]["Model"][];
            /** @description the newest version of each of your own, by name */
            own: components["schemas"]["OwnModel"][];
            /** @description of reports that name none */
            defaultModel: string;
            nextCursor: null;
            engineVersion: string;
        };
        ModelScores: {
            /** @description all credit by all that was caused, less 1 */
            bias: number | null;
            /** @description Spearman’s over campaigns, with what each caused */
            rankCorrelation: number | null;
            /** @description share of all credit that campaigns have which cause nothing */
            creditToZeroEffect: number | null;
            /** @description half the sum of the differences of shares, 0 to 1 */
            totalVariation: number | null;
        };
        ModelValidation: {
            /** @description all credit by all that was caused, less 1 */
            bias: number | null;
            /** @description Spearman’s over campaigns, with what each caused */
            rankCorrelation: number | null;
            /** @description share of all credit that campaigns have which cause nothing */
            creditToZeroEffect: number | null;
            /** @description half the sum of the differences of shares, 0 to 1 */
            totalVariation: number | null;
            /** @enum {string} */
            model: "first_touch" | "last_touch" | "linear" | "time_decay" | "position_based" | "markov" | "shapley" | "hazard";
            /** @description share of the 90 % intervals of campaigns’ credit that hold what the campaign caused */
            coverage90: number | null;
            /** @description the same of 95 % intervals */
            coverage95: number | null;
            /** @description of the means over runs; null for one run */
            standardErrors: components["schemas"]["ModelScores"];
            /** @description if every household had signed in everywhere */
            knownPeople: components["schemas"]["ModelScores"];
            /** @description the world in which each figure is worst */
            worst: {
                bias: {
                    /** @enum {string} */
                    world: "additive-hazard" | "threshold" | "demand-targeted" | "logged-choice" | "crowded-lines" | "planted-fading" | "planted-threshold" | "planted-delay";
                    value: number;
                } | null;
                rankCorrelation: {
                    /** @enum {string} */
                    world: "additive-hazard" | "threshold" | "demand-targeted" | "logged-choice" | "crowded-lines" | "planted-fading" | "planted-threshold" | "planted-delay";
                    value: number;
                } | null;
                creditToZeroEffect: {
                    /** @enum {string} */
                    world: "additive-hazard" | "threshold" | "demand-targeted" | "logged-choice" | "crowded-lines" | "planted-fading" | "planted-threshold" | "planted-delay";
                    value: number;
                } | null;
                totalVariation: {
                    /** @enum {string} */
                    world: "additive-hazard" | "threshold" | "demand-targeted" | "logged-choice" | "crowded-lines" | "planted-fading" | "planted-threshold" | "planted-delay";
                    value: number;
                } | null;
            };
            /** @description when to trust the model, as the figures say */
            trust: string;
        };
        NewAiProviderTest: {
            /** @description one of its models, for texts or audio; when left out, the first one for texts, and where it has none, the first that hears */
            model?: string;
        };
        NewAircheck: {
            /** @description key of a placement that has a brief */
            placement: string;
            /**
             * Format: uuid
             * @description of what to check; of a dynamic placement, whose ads differ by listener, a creative's or a capture's
             */
            transcript: string;
        };
        NewAllocation: {
            /** @description whose bill is split; not one to come */
            month: string;
            /** @enum {string} */
            dimension: "campaign" | "advertiser" | "feature";
        };
        NewAllocationRules: {
            /** @description in order: an entry that names no owner goes to the first pool all of whose conditions it meets */
            pools: components["schemas"]["AllocationPool"][];
            /** @description by what the pool "other" is split: entries that no other pool takes */
            rest: components["schemas"]["AllocationDriverInput"];
        };
        NewApiKey: {
            name: string;
            scopes: ("ingest" | "read" | "admin")[];
            /** @description when it stops working; null for never */
            expiresAt?: string | null;
            /** @description networks the key works from, such as 203.0.113.0/24; empty for everywhere */
            allowedNetworks?: string[];
            /** @description its own limit below that of the tier; null for none */
            requestsPerMinute?: number | null;
            /** @description the service account it belongs to; its role then binds the key, too */
            serviceAccountId?: string | null;
        };
        NewBudgetThresholds: {
            /** @description of the limit, reached by what is used; 50, 80, 100 and 120 when left out */
            actual?: number[];
            /** @description sums of money, reached by what is used; none when left out */
            amounts?: string[];
            /** @description of the limit, expected to be exceeded at the end of the period; 100 when left out */
            forecast?: number[];
            /** @description whether a day far above what is usual is told; true when left out */
            anomaly?: boolean;
        };
        NewConversion: {
            /** @description the sender's own id; the same id twice is a duplicate */
            id: string & (unknown & unknown);
            /**
             * Format: date-time
             * @description RFC 3339 instant
             */
            occurredAt: string;
            /** @enum {string} */
            kind: "visit" | "lead" | "signup" | "install" | "purchase" | "subscription";
            /** @description whole minor units, such as cents */
            valueMinor?: number;
            /** @description ISO 4217 */
            currency?: string;
            orderId?: string;
            promoCode?: string;
            isNewCustomer?: boolean;
            identity?: components["schemas"]["Identity"];
            /**
             * @description the person's consent to being recognised; with denied no identity is kept, and none needs to be sent, nor with unknown where the tenant has settled so; unknown by default
             * @enum {string}
             */
            consent?: "granted" | "denied" | "unknown";
            /** @description anything else; connectionType, referrer, utm_* and, of exposures, evidence are understood */
            metadata?: {
                [key: string]: unknown;
            };
        };
        NewCostEntry: {
            /** @enum {string} */
            kind: "purchase" | "credit" | "tax";
            /**
             * Format: date
             * @description of the charge, in the tenant's time zone
             */
            day: string;
            /** @description ISO 4217 */
            currency: string;
            amount: string;
            /** @description what it is for; stands in the bill */
            note: string;
            campaign?: string;
            feature?: string;
            /**
             * Format: uuid
             * @description an entry of the same kind and currency that was entered by hand; the amount is the difference
             */
            corrects?: string;
        };
        NewExplanationLink: {
            /** @description built in, or of your own, or NAME@VERSION; the tenant's default when left out */
            model?: string;
            /**
             * @description what data-driven models tell apart; show when left out
             * @enum {string}
             */
            unit?: "show" | "campaign" | "channel" | "placement";
            lookbackDays?: number;
            halfLifeDays?: number;
            /** @description 0.4 when left out */
            firstShare?: number;
            /** @description 0.4 when left out */
            lastShare?: number;
            touchpointKind?: ("download" | "impression" | "click" | "vanity_visit" | "promo_code" | "survey")[];
            /** @enum {string} */
            minEvidence?: "click_id" | "user_id" | "email_hash" | "device_id" | "promo_code" | "survey" | "ip_user_agent" | "household_ip";
            /**
             * @description every when left out
             * @enum {string}
             */
            repeats?: "every" | "unique";
            /**
             * @default evidence
             * @enum {string}
             */
            responseSignals?: "evidence" | "touchpoint";
            /** @default false */
            newCustomersOnly?: boolean;
            /** @default [] */
            exclude?: string[];
            /**
             * @description how long the page answers
             * @default 30
             */
            expiresInDays?: number;
            /** @description stands on the page, for whoever opens it */
            note?: string;
            /**
             * @description shows the ids of conversion and touchpoints, which may hold order numbers
             * @default false
             */
            showsIds?: boolean;
            /**
             * @description tells what the conversion is worth now, once it was restated
             * @default false
             */
            tellsRestatement?: boolean;
        };
        NewFit: {
            /** @enum {string} */
            model: "markov" | "hazard";
            /**
             * @default show
             * @enum {string}
             */
            unit?: "show" | "campaign" | "channel" | "placement";
            /** @description how long an exposure is watched; the tenant's setting when left out */
            lookbackDays?: number;
            /**
             * @description of markov: on how many touches the next depends
             * @default 1
             */
            order?: number;
        };
        NewImport: {
            /** @enum {string} */
            kind: "touchpoints" | "conversions";
            fileName: string;
            bytes: number;
            /** @description a digest of what tells the file from others, such as its SHA-256: by it a file that is sent again is known */
            fingerprint: string;
            /** @enum {string} */
            format: "csv" | "ndjson";
            /** @description of CSV: for each column of the file the field it holds, nested with a dot, or null where it is passed over; amount is the value in whole units, such as 49.99 */
            columns?: (string | null)[];
            /**
             * @description of CSV: what a line holds that says nothing itself, such as {"kind":"purchase"}
             * @default {}
             */
            defaults?: {
                [key: string]: string;
            };
        };
        NewInvitation: {
            email: string;
            /** @enum {string} */
            role: "owner" | "admin" | "analyst" | "viewer" | "billing";
        };
        NewLimit: {
            /** @description of one whose quantity is a sum or a count */
            meter: string;
            /**
             * @description of whose use it is: all of the tenant, or one campaign or feature
             * @default {
             *       "type": "tenant"
             *     }
             */
            entity?: {
                /** @constant */
                type: "tenant";
            } | {
                /** @constant */
                type: "campaign";
                key: string;
            } | {
                /** @constant */
                type: "feature";
                key: string;
            };
            /**
             * @description in the tenant's time zone, as it is when the limit is set
             * @enum {string}
             */
            period: "day" | "month";
            /**
             * @description people are told once a period when it is reached; work goes on
             * @default null
             */
            soft?: string | null;
            /**
             * @description work that would pass it is refused before it begins
             * @default null
             */
            hard?: string | null;
            /**
             * @description how far beyond the hard limit work may go, with a warning
             * @default 0
             */
            gracePercent?: number;
            /**
             * @description until then the hard limit only warns; with gracePercent, so far beyond it alone. After it the hard limit holds as it stands
             * @default null
             */
            graceUntil?: string | null;
        };
        NewMeter: {
            unit: string;
            /**
             * @description sum of values; count of events; largest value; number of different values; last value
             * @enum {string}
             */
            aggregation: "sum" | "count" | "max" | "unique" | "last";
            /** @default  */
            description?: string;
        };
        NewOauthClient: {
            name: string;
            /**
             * @description with a server of its own, in a browser, on a device, or one that acts for nobody but itself
             * @enum {string}
             */
            kind: "web" | "browser" | "native" | "service";
            /** @description where people are sent back to, compared character by character */
            redirectUris: string[];
            /** @description where people may be sent after they signed out here, compared character by character */
            postLogoutRedirectUris?: string[];
            /** @description the most it may ask for */
            scopes: ("ingest" | "read" | "admin" | "openid" | "profile" | "email" | "offline_access")[];
        };
        NewOauthClientSecret: {
            /** @description how long the secrets before it stay good; 0 ends them at once */
            overlapHours: number;
        };
        NewPrediction: {
            /**
             * @description campaign_outcome: how a campaign will come out, before it runs; episode_downloads: the downloads of an episode in 30 days; campaign_pacing: what a campaign under way will have delivered when its flights end
             * @enum {string}
             */
            kind: "campaign_outcome" | "episode_downloads" | "campaign_pacing";
            /** @description one of the catalogue: of an outcome, with placements that have booked impressions */
            campaign?: string;
            episode?: string;
            /** @description of an outcome: a plan that is in no catalogue, in place of a campaign */
            placements?: components["schemas"]["PlannedPlacement"][];
            /** @description of an outcome: what a conversion is worth, in the tenant's currency; left out, the history says it */
            conversionValueMinor?: number;
            /**
             * @description of downloads: from how many first days they are predicted; left out, from all whole days so far
             * @enum {number}
             */
            afterDays?: 1 | 3 | 7;
            /**
             * Format: date
             * @description nothing that happened on this UTC day or later is looked at; today when left out
             */
            asOf?: string;
        };
        NewPrice: {
            /**
             * Format: date
             * @description the day, of the tenant's time zone, from which on it holds; today when left out
             */
            validFrom?: string;
            /** @description ISO 4217; needed with tiers */
            currency?: string;
            /**
             * @description what one price is for: "1000" for a price per thousand
             * @default 1
             */
            unitQuantity?: string;
            /**
             * @description graduated: the quantity in each tier at its own price; volume: the whole quantity of the month at that of the tier it reaches
             * @default graduated
             * @enum {string}
             */
            mode?: "graduated" | "volume";
            /**
             * @description free in each calendar month, before the tiers begin
             * @default 0
             */
            included?: string;
            /** @description null: no price from that day on */
            tiers: components["schemas"]["PriceTier"][] | null;
        };
        NewPrivacyRequest: {
            /** @enum {string} */
            kind: "access" | "portability" | "rectification" | "erasure" | "restriction" | "objection";
            /** @description every key of the person you know; hashed at once and not stored */
            identities: components["schemas"]["SubjectIdentity"][];
            /**
             * @description when you have made sure already who asks: work then begins at once
             * @enum {string}
             */
            verification?: "signed_in" | "mail_confirmed" | "document" | "known_person";
            /**
             * @description sends a code to the `email` among the identities; the person hands it to you, and `verify` takes it
             * @constant
             */
            confirmByMail?: true;
            /** @description of an erasure: whether events that come later lose their identity, too */
            objects?: boolean;
            /** @description of a rectification */
            corrections?: components["schemas"]["Correction"][];
        };
        NewReportLink: {
            /** @description stands over the report, for whoever opens it */
            title?: string;
            /** @description stands on the page, for whoever opens it */
            note?: string;
            /**
             * @description how long the page answers
             * @default 30
             */
            expiresInDays?: number;
            /**
             * @description whether spend, ROAS and CPA stand on the page and in its CSV, as far as they are known
             * @default false
             */
            showsSpend?: boolean;
            /** @description which report the page shows, as it is whenever the page is opened */
            report: components["schemas"]["ReportChoice"];
        };
        NewReportSchedule: {
            /** @description the subject of the mails */
            title: string;
            report: components["schemas"]["ReportChoice"];
            /** @enum {string} */
            every: "day" | "week" | "month";
            /** @description in the tenant's time zone */
            hour: number;
            /**
             * @description of every week: 1 = Monday to 7 = Sunday
             * @default 1
             */
            weekday?: number;
            /**
             * @description of every month
             * @default 1
             */
            monthDay?: number;
            /**
             * @description to members, as each chose under "Mails"
             * @default true
             */
            toMembers?: boolean;
            /**
             * @description whether spend, ROAS and CPA stand in the mails, too
             * @default false
             */
            showsSpend?: boolean;
            /** @description addresses outside; each mail to one tells how to stop it */
            outsiders?: string[];
        };
        NewReservation: {
            /** @description of the tenant's own, a sum or a count */
            meter: string;
            /** @description the most that the work may use */
            quantity: string;
            campaign?: string;
            feature?: string;
            /**
             * @description after so long it is given back, unless it is kept or settled before
             * @default 60
             */
            seconds?: number;
        };
        NewRun: {
            /** @description built in, or of your own, or NAME@VERSION; the tenant's default when left out */
            model?: string;
            /**
             * @description what data-driven models tell apart; show when left out
             * @enum {string}
             */
            unit?: "show" | "campaign" | "channel" | "placement";
            /** @description what was known at this instant, a day means its start in UTC; now when left out */
            asOf?: string;
            /** @description conversions from here on */
            from?: string;
            /** @description conversions before here */
            to?: string;
            conversionKind?: ("visit" | "lead" | "signup" | "install" | "purchase" | "subscription")[];
            lookbackDays?: number;
            halfLifeDays?: number;
            /** @description 0.4 when left out */
            firstShare?: number;
            /** @description 0.4 when left out */
            lastShare?: number;
            touchpointKind?: ("download" | "impression" | "click" | "vanity_visit" | "promo_code" | "survey")[];
            /** @enum {string} */
            minEvidence?: "click_id" | "user_id" | "email_hash" | "device_id" | "promo_code" | "survey" | "ip_user_agent" | "household_ip";
            /**
             * @description every when left out
             * @enum {string}
             */
            repeats?: "every" | "unique";
            /**
             * @default evidence
             * @enum {string}
             */
            responseSignals?: "evidence" | "touchpoint";
            /** @default false */
            newCustomersOnly?: boolean;
            /** @default [] */
            exclude?: string[];
        };
        NewServiceAccount: {
            name: string;
            /** @enum {string} */
            role: "admin" | "analyst" | "viewer" | "billing";
        };
        NewShare: {
            /**
             * @description report: this tenant's own figures; matching: its exposures, matched with the orders of the other side
             * @default report
             * @enum {string}
             */
            kind?: "report" | "matching";
            /** @description the campaign whose figures are shared */
            campaign: string;
            /** @description whom it is for, in your words; the other side does not see this */
            partner: string;
            /**
             * @description what figures may be broken down by, beside the campaign as a whole
             * @default [
             *       "show"
             *     ]
             */
            breakdowns?: ("show" | "episode" | "placement" | "channel" | "day")[];
            /**
             * @description only conversions of these kinds; null = all
             * @default null
             */
            conversionKinds?: ("visit" | "lead" | "signup" | "install" | "purchase" | "subscription")[] | null;
            /**
             * @description whether credited value is shown
             * @default true
             */
            showsValue?: boolean;
            /**
             * @description whether the booked spend is shown
             * @default false
             */
            showsSpend?: boolean;
            /**
             * @description conversions from this UTC day on
             * @default null
             */
            from?: string | null;
            /**
             * @description conversions before this UTC day
             * @default null
             */
            to?: string | null;
            /**
             * @description rows that stand on conversions of fewer people or households are put together, and value that fewer paid is not shown
             * @default 10
             */
            minPeople?: number;
            /**
             * Format: date-time
             * @description when the share ends by itself; at most two years ahead
             */
            expiresAt: string;
            /**
             * Format: email
             * @description sends the invitation code to this address as well
             */
            email?: string;
        };
        NewShow: {
            /** @description where the show publishes its RSS feed */
            feedUrl: string;
            /** @description the tenant's own key, of a stub or a new show; made from the title when it is left out */
            key?: string;
        };
        NewSource: {
            /** @description your own name for it, in addresses */
            key: string;
            /** @enum {string} */
            kind: "shopify" | "woocommerce" | "stripe" | "segment" | "ga4" | "meta" | "podscribe" | "transistor" | "simplecast" | "op3";
            /** @description what the shop signs with, or the API key of the host; where you choose it yourself (woocommerce, segment, ga4, meta) it has at least 16 characters, and one is made if you leave it out */
            secret?: string;
            /** @default null */
            name?: string | null;
            /**
             * @description whether deliveries are taken, or the host is asked
             * @default true
             */
            isEnabled?: boolean;
            /** @default {} */
            options?: components["schemas"]["SourceOptions"];
        };
        NewSsoConnection: {
            name: string;
            /** @description as the provider writes it in its tokens */
            issuer: string;
            clientId: string;
            /** @description e-mail domains that the provider may vouch for */
            domains: string[];
            /**
             * @description whether only members get in, or whoever the provider vouches for becomes one
             * @enum {string}
             */
            membership: "members_only" | "just_in_time";
            /**
             * @description of people who become members this way
             * @enum {string}
             */
            defaultRole: "analyst" | "viewer" | "billing";
            /** @description true when the provider asks for a second factor itself */
            providerAsksFactor: boolean;
            enabled: boolean;
            /** @description stored sealed, and never shown */
            clientSecret: string;
        };
        NewSurveyAnswer: {
            /** @description the sender's own id; the same id twice is a duplicate */
            id: string & (unknown & unknown);
            /**
             * Format: date-time
             * @description RFC 3339 instant
             */
            occurredAt: string;
            /** @description what the customer wrote; addresses and long numbers in it are not kept */
            answer: string;
            /** @description the order it was asked about: its conversion is what the answer is evidence for */
            orderId?: string & (unknown & unknown);
            /** @description the conversion, where there is no order */
            conversionId?: string & (unknown & unknown);
            /** @description who answered: with it the answer is evidence only for a conversion that shares one of these */
            identity?: components["schemas"]["Identity"];
            /**
             * @description with denied neither the words nor the order are kept, only which show they mean
             * @enum {string}
             */
            consent?: "granted" | "denied" | "unknown";
        };
        NewTenantAllocation: {
            /** @description of the invoice; not one to come */
            month: string;
            /** @description ISO 4217 */
            currency: string;
            pools: components["schemas"]["InvoicePool"][];
            /**
             * @description true: a pool that is booked and that this split leaves out is taken back when it is booked; else such a split is refused
             * @default false
             */
            replaces?: boolean;
        };
        NewTranscript: {
            /** @description key of an episode that is in the catalogue */
            episode: string;
            /**
             * @description upload: the text is sent; feed: the best of the episode's podcast:transcript is asked for; address: a file on the web is
             * @enum {string}
             */
            source: "upload" | "feed" | "address";
            /** @description of an upload: WebVTT, SubRip, JSON, HTML or plain text, up to 50 MB */
            text?: string;
            /** @description of an address: where the file is */
            url?: string;
            /** @description of what is said; of a feed, which of its transcripts is wanted */
            language?: string;
            /**
             * @description which copy it is of: the file that everybody gets, a creative as it was delivered, or a capture of what one listener got; episode_file when left out
             * @enum {string}
             */
            copy?: "episode_file" | "creative" | "capture";
            /**
             * Format: date-time
             * @description of a capture: when it was taken
             */
            capturedAt?: string;
            /** @description of a creative or a capture: which one, such as "spring creative, 30 seconds" or "by phone, in Lyon" */
            copyNote?: string;
        };
        NewTranscription: {
            /** @description key of an episode that is in the catalogue */
            episode: string;
            /**
             * @description enclosure: the episode's file, as its feed names it; address: a file on the web; upload: its bytes are sent in parts
             * @enum {string}
             */
            source: "enclosure" | "address" | "upload";
            /** @description of an address: where the file is */
            url?: string;
            /** @description of an upload: how many bytes the file has */
            bytes?: number;
            /** @description of what is said; a model that is told hears better */
            language?: string;
            /** @description only this provider is asked; by default all with models that hear, in their order */
            provider?: string;
            /** @description one of the providers' models that hear; each provider's first by default */
            model?: string;
            /**
             * @description which copy it is of: the file that everybody gets, a creative as it was delivered, or a capture of what one listener got; episode_file when left out
             * @enum {string}
             */
            copy?: "episode_file" | "creative" | "capture";
            /**
             * Format: date-time
             * @description of a capture: when it was taken
             */
            capturedAt?: string;
            /** @description of a creative or a capture: which one, such as "spring creative, 30 seconds" or "by phone, in Lyon" */
            copyNote?: string;
        };
        NewValidation: {
            /**
             * @description simulated worlds, as when left out, or own exposures with planted effects
             * @enum {string}
             */
            on?: "worlds" | "own_data";
            /**
             * @description of own data, what effects are planted by; campaign when left out
             * @enum {string}
             */
            unit?: "campaign" | "show";
            /** @description of own data, how long before a conversion an exposure may lie; 30 when left out */
            lookbackDays?: number;
            /** @description which worlds, or which effects; further runs take the seeds that follow */
            seed: number;
            /** @description in each world; of own data, how many people at most */
            households: number;
            /**
             * @description of own data, the last so many
             * @default 84
             */
            days?: number;
            /**
             * @description how often, each with another seed; from 2 on standard errors are known
             * @default 1
             */
            runs?: number;
            /**
             * @description resampled worlds for each interval; 0 leaves intervals out
             * @default 40
             */
            replicates?: number;
        };
        NewView: {
            name: string;
            /** @description path and search of a room, from the first slash on */
            address: string;
            /**
             * @description for everybody of the tenant, and not for yourself alone
             * @default false
             */
            isShared?: boolean;
        };
        NewWebhook: {
            /** @description https, on the public internet, unless the operator named the network */
            url: string;
            /** @default  */
            description?: string;
            /**
             * @description what it is told; empty means everything
             * @default []
             */
            types?: ("audit.checkpoint" | "cost.alert" | "security.sign_in_failed" | "security.sign_in_locked" | "security.new_device" | "security.sessions_revoked" | "security.password_changed" | "security.email_changed" | "security.mfa_changed" | "security.mfa_locked" | "security.recovery_code_used" | "security.member_joined" | "security.member_removed" | "security.member_role_changed" | "security.api_key_new_network" | "security.api_key_refused" | "security.scope_denied" | "security.cross_tenant_attempt" | "security.refresh_reuse" | "security.webhook_disabled" | "security.quota_reached" | "security.paths_differ" | "security.anomaly_found" | "security.event_flood")[];
            /**
             * @description the least severity of security events that it is told
             * @default info
             * @enum {string}
             */
            minSeverity?: "info" | "low" | "medium" | "high";
        };
        OauthClient: {
            /** @description UUID; the client_id */
            id: string;
            name: string;
            /**
             * @description with a server of its own, in a browser, on a device, or one that acts for nobody but itself
             * @enum {string}
             */
            kind: "web" | "browser" | "native" | "service";
            redirectUris: string[];
            postLogoutRedirectUris: string[];
            scopes: ("ingest" | "read" | "admin" | "openid" | "profile" | "email" | "offline_access")[];
            createdAt: string;
            /** @description who registered it, as in the audit log */
            createdBy: string;
        };
        OauthClientChange: {
            name: string;
            /** @description where people are sent back to, compared character by character */
            redirectUris: string[];
            /** @description left out, they stay as they are */
            postLogoutRedirectUris?: string[];
            /** @description the most it may ask for */
            scopes: ("ingest" | "read" | "admin" | "openid" | "profile" | "email" | "offline_access")[];
        };
        OauthClientSecret: {
            /** @description the new secret, shown this once */
            clientSecret: string;
            /** @description when the secrets before it end */
            previousUntil: string;
        };
        OauthConsent: {
            /** @description UUID */
            clientId: string;
            /** @description what the program is called */
            client: string;
            /** @description where it acts for you */
            tenant: string;
            scopes: ("ingest" | "read" | "admin" | "openid" | "profile" | "email" | "offline_access")[];
            /** @description when you first allowed it what it may still do */
            since: string;
            /** @description when the last of what you gave it ends */
            expiresAt: string;
        };
        Onboarding: {
            profile: ("podcaster" | "network" | "agency" | "advertiser") | null;
            /**
             * @description done: a conversion is credited; dismissed: somebody put the guide away before that
             * @enum {string}
             */
            state: "open" | "dismissed" | "done";
            /** @description whether an overview should lead there */
            isShown: boolean;
            /** @description of the tenant */
            createdAt: string;
            /** @description when somebody looked at the guide last, to the hour */
            lookedAt: string | null;
            dismissedAt: string | null;
            steps: components["schemas"]["OnboardingStep"][];
            /** @description the first step of the way that is neither done nor skipped; null when there is none */
            stoppedAt: ("profile" | "catalog" | "tracking" | "touchpoint" | "conversion" | "credit" | "spend" | "member") | null;
            secondsToCredit: number | null;
        };
        OnboardingChange: {
            /**
             * @description what the tenant is
             * @enum {string}
             */
            profile?: "podcaster" | "network" | "agency" | "advertiser";
            /** @description steps to be passed over */
            skip?: ("profile" | "catalog" | "tracking" | "touchpoint" | "conversion" | "credit" | "spend" | "member")[];
            /** @description steps that are to be done after all */
            resume?: ("profile" | "catalog" | "tracking" | "touchpoint" | "conversion" | "credit" | "spend" | "member")[];
            /** @description true puts the guide away, false brings it back */
            isDismissed?: boolean;
            /**
             * @description somebody looks at the guide now
             * @constant
             */
            hasLooked?: true;
        };
        OnboardingFunnel: {
            /** @description that are measured: not the simulated ones, and not those that had credit before anybody looked */
            tenants: number;
            steps: {
                /** @enum {string} */
                step: "profile" | "catalog" | "tracking" | "touchpoint" | "conversion" | "credit" | "spend" | "member";
                isOptional: boolean;
                /** @description tenants that have done it */
                reached: number;
                /** @description tenants that passed it over */
                skipped: number;
                /** @description tenants whose next step it is */
                stopped: number;
                /** @description from the creation of the tenant, over those that have done it */
                medianSeconds: number | null;
            }[];
            credited: number;
            /** @description put the guide away without credit */
            dismissed: number;
            medianSecondsToCredit: number | null;
            /** @description tenants without credit, the newest first, 100 at most */
            stopped: {
                tenantId: string;
                name: string;
                createdAt: string;
                profile: ("podcaster" | "network" | "agency" | "advertiser") | null;
                /**
                 * @description the step they stopped at
                 * @enum {string}
                 */
                step: "profile" | "catalog" | "tracking" | "touchpoint" | "conversion" | "credit" | "spend" | "member";
                lookedAt: string | null;
                isDismissed: boolean;
            }[];
        };
        OnboardingStep: {
            /** @enum {string} */
            step: "profile" | "catalog" | "tracking" | "touchpoint" | "conversion" | "credit" | "spend" | "member";
            isOptional: boolean;
            /** @enum {string} */
            state: "done" | "skipped" | "open";
            /** @description when it was first seen done; null for a step that is done and not written down yet, too */
            doneAt: string | null;
            skippedAt: string | null;
            /** @description from the creation of the tenant */
            secondsToDone: number | null;
        };
        OpenInterval: {
            value: number;
            low: number | null;
            high: number | null;
        };
        OperatorSession: {
            /** @description sent as "Authorization: Bearer <token>"; shown this once */
            token: string;
            expiresAt: string;
        };
        OperatorSignIn: {
            email: string;
            password: string;
            /** @description from the authenticator app */
            code: string;
        };
        Overlap: {
            /** @enum {string} */
            groupBy: "show" | "campaign";
            from: string | null;
            to: string | null;
            /** @description households that any exposure of a show (or campaign) reached: what expectations are of */
            reach: number;
            rows: {
                key: string;
                label: string;
                reach: number;
                /** @description of all households that were reached */
                share: components["schemas"]["Share95"];
                /** @description of its reach, the households that no other one reached, shown here or not */
                exclusive: components["schemas"]["Share95"];
            }[];
            /** @description every two rows once, those with the most shared households first */
            pairs: {
                a: string;
                b: string;
                /** @description households that both reached */
                shared: number;
                /** @description of a's reach */
                shareOfA: components["schemas"]["Share95"];
                /** @description of b's reach */
                shareOfB: components["schemas"]["Share95"];
                /** @description households that both would reach if either reached its part of all regardless of the other */
                expected: number;
                /** @description shared / expected, with the interval of its share: above 1 they meet the same households more than by chance */
                lift: components["schemas"]["Estimate95"];
            }[];
            /** @description how many rows more there are */
            omittedRows: number;
            /** @description filters of the request that are no key the catalogue has: only what was measured under that very word is found by them */
            unknown: components["schemas"]["UnknownName"][];
        };
        OwnModel: {
            name: string;
            /** @description from 1 on; a version never changes */
            version: number;
            /** @enum {string} */
            base: "first_touch" | "last_touch" | "linear" | "time_decay" | "position_based" | "markov" | "shapley" | "hazard" | "custom";
            parameters: components["schemas"]["OwnModelParameters"];
            createdAt: string;
            createdBy: string;
            /** @description of the newest version: since when the model is out of use */
            archivedAt: string | null;
        };
        OwnModelDetails: {
            /** @enum {string} */
            base: "first_touch" | "last_touch" | "linear" | "time_decay" | "position_based" | "markov" | "shapley" | "hazard" | "custom";
            /** @default {} */
            parameters?: components["schemas"]["OwnModelParameters"];
        };
        OwnModelParameters: {
            /** @description of time_decay; 7 when left out */
            halfLifeDays?: number;
            /** @description of position_based; 0.4 when left out */
            firstShare?: number;
            /** @description of position_based; 0.4 when left out */
            lastShare?: number;
            /** @description of custom: relative weights from the first touch to the last; other lengths of path take the list stretched or shrunk */
            positions?: number[];
            /** @description of custom: relative weights by key of the placement */
            placements?: {
                [key: string]: number;
            };
            /** @description of custom, with placements: the weight of all others, and of touches without one; 1 when left out */
            otherPlacements?: number;
            /**
             * @description of markov, shapley and hazard: what they tell apart; show when left out
             * @enum {string}
             */
            unit?: "show" | "campaign" | "channel" | "placement";
            /** @description how long before a conversion a touch may lie; left open, a report chooses it */
            lookbackDays?: number;
            /**
             * @description the weakest evidence that counts; left open, a report chooses it
             * @enum {string}
             */
            minEvidence?: "click_id" | "user_id" | "email_hash" | "device_id" | "promo_code" | "survey" | "ip_user_agent" | "household_ip";
            /**
             * @description unique counts the first touch per campaign and UTC day; left open, a report chooses it
             * @enum {string}
             */
            repeats?: "every" | "unique";
        };
        OwnSession: {
            /** Format: uuid */
            id: string;
            /** @description browser and system, as far as it says */
            device: string;
            /** @description the network of its last sign-in: 24 bits of an IPv4 address, 48 of an IPv6 address */
            network: string;
            createdAt: string;
            lastSeenAt: string;
            expiresAt: string;
            /** @description true for the session that asks */
            current: boolean;
        };
        OwnSessions: {
            items: components["schemas"]["OwnSession"][];
            nextCursor: null;
        };
        OwnVersionList: {
            /** @description the newest first */
            items: components["schemas"]["OwnModel"][];
            nextCursor: null;
        };
        PacingProjection: {
            /** @description what the flight comes to if its remaining days go like those so far */
            total: number;
            /** @description lower end of the 95 % prediction interval */
            low: number;
            /** @description upper end */
            high: number;
            /** @description how much more days differ than a Poisson process would: variance by mean of whole days, at least 1 */
            dispersion: number;
        };
        PasswordChange: {
            /** @description required of everybody who has a password */
            currentPassword?: string;
            newPassword: string;
        };
        PasswordReset: {
            token: string;
            password: string;
        };
        PathCheck: {
            startedAt: string;
            finishedAt: string;
            /**
             * @description unsettled: nothing differs but what events that still wait may explain
             * @enum {string}
             */
            verdict: "same" | "differs" | "unsettled";
            /** @description false when it was cut off before the last day; the next check goes on where this one ended */
            isWhole: boolean;
            /** @description the first UTC day of conversions that was looked at; null when there is none */
            fromDay: string | null;
            throughDay: string | null;
            /** @description that were built anew and compared */
            conversions: number;
            /** @description conversions whose path may rest on events that are kept no longer */
            uncheckable: number;
            /** @description differences of days for which events still wait */
            unsettled: number;
            differenceCount: number;
            /** @description the first 100 */
            differences: components["schemas"]["PathDifference"][];
            /** @description SHA-256 over the paths as stored, told by keys and ids: the same events give the same one anywhere */
            storedHash: string;
            /** @description the same over the paths built anew */
            rebuiltHash: string;
        };
        PathDifference: {
            /** @enum {string} */
            of: "path" | "rollup";
            /** @description null for a rollup, and in what is kept of a nightly check */
            conversionId: string | null;
            /** @description the UTC day of the conversion, or of the rollup; of a month its first day */
            day: string;
            says: string;
        };
        PathState: {
            version: number;
            /**
             * @description under the tenant's settings for reports; duplicate: another record of the order counts instead of this one
             * @enum {string}
             */
            outcome: "attributed" | "unattributed" | "excluded" | "filtered" | "duplicate";
            /** @description the record that counts */
            duplicateOf: string | null;
            /** @description that belong to it within 90 days, whatever a report counts */
            touchpoints: number;
            /** @description after refunds; null for a duplicate */
            valueMinor: number | null;
            currency: string | null;
        };
        Person: {
            name: string;
            /** @description such as host or guest */
            role: string;
            /** @description such as cast or writing */
            group: string;
            link: string | null;
            imageUrl: string | null;
        };
        Placebo: {
            lookbackDays: number;
            /** @enum {string} */
            minEvidence: "click_id" | "user_id" | "email_hash" | "device_id" | "promo_code" | "survey" | "ip_user_agent" | "household_ip";
            from: string | null;
            /** @description conversions before here: at the latest one lookback ago, since exposures after a conversion must be in */
            to: string;
            /** @description fully observed conversions of the period, counted up to a million */
            eligibleConversions: number;
            /** @description how many of them were looked at: up to 2,000, chosen by a hash of their ids */
            sampledConversions: number;
            /** @description conversions with an exposure in the lookback before them */
            matched: components["schemas"]["Share95"];
            /** @description conversions with an exposure in a span as long after them, which cannot have led to them */
            placebo: components["schemas"]["Share95"];
            /** @description the same by the strongest class a conversion was matched by */
            byEvidence: {
                /** @enum {string} */
                evidence: "click_id" | "user_id" | "email_hash" | "device_id" | "promo_code" | "survey" | "ip_user_agent" | "household_ip";
                matched: components["schemas"]["Share95"];
                placebo: components["schemas"]["Share95"];
            }[];
        };
        Placement: {
            /** @description the tenant's own key, as touchpoints carry it */
            key: string;
            campaign: string;
            show: string;
            /** @description null when it runs in any episode of the show */
            episode: string | null;
            /** @description one of pre_roll, mid_roll, post_roll, or a text of one's own */
            position: string;
            /**
             * @description baked_in: part of the audio file; dynamic: inserted by an ad server
             * @enum {string}
             */
            kind: "baked_in" | "dynamic";
            /** @description where a baked-in ad stands in the audio: it counts when the bytes there were sent; null when it is not known */
            audio: components["schemas"]["AudioPlace"] | null;
            /** @description first UTC day; null when it is open */
            startsOn: string | null;
            /** @description last UTC day, included; null when it is open */
            endsOn: string | null;
            bookedImpressions: number | null;
            price: components["schemas"]["PlacementPrice"] | null;
            /** @description the public id of its impression pixel */
            pixelId: string;
            createdAt: string;
        };
        PlacementDetails: {
            campaign: string;
            show: string;
            /** @default null */
            episode?: string | null;
            position: string;
            /** @enum {string} */
            kind: "baked_in" | "dynamic";
            /**
             * @description where a baked-in ad stands in the audio, where that is known
             * @default null
             */
            audio?: components["schemas"]["AudioPlace"] | null;
            /** @default null */
            startsOn?: string | null;
            /**
             * @description the last day, included
             * @default null
             */
            endsOn?: string | null;
            /** @default null */
            bookedImpressions?: number | null;
            /** @default null */
            price?: components["schemas"]["PlacementPrice"] | null;
        };
        PlacementPacing: {
            placement: string;
            campaign: string;
            show: string;
            /** @enum {string} */
            kind: "baked_in" | "dynamic";
            startsOn: string | null;
            endsOn: string | null;
            bookedImpressions: number | null;
            /**
             * @description open: the flight has no first or no last day, so that nothing is expected by a time
             * @enum {string}
             */
            state: "open" | "upcoming" | "running" | "ended";
            /**
             * @description which touchpoints count: downloads where it is baked in, or where no impression was told of it; else impressions
             * @enum {string}
             */
            counted: "impression" | "download";
            /** @description within the flight */
            delivered: number;
            /** @description before it or after it */
            deliveredOutside: number;
            /** @description what would be delivered by now at an even pace; null when nothing was booked, or it is open */
            expected: number | null;
            /** @description delivered by expected; null before the flight */
            paceRatio: number | null;
            /** @description null before the first whole day, after the flight, and when it is open */
            projection: components["schemas"]["PacingProjection"] | null;
            /** @description null until a flight with booked impressions is over */
            makeGood: components["schemas"]["MakeGood"] | null;
            asOf: string;
        };
        PlacementPacingDetail: {
            placement: string;
            campaign: string;
            show: string;
            /** @enum {string} */
            kind: "baked_in" | "dynamic";
            startsOn: string | null;
            endsOn: string | null;
            bookedImpressions: number | null;
            /**
             * @description open: the flight has no first or no last day, so that nothing is expected by a time
             * @enum {string}
             */
            state: "open" | "upcoming" | "running" | "ended";
            /**
             * @description which touchpoints count: downloads where it is baked in, or where no impression was told of it; else impressions
             * @enum {string}
             */
            counted: "impression" | "download";
            /** @description within the flight */
            delivered: number;
            /** @description before it or after it */
            deliveredOutside: number;
            /** @description what would be delivered by now at an even pace; null when nothing was booked, or it is open */
            expected: number | null;
            /** @description delivered by expected; null before the flight */
            paceRatio: number | null;
            /** @description null before the first whole day, after the flight, and when it is open */
            projection: components["schemas"]["PacingProjection"] | null;
            /** @description null until a flight with booked impressions is over */
            makeGood: components["schemas"]["MakeGood"] | null;
            asOf: string;
            /** @description UTC days with deliveries within the flight */
            days: {
                day: string;
                delivered: number;
            }[];
            /** @description what the deliveries within the flight rest on, as their touchpoints say; null for those that do not say */
            evidence: {
                evidence: string | null;
                delivered: number;
            }[];
        };
        PlacementPixel: {
            adServer: string;
            /** @description complete, with the ad server's own macros, and the token `k` by which what they say is believed: to be pasted as it stands */
            address: string;
            /** @description the public page that the macros were checked against; null when they were not */
            source: string | null;
        };
        PlacementPrice: {
            /**
             * @description cpm: for a thousand impressions; flat: for the whole placement
             * @enum {string}
             */
            basis: "cpm" | "flat";
            amountMinor: number;
            /** @description ISO 4217 */
            currency: string;
        };
        PlacementWithPixels: {
            /** @description the tenant's own key, as touchpoints carry it */
            key: string;
            campaign: string;
            show: string;
            /** @description null when it runs in any episode of the show */
            episode: string | null;
            /** @description one of pre_roll, mid_roll, post_roll, or a text of one's own */
            position: string;
            /**
             * @description baked_in: part of the audio file; dynamic: inserted by an ad server
             * @enum {string}
             */
            kind: "baked_in" | "dynamic";
            /** @description where a baked-in ad stands in the audio: it counts when the bytes there were sent; null when it is not known */
            audio: components["schemas"]["AudioPlace"] | null;
            /** @description first UTC day; null when it is open */
            startsOn: string | null;
            /** @description last UTC day, included; null when it is open */
            endsOn: string | null;
            bookedImpressions: number | null;
            price: components["schemas"]["PlacementPrice"] | null;
            /** @description the public id of its impression pixel */
            pixelId: string;
            createdAt: string;
            pixels: components["schemas"]["PlacementPixel"][];
        };
        PlannedPlacement: {
            show: string;
            /** @description booked */
            impressions: number;
            /**
             * @description in minor units of the tenant's currency
             * @default null
             */
            spendMinor?: number | null;
        };
        PlantedGround: {
            /** @enum {string} */
            unit: "campaign" | "show";
            /** @description who are watched, in the first run */
            people: number;
            /** @description theirs */
            exposures: number;
            /** @description campaigns or shows of these exposures */
            units: number;
            /** @description the rate at which conversions without an ad are planted */
            organicPerPersonYear: number;
            /** @description true where nobody who is watched converted, so that there is no rate of their own */
            isRateAssumed: boolean;
            /** @description why there is not enough data, and how much is needed; models and worlds are empty then */
            insufficient: string | null;
        };
        PlatformAuditEntry: {
            /** @description its place in the chain, from 1 */
            seq: number;
            occurredAt: string;
            actor: string;
            action: string;
            target: string;
            /** @description null where there is nothing to tell */
            before: unknown;
            after: unknown;
            /** @description SHA-256 over this entry and the hash of the one before */
            hash: string;
        };
        PlatformCosts: {
            month: string;
            compareMonth: string | null;
            /** @description of each tenant and currency what stands in that month's bill, the largest first; tenants without a bill are left out */
            tenants: components["schemas"]["TenantCosts"][];
            /** @description what tenants used on days of the month without a price: what that costs is unknown, and in no sum */
            unpriced: {
                tenantId: string;
                name: string;
                meters: string[];
            }[];
        };
        Prediction: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            kind: "campaign_outcome" | "episode_downloads" | "campaign_pacing";
            subject: {
                /** @enum {string} */
                type: "campaign" | "episode" | "plan";
                key: string | null;
                name: string | null;
                /** @description of an episode: its show, where a feed tells it */
                show: string | null;
            };
            /** @description the UTC day before which everything lies that it was made from */
            asOf: string;
            /**
             * @description no_history: the intervals are a prior alone
             * @enum {string}
             */
            label: "from_history" | "no_history";
            /** @description finished campaigns, whole episodes or ended placements that it rests on */
            history: number;
            /** @description of revenue, spend and the cost of a conversion */
            currency: string | null;
            /** @description the UTC day from which its outcome is known; null of a plan */
            dueOn: string | null;
            outcomeAt: string | null;
            createdAt: string;
            createdBy: string;
            method: string;
            model: string;
            /** @description of an outcome: what was known before the launch */
            plan: {
                placements: {
                    show: string;
                    impressions: number;
                }[];
                spendMinor: number | null;
                conversionValueMinor: number | null;
            } | null;
            measures: components["schemas"]["PredictionMeasure"][];
            /** @description day by day, of downloads and pacing */
            bands: {
                day: string;
                /** @description by the end of the day: what was counted, or the ends of the interval of 80 % */
                low: number;
                median: number | null;
                high: number;
                isForecast: boolean;
            }[];
            /** @description of pacing */
            booked: number | null;
            /** @description of pacing: that less than 95 % of what is booked will be delivered */
            chanceUnder: number | null;
            /** @description that more than 105 % will be */
            chanceOver: number | null;
            /** @description what the figures mean, and what they do not */
            notes: string[];
        };
        PredictionBacktest: {
            /** @description how many forecasts were held against what came */
            count: number;
            /** @description the share of outcomes inside the interval of 50 % */
            covered50: number;
            /** @description 0 to 1 */
            covered80: number;
            /** @description 0 to 1 */
            covered95: number;
            /** @description continuous ranked probability score: lower is better */
            crps: number;
            /** @description the same score of simpler forecasts made from the same, on the same outcomes */
            baselines: {
                name: string;
                crps: number;
            }[];
            /** @description the same by size (impressions booked, or downloads so far), smallest third first */
            sizes: {
                /** @description how many forecasts were held against what came */
                count: number;
                /** @description the share of outcomes inside the interval of 50 % */
                covered50: number;
                /** @description 0 to 1 */
                covered80: number;
                /** @description 0 to 1 */
                covered95: number;
                upTo: number;
                crps: number;
            }[];
        };
        PredictionMeasure: {
            /** @enum {string} */
            measure: "impressions" | "visits" | "conversions" | "revenue" | "cpa" | "downloads" | "spend";
            /** @description of 50, 80 and 95 %; null where there is nothing to predict from */
            intervals: {
                level: number;
                low: number;
                /** @description null = without bound: no conversion may come */
                high: number | null;
            }[] | null;
            /** @description null without history, which no point is told of */
            median: number | null;
            /** @description why there is no interval */
            missing: string | null;
            /** @description rolling origin: earlier outcomes forecast from those before them; null while too few, and of cpa and spend, which follow */
            backtest: components["schemas"]["PredictionBacktest"] | null;
            /** @description what came; null until it is known */
            outcome: number | null;
            /** @description of which intervals the outcome lies inside; null until it is known */
            insideLevels: number[] | null;
        };
        PredictionSummary: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            kind: "campaign_outcome" | "episode_downloads" | "campaign_pacing";
            subject: {
                /** @enum {string} */
                type: "campaign" | "episode" | "plan";
                key: string | null;
                name: string | null;
                /** @description of an episode: its show, where a feed tells it */
                show: string | null;
            };
            /** @description the UTC day before which everything lies that it was made from */
            asOf: string;
            /**
             * @description no_history: the intervals are a prior alone
             * @enum {string}
             */
            label: "from_history" | "no_history";
            /** @description finished campaigns, whole episodes or ended placements that it rests on */
            history: number;
            /** @description of revenue, spend and the cost of a conversion */
            currency: string | null;
            /** @description the UTC day from which its outcome is known; null of a plan */
            dueOn: string | null;
            outcomeAt: string | null;
            createdAt: string;
            createdBy: string;
            /** @description conversions, downloads or impressions */
            headline: {
                /** @enum {string} */
                measure: "impressions" | "visits" | "conversions" | "revenue" | "cpa" | "downloads" | "spend";
                /** @description of 50, 80 and 95 %; null where there is nothing to predict from */
                intervals: {
                    level: number;
                    low: number;
                    /** @description null = without bound: no conversion may come */
                    high: number | null;
                }[] | null;
                /** @description null without history, which no point is told of */
                median: number | null;
                /** @description why there is no interval */
                missing: string | null;
                /** @description what came; null until it is known */
                outcome: number | null;
                /** @description of which intervals the outcome lies inside; null until it is known */
                insideLevels: number[] | null;
            };
        };
        Price: {
            /** @description of the meter, from 1; entries name it */
            version: number;
            /**
             * @description the operator's price goes before the tenant's own
             * @enum {string}
             */
            setBy: "tenant" | "operator";
            /** @description a day of the tenant's time zone */
            validFrom: string;
            currency: string | null;
            unitQuantity: string | null;
            mode: ("graduated" | "volume") | null;
            included: string | null;
            /** @description null: no price from that day on */
            tiers: {
                upTo: string | null;
                price: string;
            }[] | null;
            createdAt: string;
        };
        PriceList: {
            items: components["schemas"]["MeterPrices"][];
        };
        PriceTier: {
            /** @description the last quantity of the month, beyond the included one, that belongs to the tier; null in the last */
            upTo: string | null;
            /** @description for unitQuantity of the meter */
            price: string;
        };
        PrivacyReceipt: {
            request: string;
            tenant: string;
            /** @enum {string} */
            kind: "access" | "portability" | "rectification" | "erasure" | "restriction" | "objection";
            /**
             * @description how you made sure who asks: signed in with you, confirmed by mail, showed a document, or known to you in person
             * @enum {string}
             */
            verification: "signed_in" | "mail_confirmed" | "document" | "known_person";
            receivedAt: string;
            finishedAt: string;
            /** @description what was exported, changed or erased, by kind of row */
            counts: {
                [key: string]: number;
            };
            /** @description SHA-256 of the fields above, as canonical JSON */
            hash: string;
            /** @description Ed25519, SubjectPublicKeyInfo in base64 */
            publicKey: string;
            /** @description of the hash, base64 */
            signature: string;
        };
        PrivacyRequest: {
            id: string;
            /** @enum {string} */
            kind: "access" | "portability" | "rectification" | "erasure" | "restriction" | "objection";
            /**
             * @description received until you have made sure who asks; verifying while a mailed code is waited for
             * @enum {string}
             */
            status: "received" | "verifying" | "in_progress" | "done" | "refused" | "expired";
            objects: boolean;
            verification: ("signed_in" | "mail_confirmed" | "document" | "known_person") | null;
            receivedAt: string;
            /** @description one month after receipt; three when extended */
            dueAt: string;
            extension: ("complexity" | "number_of_requests") | null;
            isOverdue: boolean;
            finishedAt: string | null;
            refusal: ("identity_not_verified" | "manifestly_unfounded" | "excessive" | "legal_obligation" | "rights_of_others") | null;
            /** @description when a restriction or an objection was taken back */
            endedAt: string | null;
            /** @description until when the export can be fetched; null when there is none */
            exportExpiresAt: string | null;
            receipt: components["schemas"]["PrivacyReceipt"] | null;
        };
        PrivacyVerification: {
            /**
             * @description how you made sure who asks: signed in with you, confirmed by mail, showed a document, or known to you in person
             * @enum {string}
             */
            verification: "signed_in" | "mail_confirmed" | "document" | "known_person";
            /** @description the code of the mail, where one was sent */
            code?: string;
        };
        /** @description application/problem+json (RFC 9457) */
        Problem: {
            type: string;
            title: string;
            status: number;
            /** @description stable; programs decide by it */
            code: string;
            /** @description what to do about it */
            detail: string;
            errors?: {
                pointer: string;
                detail: string;
            }[];
        } & {
            [key: string]: unknown;
        };
        PromoCode: {
            /** @description upper case; codes are compared without regard to case */
            code: string;
            campaign: string;
            /** @description the show this code was given to; null when it serves the whole campaign */
            show: string | null;
            /** @description from when on it stands for this campaign; null when it always did */
            validFrom: string | null;
            /** @description until when, excluded; null when it goes on */
            validUntil: string | null;
            createdAt: string;
        };
        PromoCodeDetails: {
            /** @default null */
            show?: string | null;
            /** @default null */
            validFrom?: string | null;
            /**
             * @description excluded
             * @default null
             */
            validUntil?: string | null;
        };
        PromoSwap: {
            from: string | null;
            /** @description exposures before here: at the latest one window ago, so that each had its whole window */
            to: string;
            windowDays: number;
            /** @description show B promoted in show A, then show A promoted in show B */
            directions: {
                campaign: string;
                /** @description the show whose listeners heard the promotion */
                ranIn: string;
                /** @description the show it was for */
                promoted: string;
                /** @description distinct addresses that may stand for a household and had an exposure of the campaign in that show */
                exposedHouseholds: number;
                /** @description of these, with a download of the promoted show in the window after their first exposure */
                arrived: components["schemas"]["Share95"];
                /** @description of those observed before without a download of it in as long a time before, the ones that arrived */
                newListeners: components["schemas"]["Share95"];
                /** @description of those observed before, with a download of it in as long a time before: listeners it had already */
                before: components["schemas"]["Share95"];
                /** @description exposed households that nothing is known of before: no download of the promoted show was measured by then, of anybody; left out of newListeners and before */
                unobservedBefore: number;
                /** @description first measured download of the promoted show since one window before the first exposure; null = not enough measured before */
                measuredFrom: string | null;
            }[];
            /** @description filters of the request that are no key the catalogue has: only what was measured under that very word is found by them */
            unknown: components["schemas"]["UnknownName"][];
        };
        QuotaOverride: {
            /** @description null = no limit */
            limit: number | null;
        };
        QuotaState: {
            /** @enum {string} */
            quota: "events_per_month" | "api_calls_per_minute" | "members" | "campaigns" | "ai_spend_per_month" | "storage_bytes";
            /** @description null = no limit */
            limit: number | null;
            /**
             * @description where the limit comes from
             * @enum {string}
             */
            source: "tier" | "override";
            /** @description null for api_calls_per_minute, which each process counts by key; storage_bytes is an estimate, measured every hour */
            used: number | null;
            /** @description 80 or 100 when so much of the limit is used, which a mail and a security event tell; 0 below */
            percentReached: 0 | 80 | 100;
            /** @description when counting begins anew; null for what is not counted by time */
            resetsAt: string | null;
            /** @description when an estimate was made; null for what is counted exactly */
            measuredAt: string | null;
        };
        QuotaStates: {
            /** @enum {string} */
            tier: "free" | "starter" | "professional" | "enterprise";
            items: components["schemas"]["QuotaState"][];
            /** @description what each tier contains, the smallest first */
            tiers: components["schemas"]["TierLimits"][];
        };
        Reach: {
            lookbackDays: number;
            /** @description null while no conversion has a value */
            currency: string | null;
            from: string | null;
            to: string | null;
            options: {
                /** @description null = all kinds */
                conversionKind: ("visit" | "lead" | "signup" | "install" | "purchase" | "subscription")[] | null;
                /** @description null = all kinds */
                touchpointKind: ("download" | "impression" | "click" | "vanity_visit" | "promo_code" | "survey")[] | null;
                /** @enum {string} */
                minEvidence: "click_id" | "user_id" | "email_hash" | "device_id" | "promo_code" | "survey" | "ip_user_agent" | "household_ip";
                /** @enum {string} */
                repeats: "every" | "unique";
                /** @enum {string} */
                responseSignals: "evidence" | "touchpoint";
                newCustomersOnly: boolean;
                exclude: string[];
            };
            /** @description conversions, touchpoints and codes still to be matched; 0 = these figures are complete */
            waitingConversions: number;
            /** @description from when on events are kept: what was before is in no analysis; null = all are kept */
            eventsKeptFrom: string | null;
            /** @description conversions in other currencies, in no figure */
            otherCurrencies: {
                currency: string;
                conversions: number;
                valueMinor: number;
            }[];
            /** @enum {string} */
            model: "first_touch" | "last_touch" | "linear" | "time_decay" | "position_based";
            /** @enum {string} */
            groupBy: "campaign" | "show" | "episode" | "placement" | "day" | "country" | "player";
            /**
             * @description the reach of rows adds up to more than the total where a household is in several
             * @constant
             */
            isReachAdditive: false;
            /** @description false while some of its exposures are younger than one lookback: what they lead to is not all in */
            isFullyObserved: boolean;
            comparedWith: {
                from: string | null;
                to: string | null;
                /** @description false while some of its exposures are younger than one lookback: what they lead to is not all in */
                isFullyObserved: boolean;
            } | null;
            totals: {
                /** @description downloads and impressions; a download is one, however many placements it delivered */
                impressions: number;
                /** @description those of them on an address that may stand for a household */
                usableImpressions: number;
                /** @description distinct households; not additive: a household may be in several rows */
                reach: number;
                /** @description impressions of a household: usableImpressions / reach */
                frequency: components["schemas"]["Estimate95"];
                /** @description reached households with a visit that an exposure of the row may take credit for, of all reached */
                visitors: components["schemas"]["Share95"];
                /** @description the same with a lead, a signup or an install */
                leads: components["schemas"]["Share95"];
                /** @description the same with a purchase or a subscription */
                buyers: components["schemas"]["Share95"];
                /** @description visiting households that bought, too, of all visiting ones */
                buyersOfVisitors: components["schemas"]["Share95"];
                /** @description credited under the model, all kinds together */
                conversions: components["schemas"]["Estimate95"];
                /** @description credited purchases and subscriptions */
                purchases: components["schemas"]["Estimate95"];
                /** @description credited value */
                valueMinor: components["schemas"]["Estimate95"];
                /** @description modelled, in no other figure: what impressions with nothing to match by would be credited with if they led to as much as those that can be matched; the interval is that of the observed credit and not of this assumption */
                modelled: {
                    /** @description impressions with nothing to match by: no key, and no address but a relay or a datacenter */
                    unmatchableImpressions: number;
                    /** @description these by those that can be matched */
                    factor: number | null;
                    conversions: components["schemas"]["Estimate95"];
                    valueMinor: components["schemas"]["Estimate95"];
                };
                /** @description credited value of purchases and subscriptions by their number */
                aovMinor: components["schemas"]["Estimate95"];
                spend: components["schemas"]["ReachSpend"] | null;
                /** @description spend for a thousand of the impressions it was for */
                cpmMinor: number | null;
                /** @description spend for a visiting household */
                cpvMinor: components["schemas"]["Estimate95"];
                /** @description spend for a credited conversion */
                cpaMinor: components["schemas"]["Estimate95"];
                /** @description credited value by spend */
                roas: components["schemas"]["Estimate95"];
                /** @description of the second period; null without one */
                compared: components["schemas"]["ReachFigures"] | null;
                /** @description the first period less the second, each with its interval */
                differences: components["schemas"]["ReachDifferences"] | null;
            };
            rows: {
                /** @description downloads and impressions; a download is one, however many placements it delivered */
                impressions: number;
                /** @description those of them on an address that may stand for a household */
                usableImpressions: number;
                /** @description distinct households; not additive: a household may be in several rows */
                reach: number;
                /** @description impressions of a household: usableImpressions / reach */
                frequency: components["schemas"]["Estimate95"];
                /** @description reached households with a visit that an exposure of the row may take credit for, of all reached */
                visitors: components["schemas"]["Share95"];
                /** @description the same with a lead, a signup or an install */
                leads: components["schemas"]["Share95"];
                /** @description the same with a purchase or a subscription */
                buyers: components["schemas"]["Share95"];
                /** @description visiting households that bought, too, of all visiting ones */
                buyersOfVisitors: components["schemas"]["Share95"];
                /** @description credited under the model, all kinds together */
                conversions: components["schemas"]["Estimate95"];
                /** @description credited purchases and subscriptions */
                purchases: components["schemas"]["Estimate95"];
                /** @description credited value */
                valueMinor: components["schemas"]["Estimate95"];
                /** @description modelled, in no other figure: what impressions with nothing to match by would be credited with if they led to as much as those that can be matched; the interval is that of the observed credit and not of this assumption */
                modelled: {
                    /** @description impressions with nothing to match by: no key, and no address but a relay or a datacenter */
                    unmatchableImpressions: number;
                    /** @description these by those that can be matched */
                    factor: number | null;
                    conversions: components["schemas"]["Estimate95"];
                    valueMinor: components["schemas"]["Estimate95"];
                };
                /** @description credited value of purchases and subscriptions by their number */
                aovMinor: components["schemas"]["Estimate95"];
                spend: components["schemas"]["ReachSpend"] | null;
                /** @description spend for a thousand of the impressions it was for */
                cpmMinor: number | null;
                /** @description spend for a visiting household */
                cpvMinor: components["schemas"]["Estimate95"];
                /** @description spend for a credited conversion */
                cpaMinor: components["schemas"]["Estimate95"];
                /** @description credited value by spend */
                roas: components["schemas"]["Estimate95"];
                key: string | null;
                label: string;
                /** @description of the second period; null without one */
                compared: components["schemas"]["ReachFigures"] | null;
                /** @description the first period less the second, each with its interval */
                differences: components["schemas"]["ReachDifferences"] | null;
            }[];
            /** @description how many rows more there are */
            omittedRows: number;
            /** @description filters of the request that are no key the catalogue has: only what was measured under that very word is found by them */
            unknown: components["schemas"]["UnknownName"][];
        };
        ReachDifferences: {
            impressions: number;
            reach: number;
            frequency: components["schemas"]["Estimate95"];
            visitors: components["schemas"]["Estimate95"];
            leads: components["schemas"]["Estimate95"];
            buyers: components["schemas"]["Estimate95"];
            buyersOfVisitors: components["schemas"]["Estimate95"];
            conversions: components["schemas"]["Estimate95"];
            purchases: components["schemas"]["Estimate95"];
            valueMinor: components["schemas"]["Estimate95"];
            aovMinor: components["schemas"]["Estimate95"];
            cpmMinor: number | null;
            cpvMinor: components["schemas"]["Estimate95"];
            cpaMinor: components["schemas"]["Estimate95"];
            roas: components["schemas"]["Estimate95"];
        };
        ReachFigures: {
            /** @description downloads and impressions; a download is one, however many placements it delivered */
            impressions: number;
            /** @description those of them on an address that may stand for a household */
            usableImpressions: number;
            /** @description distinct households; not additive: a household may be in several rows */
            reach: number;
            /** @description impressions of a household: usableImpressions / reach */
            frequency: components["schemas"]["Estimate95"];
            /** @description reached households with a visit that an exposure of the row may take credit for, of all reached */
            visitors: components["schemas"]["Share95"];
            /** @description the same with a lead, a signup or an install */
            leads: components["schemas"]["Share95"];
            /** @description the same with a purchase or a subscription */
            buyers: components["schemas"]["Share95"];
            /** @description visiting households that bought, too, of all visiting ones */
            buyersOfVisitors: components["schemas"]["Share95"];
            /** @description credited under the model, all kinds together */
            conversions: components["schemas"]["Estimate95"];
            /** @description credited purchases and subscriptions */
            purchases: components["schemas"]["Estimate95"];
            /** @description credited value */
            valueMinor: components["schemas"]["Estimate95"];
            /** @description modelled, in no other figure: what impressions with nothing to match by would be credited with if they led to as much as those that can be matched; the interval is that of the observed credit and not of this assumption */
            modelled: {
                /** @description impressions with nothing to match by: no key, and no address but a relay or a datacenter */
                unmatchableImpressions: number;
                /** @description these by those that can be matched */
                factor: number | null;
                conversions: components["schemas"]["Estimate95"];
                valueMinor: components["schemas"]["Estimate95"];
            };
            /** @description credited value of purchases and subscriptions by their number */
            aovMinor: components["schemas"]["Estimate95"];
            spend: components["schemas"]["ReachSpend"] | null;
            /** @description spend for a thousand of the impressions it was for */
            cpmMinor: number | null;
            /** @description spend for a visiting household */
            cpvMinor: components["schemas"]["Estimate95"];
            /** @description spend for a credited conversion */
            cpaMinor: components["schemas"]["Estimate95"];
            /** @description credited value by spend */
            roas: components["schemas"]["Estimate95"];
        };
        ReachSpend: {
            minor: number;
            /**
             * @description booked: of the whole campaign; delivered: what was delivered at the price of its placement; mixed: some of both
             * @enum {string}
             */
            basis: "booked" | "delivered" | "mixed";
            /** @description true where exposures of campaigns name no placement with a price in this currency: no ratio is made of it */
            isPartial: boolean;
        };
        ReceivedInvitation: {
            /** @description the tenant's name */
            tenant: string;
            email: string;
            /** @enum {string} */
            role: "owner" | "admin" | "analyst" | "viewer" | "billing";
            expiresAt: string;
            /**
             * @description what accepting needs: a name and a password, signing in first, nothing more, or signing out as somebody else
             * @enum {string}
             */
            next: "create_account" | "sign_in" | "accept" | "sign_out";
        };
        ReceivedShare: {
            /** @description UUID */
            id: string;
            /** @enum {string} */
            kind: "report" | "matching";
            campaign: string;
            breakdowns: ("show" | "episode" | "placement" | "channel" | "day")[];
            conversionKinds: ("visit" | "lead" | "signup" | "install" | "purchase" | "subscription")[] | null;
            showsValue: boolean;
            showsSpend: boolean;
            from: string | null;
            to: string | null;
            minPeople: number;
            expiresAt: string;
            /** @description when the invitation code was entered */
            claimedAt: string | null;
            acceptedAt: string | null;
            /** @description of a matching share, which kinds of the grantee's conversions take part; null = all */
            granteeKinds: ("visit" | "lead" | "signup" | "install" | "purchase" | "subscription")[] | null;
            /** @enum {string} */
            state: "offered" | "live";
            /** @description name of the tenant that shares */
            grantor: string;
        };
        Recommendation: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            kind: "move_budget" | "renew" | "cut" | "fix_tracking" | "change_position" | "cap_frequency" | "test_incrementality";
            /**
             * @description lapsed: later figures do not bear it out any more
             * @enum {string}
             */
            status: "open" | "dismissed" | "done" | "lapsed";
            title: string;
            /** @description what to do */
            says: string;
            wording: {
                text: string;
                provider: string;
                model: string;
            } | null;
            /** @description what it is about; of a move, what gives first */
            subjects: {
                /** @enum {string} */
                type: "tenant" | "campaign" | "show" | "code" | "source" | "tag";
                /** @description the tenant's own key; null for the tenant itself */
                key: string | null;
                name: string;
            }[];
            currency: string | null;
            gain: components["schemas"]["RecommendationGain"];
            evidence: {
                label: string;
                value: string;
                /** @description how the figure comes about */
                definition: string;
            }[];
            /** @description what would change our mind */
            against: string[];
            /** @description whose conversions it rests on */
            period: {
                from: string;
                to: string;
                days: number;
            };
            /** @description true where it rests on simulated data */
            isSimulated: boolean;
            createdAt: string;
            /** @description when the figures were looked at last */
            toldAt: string;
            decidedAt: string | null;
            decidedBy: string | null;
            note: string | null;
            outcome: components["schemas"]["RecommendationOutcome"] | null;
            /** @description of one that is done: when its outcome can be told at the earliest */
            outcomeFrom: string | null;
        };
        RecommendationDecision: {
            /**
             * @description done: its outcome is followed; dismissed: it is not told again for 90 days
             * @enum {string}
             */
            status: "open" | "dismissed" | "done";
            /** @default null */
            note?: string | null;
        };
        /** @description expected in as many days as the period has */
        RecommendationGain: {
            /**
             * @description conversions: so many more; money: in minor units of the currency; known_conversions: as many become known, or are known better, and none more are made
             * @enum {string}
             */
            unit: "conversions" | "money" | "known_conversions";
            value: number;
            /** @description lower end of the 80 % interval */
            low: number;
            /** @description upper end of it */
            high: number;
            /** @description that the gain is above 0, 0 to 1: at least 0.8, after it was drawn to what is usual */
            chance: number;
        };
        RecommendationLook: {
            /** @description when figures were looked at last; null before the first time */
            lookedAt: string | null;
            period: {
                from: string;
                to: string;
            } | null;
            /** @description how many the period has */
            conversions: number | null;
            /** @description how many recommendations are open */
            open: number;
            /** @description why nothing is recommended of these kinds */
            silences: {
                /** @enum {string} */
                kind: "move_budget" | "renew" | "cut" | "fix_tracking" | "change_position" | "cap_frequency" | "test_incrementality";
                because: string;
            }[];
        };
        /** @description what later figures say, in the unit of the gain and for as many days; it holds whatever else changed meanwhile */
        RecommendationOutcome: {
            from: string;
            to: string;
            value: number;
            /** @description lower end of the 80 % interval */
            low: number;
            /** @description upper end of it */
            high: number;
            /**
             * @description as_expected: the intervals meet, and this one lies above 0; unclear: they meet, and it does not; better, worse: they do not meet
             * @enum {string}
             */
            verdict: "as_expected" | "better" | "worse" | "unclear";
        };
        RecoveryCodes: {
            /** @description each works once instead of a code; shown this once */
            recoveryCodes: string[];
        };
        Refund: {
            /** @description the sender's own id; the same id twice is a duplicate */
            id: string & (unknown & unknown);
            /**
             * Format: date-time
             * @description RFC 3339 instant
             */
            occurredAt: string;
            /** @description what it takes off the conversion; of a reversal, what it gives back */
            valueMinor: number;
            /**
             * @description refund when left out; chargeback: the buyer's bank took it back; chargeback_reversal: the dispute was won
             * @enum {string}
             */
            kind?: "refund" | "chargeback" | "chargeback_reversal";
        };
        Rejection: {
            /** @description place of the item in the batch, from 0 */
            index: number;
            /** @enum {string} */
            code: "invalid" | "conflict" | "too_old" | "in_future" | "quota_exceeded";
            /** @description the first fault */
            detail: string;
            /** @description every fault of the item, up to 20; left out where none of its fields is at fault */
            errors?: {
                /** @description into the item */
                pointer: string;
                detail: string;
            }[];
        };
        RemovedMember: {
            /** @description the live API keys whose secret they were shown */
            keys: components["schemas"]["MemberKey"][];
            /** @description whether these were revoked; they work on otherwise */
            keysRevoked: boolean;
        };
        Rename: {
            name: string;
        };
        Report: {
            /** @enum {string} */
            groupBy: "campaign" | "channel" | "show" | "episode" | "placement" | "delivery_evidence" | "day";
            lookbackDays: number;
            /** @description null while no conversion has a value */
            currency: string | null;
            from: string | null;
            to: string | null;
            /** @description the instant of the last change that is in the figures; null when all are */
            asOf: string | null;
            options: {
                /**
                 * @description what data-driven models tell apart
                 * @enum {string}
                 */
                unit: "show" | "campaign" | "channel" | "placement";
                halfLifeDays: number;
                firstShare: number;
                lastShare: number;
                /** @description null = all kinds */
                conversionKind: ("visit" | "lead" | "signup" | "install" | "purchase" | "subscription")[] | null;
                /** @description null = all kinds */
                touchpointKind: ("download" | "impression" | "click" | "vanity_visit" | "promo_code" | "survey")[] | null;
                /** @enum {string} */
                minEvidence: "click_id" | "user_id" | "email_hash" | "device_id" | "promo_code" | "survey" | "ip_user_agent" | "household_ip";
                /** @enum {string} */
                repeats: "every" | "unique";
                /** @enum {string} */
                responseSignals: "evidence" | "touchpoint";
                /** @enum {string} */
                creditDate: "conversion" | "touchpoint";
                newCustomersOnly: boolean;
                exclude: string[];
            };
            /** @description the versions of your own models that these figures are under */
            ownModels: components["schemas"]["OwnModel"][];
            /** @description conversions, touchpoints and codes still to be matched, counted up to 100,000 each; 0 = these figures are complete */
            waitingConversions: number;
            /** @description from when on events are kept, and what was before is known as daily sums under default options only; null = all are kept */
            eventsKeptFrom: string | null;
            excludedConversions: number;
            excludedValueMinor: number;
            /** @description never added to the totals */
            otherCurrencies: {
                currency: string;
                conversions: number;
                valueMinor: number;
            }[];
            /** @description of your own, with the version that was meant */
            model: string;
            /**
             * @description who chose the model: the query, or whose default it is
             * @enum {string}
             */
            modelOrigin: "query" | "campaign" | "tenant" | "installation";
            /** @description what a data-driven model rests on; null for rules */
            fit: components["schemas"]["FitNote"] | null;
            totals: components["schemas"]["Totals"];
            rows: {
                key: string | null;
                label: string;
                spendMinor: number | null;
                /** @description only with groupBy=day: the day's conversions that no touch earned credit for */
                unattributedConversions?: number;
                /** @description only with groupBy=day */
                unattributedValueMinor?: number;
                conversions: number;
                valueMinor: number;
                /** @description value per spend; null when the spend is not known for these conversions */
                roas: number | null;
                /** @description spend per conversion */
                cpaMinor: number | null;
                /** @description what this credit rests on, strongest first: it sums to the attributed conversions and value */
                deliveryEvidence: components["schemas"]["EvidencedCredit"][];
            }[];
            /** @description only with placebo=true */
            placebo?: components["schemas"]["Placebo"];
            /** @description only with calibrate: beside the rows, which stay as they are */
            calibration?: components["schemas"]["CalibratedReport"];
        };
        ReportChoice: {
            /**
             * @description what data-driven models tell apart; show when left out
             * @enum {string}
             */
            unit?: "show" | "campaign" | "channel" | "placement";
            conversionKind?: ("visit" | "lead" | "signup" | "install" | "purchase" | "subscription")[];
            lookbackDays?: number;
            halfLifeDays?: number;
            /** @description 0.4 when left out */
            firstShare?: number;
            /** @description 0.4 when left out */
            lastShare?: number;
            touchpointKind?: ("download" | "impression" | "click" | "vanity_visit" | "promo_code" | "survey")[];
            /** @enum {string} */
            minEvidence?: "click_id" | "user_id" | "email_hash" | "device_id" | "promo_code" | "survey" | "ip_user_agent" | "household_ip";
            /**
             * @description every when left out
             * @enum {string}
             */
            repeats?: "every" | "unique";
            /**
             * @default evidence
             * @enum {string}
             */
            responseSignals?: "evidence" | "touchpoint";
            /** @default false */
            newCustomersOnly?: boolean;
            /** @default [] */
            exclude?: string[];
            /** @description side by side: built in, or of your own, or NAME@VERSION; the tenant's default when left out */
            models?: string[];
            /**
             * @default campaign
             * @enum {string}
             */
            groupBy?: "campaign" | "channel" | "show" | "episode" | "placement" | "delivery_evidence" | "day";
            /** @description the last so many days of UTC, up to the one on which the report is read; excludes from and to */
            days?: number;
            /** @description the tenant's, else the most frequent one, when left out */
            currency?: string;
            /**
             * @default conversion
             * @enum {string}
             */
            creditDate?: "conversion" | "touchpoint";
            /** @description a campaign whose credit alone the report is of; excludes advertiser */
            campaign?: string;
            /** @description an advertiser, the credit of whose campaigns alone the report is of; excludes campaign */
            advertiser?: string;
            /** @description conversions from here on; a day means its start in UTC */
            from?: string;
            /** @description conversions before here */
            to?: string;
            /** @description what was known at this instant, for ever the same; what is known when it is read when left out */
            asOf?: string;
        };
        ReportLink: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            state: "live" | "expired" | "revoked";
            title: string | null;
            note: string | null;
            showsSpend: boolean;
            report: components["schemas"]["KeptReportChoice"];
            createdAt: string;
            createdBy: string;
            expiresAt: string;
            revokedAt: string | null;
            revokedBy: string | null;
            /** @description how often the page was opened */
            views: number;
            lastViewedAt: string | null;
        };
        ReportSchedule: {
            /** Format: uuid */
            id: string;
            title: string;
            report: components["schemas"]["KeptReportChoice"];
            /** @enum {string} */
            every: "day" | "week" | "month";
            /** @description in the tenant's time zone */
            hour: number;
            /**
             * @description of every week: 1 = Monday to 7 = Sunday
             * @default 1
             */
            weekday: number;
            /**
             * @description of every month
             * @default 1
             */
            monthDay: number;
            toMembers: boolean;
            showsSpend: boolean;
            outsiders: {
                email: string;
                hasUnsubscribed: boolean;
            }[];
            isPaused: boolean;
            /** @description null while it is paused */
            nextAt: string | null;
            createdAt: string;
            createdBy: string;
            /** @description when it was mailed last, or could not be; null = not yet */
            lastAt: string | null;
            /** @description how many mails that were */
            lastMails: number | null;
            /** @description why not all, or none, were mailed */
            lastProblem: string | null;
        };
        ReportSchedules: {
            items: components["schemas"]["ReportSchedule"][];
            nextCursor: null;
        };
        RequestIntakeResult: {
            accepted: number;
            duplicates: number;
            rejected: components["schemas"]["Rejection"][];
            /** @description stored requests that match no episode: they name none, and the catalogue does not know their file; they get theirs once it does */
            withoutEpisode: number;
            /** @description stored requests without a user agent, which are never counted as downloads */
            withoutUserAgent: number;
        };
        Reservation: {
            id: string;
            meter: string;
            quantity: string;
            expiresAt: string;
            /** @description those that hold for it, the innermost first, as they stand with it */
            limits: components["schemas"]["Limit"][];
            /** @description sentences on limits that are reached */
            warnings: string[];
        };
        Restatement: {
            conversionId: string;
            version: number;
            /** @description from when on this version holds, to the microsecond */
            at: string;
            /** @description until when; null for the present one */
            supersededAt: string | null;
            /** @enum {string} */
            reason: "new" | "late_touchpoint" | "refund" | "chargeback" | "order_edited" | "duplicate_order" | "promo_code" | "customer_history" | "list_changed" | "identity_rule_changed" | "rectified" | "restricted" | "erased" | "rebuild";
            /** @description the reason in a sentence */
            says: string;
            cause: components["schemas"]["RestatementCause"];
            /** @description null when there was none, or when an erasure took it */
            before: components["schemas"]["PathState"] | null;
            after: components["schemas"]["PathState"];
            /** @description what of the path differs; empty when the version before it is not known */
            changes: ("touchpoints" | "evidence" | "placement" | "value" | "time" | "kind" | "code" | "customer" | "origin" | "person" | "order")[];
            /** @description the first 100 of their ids */
            touchpointsAdded: string[];
            /** @description the first 100 of their ids */
            touchpointsRemoved: string[];
            addedCount: number;
            removedCount: number;
        };
        RestatementCause: {
            /** @enum {string} */
            by: "events" | "actor" | "list" | "privacy_request" | "unknown";
            /** @description who did it, as the audit log names them; empty unless "by" is actor */
            actors: string[];
            says: string;
        };
        Run: {
            /** Format: uuid */
            id: string;
            createdAt: string;
            createdBy: string;
            /** @enum {string} */
            state: "waiting" | "running" | "done" | "failed";
            /** @description conversions computed so far */
            progress: number;
            /** @description the instant of the last change it knows of, to the microsecond; null until it is computed */
            asOf: string | null;
            startedAt: string | null;
            finishedAt: string | null;
            model: components["schemas"]["RunModel"];
            options: components["schemas"]["RunOptions"];
            /** @description null until it is done */
            outcome: components["schemas"]["RunOutcome"] | null;
            failure: string | null;
        };
        RunComparison: {
            before: {
                /** Format: uuid */
                id: string;
                createdAt: string;
                asOf: string;
                engineVersion: string;
            };
            after: {
                /** Format: uuid */
                id: string;
                createdAt: string;
                asOf: string;
                engineVersion: string;
            };
            /** @enum {string} */
            groupBy: "campaign" | "channel" | "show" | "episode" | "placement";
            /** @description of model and options: those that differ */
            parameters: {
                name: string;
                before: string | null;
                after: string | null;
            }[];
            /** @description versions of lists that differ */
            lists: {
                name: string;
                before: string | null;
                after: string | null;
            }[];
            conversions: {
                same: number;
                changed: number;
                added: number;
                removed: number;
            };
            /** @description why conversions differ, the most frequent first */
            reasons: {
                reason: string;
                conversions: number;
            }[];
            /** @description credit by key and currency, where it differs */
            rows: {
                key: string | null;
                currency: string | null;
                before: {
                    conversions: number;
                    valueMinor: number;
                };
                after: {
                    conversions: number;
                    valueMinor: number;
                };
            }[];
            /** @description the first 100 conversions that differ, in the order of the ledger */
            examples: components["schemas"]["ChangedConversion"][];
        };
        RunDay: {
            /** @description a UTC day */
            day: string;
            conversions: number;
            /** @description SHA-256 in hexadecimal digits */
            inputHash: string;
            /** @description SHA-256 in hexadecimal digits */
            outputHash: string;
        };
        RunModel: {
            /**
             * @description of one of your own, its base
             * @enum {string}
             */
            name: "first_touch" | "last_touch" | "linear" | "time_decay" | "position_based" | "markov" | "shapley" | "hazard" | "custom";
            version: string;
            /** @description of time_decay */
            halfLifeDays: number;
            /** @description of position_based */
            firstShare: number;
            /** @description of position_based */
            lastShare: number;
            /**
             * @description what data-driven models tell apart
             * @enum {string}
             */
            unit: "show" | "campaign" | "channel" | "placement";
            /** @description the version of your own model that it is */
            own?: {
                name: string;
                /** @description from 1 on; a version never changes */
                version: number;
            };
            /** @description of custom */
            weights?: {
                /** @description of custom: relative weights from the first touch to the last; other lengths of path take the list stretched or shrunk */
                positions?: number[];
                /** @description of custom: relative weights by key of the placement */
                placements?: {
                    [key: string]: number;
                };
                /** @description of custom, with placements: the weight of all others, and of touches without one; 1 when left out */
                otherPlacements?: number;
            };
            /** @description of markov and hazard: what their weights are computed from */
            fit: components["schemas"]["Fit"] | null;
        };
        RunOptions: {
            from: string | null;
            to: string | null;
            /** @description null = all kinds */
            conversionKind: ("visit" | "lead" | "signup" | "install" | "purchase" | "subscription")[] | null;
            lookbackDays: number;
            /** @description null = all kinds */
            touchpointKind: ("download" | "impression" | "click" | "vanity_visit" | "promo_code" | "survey")[] | null;
            /** @enum {string} */
            minEvidence: "click_id" | "user_id" | "email_hash" | "device_id" | "promo_code" | "survey" | "ip_user_agent" | "household_ip";
            /** @enum {string} */
            repeats: "every" | "unique";
            /** @enum {string} */
            responseSignals: "evidence" | "touchpoint";
            newCustomersOnly: boolean;
            exclude: string[];
        };
        RunOutcome: {
            engineVersion: string;
            /** @description versions of the lists in force when it was computed */
            lists: {
                kind: string;
                id: number;
            }[];
            /** @description with those that the options left out */
            conversions: number;
            /** @description rows of the export */
            credits: number;
            /** @description one for each currency */
            totals: components["schemas"]["RunTotals"][];
            /** @description over the days: what went in */
            inputHash: string;
            /** @description over the days: what came out */
            outputHash: string;
            days: components["schemas"]["RunDay"][];
        };
        RunTotals: {
            /** @description null for conversions without a value */
            currency: string | null;
            conversions: number;
            valueMinor: number;
            /** @description less what is organic */
            attributedConversions: number;
            attributedValueMinor: number;
            /** @description what the model gives to nobody */
            organicConversions: number;
            organicValueMinor: number;
            unattributedConversions: number;
            unattributedValueMinor: number;
            /** @description left out by the options; not among the conversions */
            excludedConversions: number;
            excludedValueMinor: number;
        };
        RunVerification: {
            /**
             * @description same: every hash came out again; erased: so it did, but for conversions that are gone; differs: something else is not as it was
             * @enum {string}
             */
            verdict: "same" | "erased" | "differs";
            conversions: number;
            /** @description conversions of the run whose person was erased, or that grew too old to be kept */
            gone: number;
            /** @description SHA-256 in hexadecimal digits */
            inputHash: string;
            /** @description SHA-256 in hexadecimal digits */
            outputHash: string;
            /** @description days that did not come out the same */
            days: {
                day: string;
                gone: number;
                says: string;
            }[];
        };
        Sample: {
            /**
             * @description loading and removing go on by themselves when they were cut off
             * @enum {string}
             */
            state: "none" | "loading" | "loaded" | "removing";
            /** @description the first day of the simulated world */
            startsOn: string | null;
            changedAt: string | null;
            touchpoints: number;
            conversions: number;
        };
        Sankey: {
            nodes: {
                id: string;
                /**
                 * @description other_units: units beyond the eight with the most conversions; later_steps: all steps after the fifth
                 * @enum {string}
                 */
                kind: "unit" | "other_units" | "later_steps" | "conversion";
                /** @description 1 = the first */
                step: number;
                key: string | null;
                label: string;
                conversions: number;
            }[];
            /** @description what flows into a node flows out of it; everything ends in the conversion */
            links: {
                source: string;
                target: string;
                conversions: number;
                valueMinor: number;
            }[];
        };
        SavedView: {
            /** Format: uuid */
            id: string;
            name: string;
            address: string;
            isShared: boolean;
            createdAt: string;
            createdBy: string;
        };
        SavedViews: {
            items: components["schemas"]["SavedView"][];
            nextCursor: null;
        };
        Saving: {
            /** @enum {string} */
            kind: "cheaper_model" | "unused_purchase" | "ended_campaign" | "volume_price" | "smaller_tier";
            /** @description what it is about: a model, a feature, a campaign, a meter, or the tier */
            subject: string;
            /** @description what could be done, in one sentence */
            advice: string;
            /** @description null where nobody knows what it would save */
            saves: {
                /** @description in 30 days, exact decimal; of a volume price in a month */
                amount: string;
                currency: string;
            } | null;
            /** @description what the figure does not know */
            caveat: string;
            evidence: {
                label: string;
                value: string;
            }[];
        };
        Savings: {
            /** @description first day that was looked at */
            from: string;
            /** @description excluded */
            to: string;
            /** @description those that save the most first */
            items: components["schemas"]["Saving"][];
            /** @description what there is too little data for, a sentence each */
            notLookedAt: string[];
        };
        ScheduleChange: {
            isPaused: boolean;
        };
        SecurityEvent: {
            /** @description UUID */
            id: string;
            occurredAt: string;
            /** @enum {string} */
            kind: "sign_in_failed" | "sign_in_locked" | "new_device" | "sessions_revoked" | "password_changed" | "email_changed" | "mfa_changed" | "mfa_locked" | "recovery_code_used" | "member_joined" | "member_removed" | "member_role_changed" | "api_key_new_network" | "api_key_refused" | "scope_denied" | "cross_tenant_attempt" | "refresh_reuse" | "webhook_disabled" | "quota_reached" | "paths_differ" | "anomaly_found" | "event_flood";
            /** @enum {string} */
            severity: "info" | "low" | "medium" | "high";
            /** @description what the kind means, for people */
            text: string;
            actor: string;
            detail: {
                [key: string]: unknown;
            };
        };
        ServiceAccount: {
            /** @description UUID */
            id: string;
            name: string;
            /** @enum {string} */
            role: "admin" | "analyst" | "viewer" | "billing";
            createdAt: string;
            disabledAt: string | null;
        };
        ServiceAccountChange: {
            name?: string;
            /** @enum {string} */
            role?: "admin" | "analyst" | "viewer" | "billing";
            /** @description true stops all its keys, false lets them work again */
            disabled?: boolean;
        };
        Session: {
            tenant: components["schemas"]["SessionTenant"] | null;
            scopes: ("ingest" | "read" | "admin")[];
            /** @description null for a browser opened with an API key */
            person: components["schemas"]["SessionPerson"] | null;
            /** @description what the person may do in the tenant */
            role: ("owner" | "admin" | "analyst" | "viewer" | "billing") | null;
            /** @description what must come first: the second factor, setting one up where the tenant asks for it, or choosing a tenant; null when nothing must */
            needs: ("second_factor" | "enrolment" | "tenant") | null;
            expiresAt: string;
        };
        SessionPerson: {
            /** Format: uuid */
            id: string;
            email: string;
            name: string;
        };
        SessionTenant: {
            name: string;
            slug: string;
            /** @enum {string} */
            tier: "free" | "starter" | "professional" | "enterprise";
            currency: string | null;
            /** @description true when all events of this tenant are simulated, as in the demo */
            simulated: boolean;
            /** @description UUID */
            id: string;
            /** @description IANA name; the zone in which people of this tenant are shown instants */
            timeZone: string;
            /** @description of reports that do not ask for another */
            lookbackDays: number;
            /** @description of time_decay, in reports that do not ask for another */
            halfLifeDays: number;
            /** @description of reports that name none; null = linear */
            defaultModel: string | null;
        };
        SettledReservation: {
            id: string;
            meter: string;
            reserved: string;
            /** @description what was counted */
            quantity: string;
            /** @description false where it was settled before: that counted, and this changed nothing */
            isFirst: boolean;
            /** @description true where what was set aside had been given back already */
            isLate: boolean;
            /** @description sentences on limits that are reached */
            warnings: string[];
        };
        Share: {
            /** @description UUID */
            id: string;
            /** @enum {string} */
            kind: "report" | "matching";
            campaign: string;
            breakdowns: ("show" | "episode" | "placement" | "channel" | "day")[];
            conversionKinds: ("visit" | "lead" | "signup" | "install" | "purchase" | "subscription")[] | null;
            showsValue: boolean;
            showsSpend: boolean;
            from: string | null;
            to: string | null;
            minPeople: number;
            expiresAt: string;
            /** @description when the invitation code was entered */
            claimedAt: string | null;
            acceptedAt: string | null;
            /** @description of a matching share, which kinds of the grantee's conversions take part; null = all */
            granteeKinds: ("visit" | "lead" | "signup" | "install" | "purchase" | "subscription")[] | null;
            /** @enum {string} */
            state: "invited" | "invitation_expired" | "offered" | "live" | "expired" | "revoked" | "declined";
            partner: string;
            /** @description name of the tenant that entered the code */
            grantee: string | null;
            invitationExpiresAt: string;
            createdAt: string;
            endedAt: string | null;
        };
        Share95: {
            count: number;
            of: number;
            /** @description count / of, 0 to 1 */
            rate: number | null;
            /** @description lower end of the 95 % Wilson interval */
            low: number | null;
            /** @description upper end of it */
            high: number | null;
            /** @description true below 30 of them: read it with care */
            isFew: boolean;
        };
        ShareAcceptance: {
            /**
             * @description of a matching share: which kinds of your conversions take part; null = all
             * @default null
             */
            conversionKinds?: ("visit" | "lead" | "signup" | "install" | "purchase" | "subscription")[] | null;
        };
        ShareInvitation: {
            code: string;
        };
        ShareManifest: {
            shareId: string;
            /** @description how often the share was matched */
            run: number;
            computedAt: string;
            /** @description this tenant's own events that went into the run: exposures of the grantor, orders of the grantee */
            days: components["schemas"]["ManifestDay"][];
            ownHash: string;
            /** @description over all events of the other side; its own manifest has it as ownHash */
            otherHash: string;
            /** @description over all figures; the same on both sides */
            outputHash: string;
            /** @description true when the events of this tenant are the same now */
            isCurrent: boolean;
            /** @description days whose events are not the same now */
            differences: {
                day: string;
                manifest: number;
                now: number;
            }[];
        };
        ShareReport: {
            shareId: string;
            /**
             * @description each matching share is credited by itself: two of them may credit the same order in full
             * @enum {string}
             */
            kind: "report" | "matching";
            campaign: string;
            campaignLabel: string;
            /** @description of a matching share: exposures that came before could not be hashed under its key */
            exposuresSince: string | null;
            /** @description of a matching share: orders that came before could not be hashed under its key */
            ordersSince: string | null;
            /** @enum {string} */
            model: "first_touch" | "last_touch" | "linear" | "time_decay" | "position_based";
            /** @enum {string} */
            groupBy: "campaign" | "show" | "episode" | "placement" | "channel" | "day";
            /** @description of every share: 30, with the other options at their defaults */
            lookbackDays: number;
            /** @description null while too few people paid in any; conversions without value count in every currency */
            currency: string | null;
            /** @description ask for each by itself; they are never added together */
            otherCurrencies: string[];
            conversionKinds: ("visit" | "lead" | "signup" | "install" | "purchase" | "subscription")[] | null;
            from: string | null;
            to: string | null;
            minPeople: number;
            /** @description true when there is nothing, or behind all of it stand fewer people than minPeople */
            isBelowFloor: boolean;
            /** @description when the figures last changed; null while they are first built */
            computedAt: string | null;
            /** @description what is still to be matched, counted up to 1,000; 0 = these figures are complete */
            waitingConversions: number;
            totals: {
                conversions: number;
                /** @description null when one row does not show its value */
                valueMinor: number | null;
            };
            rows: {
                key: string | null;
                label: string;
                /** @description true for the one row that puts together what too few people stand behind */
                isFew: boolean;
                conversions: number;
                /** @description null when the share does not show value, or too few people paid in the currency */
                valueMinor: number | null;
                /** @description booked for the whole campaign; null when the share does not show it, or for part of the time */
                spendMinor: number | null;
                roas: number | null;
                cpaMinor: number | null;
            }[];
        };
        Show: {
            /** @description the tenant's own key, as events carry it */
            key: string;
            /** @description what the tenant calls it, else the feed's title */
            name: string | null;
            /** @description as the feed has it */
            title: string | null;
            feedUrl: string | null;
            /** @description podcast:guid of the feed, or derived from its address as that standard says */
            podcastGuid: string | null;
            author: string | null;
            /** @description the first one that the feed names (itunes:category) */
            category: string | null;
            link: string | null;
            imageUrl: string | null;
            language: string | null;
            persons: components["schemas"]["Person"][];
            /**
             * @description verified while the feed holds the tenant's token in podcast:txt
             * @enum {string}
             */
            ownership: "verified" | "unverified";
            /** @description since when */
            verifiedAt: string | null;
            /** @description what the owner puts into <podcast:txt purpose="verify"> of the feed; null before the first feed */
            ownershipToken: string | null;
            /** @description what stands before every enclosure's address so that its downloads are counted; null of a stub that nobody completed */
            trackingPrefix: string | null;
            feed: components["schemas"]["FeedStanding"] | null;
            /** @description whether transcripts that its feed names are kept and analysed as they come */
            importsTranscripts: boolean;
            /** @description how that stands; null where they are not */
            transcriptImports: components["schemas"]["TranscriptImports"] | null;
            createdAt: string;
        };
        ShowChange: {
            name?: string | null;
            /** @description where its feed is now; null reads it no more and keeps what is known */
            feedUrl?: string | null;
            /** @description whether transcripts that its feed names (podcast:transcript) are kept and analysed as they come */
            importsTranscripts?: boolean;
        };
        ShowCredit: {
            lookbackDays: number;
            /** @description null while no conversion has a value */
            currency: string | null;
            from: string | null;
            to: string | null;
            options: {
                /** @description null = all kinds */
                conversionKind: ("visit" | "lead" | "signup" | "install" | "purchase" | "subscription")[] | null;
                /** @description null = all kinds */
                touchpointKind: ("download" | "impression" | "click" | "vanity_visit" | "promo_code" | "survey")[] | null;
                /** @enum {string} */
                minEvidence: "click_id" | "user_id" | "email_hash" | "device_id" | "promo_code" | "survey" | "ip_user_agent" | "household_ip";
                /** @enum {string} */
                repeats: "every" | "unique";
                /** @enum {string} */
                responseSignals: "evidence" | "touchpoint";
                newCustomersOnly: boolean;
                exclude: string[];
            };
            /** @description conversions, touchpoints and codes still to be matched; 0 = these figures are complete */
            waitingConversions: number;
            /** @description from when on events are kept: what was before is in no analysis; null = all are kept */
            eventsKeptFrom: string | null;
            /** @description conversions of all campaigns and shows in other currencies, in no figure here */
            otherCurrencies: {
                currency: string;
                conversions: number;
                valueMinor: number;
            }[];
            label: string;
            /** @description of your own, with the version that was meant */
            model: string;
            /**
             * @description who chose the model: the query, or whose default it is
             * @enum {string}
             */
            modelOrigin: "query" | "campaign" | "tenant" | "installation";
            /** @description the version of your own model that these figures are under */
            ownModels: components["schemas"]["OwnModel"][];
            /** @description what a data-driven model rests on; null for rules */
            fit: components["schemas"]["FitNote"] | null;
            /** @description the instant of the last change that is in the figures; null when all are */
            asOf: string | null;
            /** @description they sum to the totals */
            rows: {
                key: string | null;
                label: string;
                conversions: number;
                valueMinor: number;
            }[];
            show: string;
            /** @enum {string} */
            groupBy: "campaign" | "episode" | "placement" | "channel" | "day";
            /** @description the show's row of a report by show */
            totals: {
                conversions: number;
                valueMinor: number;
                /** @description null: what is spent is booked for campaigns */
                spendMinor: number | null;
                /** @description value per spend */
                roas: number | null;
                /** @description spend per conversion */
                cpaMinor: number | null;
            };
        };
        ShowDetails: {
            /** @default null */
            name?: string | null;
        };
        SignIn: {
            email: string;
            password: string;
        } | {
            apiKey: string;
        } | {
            /** @constant */
            demo: true;
        };
        SiteTag: {
            key: string;
            name: string;
            /** @description stands in the pages; it is no secret */
            publicId: string;
            sites: string[];
            clickDays: number;
            paths: {
                path: string;
                campaign: string;
                show: string | null;
            }[];
            /** @description when a page of its sites last sent something; to ten seconds */
            lastReceivedAt: string | null;
            /** @description HTML to paste into the head of every page */
            snippet: string;
            createdAt: string;
        };
        SiteTagDetails: {
            name: string;
            sites: string[];
            /**
             * @description how many days a page keeps the click id that a visit came with
             * @default 30
             */
            clickDays?: number;
            /**
             * @description vanity paths: a visit that begins at one of them becomes a touchpoint vanity_visit of its campaign
             * @default []
             */
            paths?: components["schemas"]["VanityPath"][];
        };
        Source: {
            key: string;
            /** @enum {string} */
            kind: "shopify" | "woocommerce" | "stripe" | "segment" | "ga4" | "meta" | "podscribe" | "transistor" | "simplecast" | "op3";
            name: string | null;
            isEnabled: boolean;
            options: components["schemas"]["SourceOptions"];
            /** @description where the shop or tool sends its deliveries; null for a host, which is asked */
            address: string | null;
            publicId: string | null;
            hasSecret: boolean;
            previousSecretUntil: string | null;
            /** @description when something came that was genuine; to ten seconds */
            lastReceivedAt: string | null;
            lastFailedAt: string | null;
            /** @description why the last failure was one */
            lastFault: string | null;
            createdAt: string;
        };
        SourceOptions: {
            /** @description the one shop whose deliveries are taken, such as my-shop.myshopify.com; all that are signed by default */
            shop?: string;
            /**
             * @description what of an order counts as its value; gross by default: all that was paid, with tax and shipping
             * @enum {string}
             */
            revenue?: "gross" | "without_tax" | "without_tax_and_shipping";
            /** @description names of the order fields that carry a click id */
            clickIdFields?: string[];
            /**
             * @description which field of an order the tag and your own systems call its id; number by default, such as 1001
             * @enum {string}
             */
            orderIdFrom?: "number" | "name" | "id";
            /** @description whether orders made in test mode count; false by default */
            acceptsTests?: boolean;
            /** @description the tenant's show for each show of the host, by the host's id; a show that is not named here is not asked for */
            shows?: {
                [key: string]: string;
            };
            /** @description how far back figures are asked for at first; 30 by default */
            sinceDays?: number;
            /** @description the host's API, if it is not at its usual address */
            apiUrl?: string;
        };
        SourceSecretChange: {
            /** @description the new one, of at least 16 characters where you choose it yourself; made there if you leave it out */
            secret?: string;
            /**
             * @description how long what is signed with the secret before is taken as well
             * @default 24
             */
            previousWorksHours?: number;
        };
        SourceTerms: {
            /** @default null */
            name?: string | null;
            /**
             * @description whether deliveries are taken, or the host is asked
             * @default true
             */
            isEnabled?: boolean;
            /** @default {} */
            options?: components["schemas"]["SourceOptions"];
        };
        SourceWithSecret: {
            key: string;
            /** @enum {string} */
            kind: "shopify" | "woocommerce" | "stripe" | "segment" | "ga4" | "meta" | "podscribe" | "transistor" | "simplecast" | "op3";
            name: string | null;
            isEnabled: boolean;
            options: components["schemas"]["SourceOptions"];
            /** @description where the shop or tool sends its deliveries; null for a host, which is asked */
            address: string | null;
            publicId: string | null;
            hasSecret: boolean;
            previousSecretUntil: string | null;
            /** @description when something came that was genuine; to ten seconds */
            lastReceivedAt: string | null;
            lastFailedAt: string | null;
            /** @description why the last failure was one */
            lastFault: string | null;
            createdAt: string;
            /** @description the secret that was made, shown this once; null when you sent your own */
            secret: string | null;
        };
        SsoConnection: {
            /** @description UUID */
            id: string;
            name: string;
            /** @description as the provider writes it in its tokens */
            issuer: string;
            clientId: string;
            domains: string[];
            /**
             * @description whether only members get in, or whoever the provider vouches for becomes one
             * @enum {string}
             */
            membership: "members_only" | "just_in_time";
            /**
             * @description of people who become members this way
             * @enum {string}
             */
            defaultRole: "analyst" | "viewer" | "billing";
            /** @description true when the provider asks for a second factor itself */
            providerAsksFactor: boolean;
            enabled: boolean;
            /** @description where members begin */
            signInUrl: string;
            /** @description what to register with the provider */
            callbackUrl: string;
            createdAt: string;
        };
        SsoConnectionChange: {
            name: string;
            /** @description as the provider writes it in its tokens */
            issuer: string;
            clientId: string;
            /** @description e-mail domains that the provider may vouch for */
            domains: string[];
            /**
             * @description whether only members get in, or whoever the provider vouches for becomes one
             * @enum {string}
             */
            membership: "members_only" | "just_in_time";
            /**
             * @description of people who become members this way
             * @enum {string}
             */
            defaultRole: "analyst" | "viewer" | "billing";
            /** @description true when the provider asks for a second factor itself */
            providerAsksFactor: boolean;
            enabled: boolean;
            /** @description stored sealed, and never shown */
            clientSecret?: string;
        };
        SsoConnections: {
            items: components["schemas"]["SsoConnection"][];
            nextCursor: string | null;
            /** @description what to register with every provider, also with the first */
            callbackUrl: string;
        };
        Statement: {
            month: string;
            tenant: {
                id: string;
                name: string;
            };
            /** @description who runs the installation: the host of its public address */
            issuer: string;
            timeZone: string;
            /**
             * @description closed: nothing will be booked in it any more
             * @enum {string}
             */
            status: "open" | "closed";
            /** @description 12 hours after the end of the month */
            closesAt: string;
            /** @description it holds what was booked until then */
            asOf: string;
            /** @description each is a bill of its own: nothing is converted */
            currencies: {
                currency: string;
                lines: components["schemas"]["StatementLine"][];
                /** @description of everything but taxes */
                net: string;
                tax: string;
                total: string;
            }[];
            /** @description what was used on days without a price: it is not billed */
            unpriced: {
                meter: string;
                quantity: string;
                unit: string;
            }[];
        };
        StatementLine: {
            /** @enum {string} */
            kind: "usage" | "purchase" | "credit" | "tax";
            meter: string | null;
            /** @description what a meter counts, or what was noted of an entry */
            description: string;
            /** @description the closed month that the line sets right */
            correctsMonth: string | null;
            /** @description exact */
            quantity: string | null;
            unit: string | null;
            /** @description of the price, from 1; 0 is the included quantity */
            tier: number | null;
            /** @description of the tier */
            price: string | null;
            /** @description what that price is for */
            unitQuantity: string | null;
            /** @description the amount as it is booked, to ten digits */
            exact: string;
            /** @description the amount in the currency's smallest unit; the lines sum to the total */
            amount: string;
        };
        Status: {
            /** @description conversions, touchpoints and codes still to be matched, up to 100,000 each; 0 = every acknowledged event is in the figures */
            waitingConversions: number;
            waitingTouchpoints: number;
            oldestWaitingAt: string | null;
            /** @description from when on events are kept; null = all are */
            eventsKeptFrom: string | null;
            /** @description of the nightly check of stored paths against the events; null before the first night */
            lastCheck: {
                finishedAt: string;
                /**
                 * @description unsettled: nothing differs but what events that still wait may explain
                 * @enum {string}
                 */
                verdict: "same" | "differs" | "unsettled";
                /** @description false when it was cut off before the last day; the next check goes on where this one ended */
                isWhole: boolean;
                /** @description that were built anew and compared */
                conversions: number;
                differenceCount: number;
            } | null;
        };
        StepUp: {
            /** @description six digits of an authenticator app; each works once */
            code: string;
        } | {
            recoveryCode: string;
        } | {
            password: string;
        };
        StoredEpisodeRequest: {
            id: string;
            occurredAt: string;
            receivedAt: string;
            /** @enum {string} */
            source: "prefix" | "host_log" | "export" | "api";
            /** @enum {string} */
            evidence: "host_log_bytes" | "prefix_request";
            show: string | null;
            episode: string | null;
            /** @description the program, as far as the lists know it */
            player: string | null;
            userAgent: string | null;
            /** @description household, mobile, business, relay, datacenter or unknown, by the lists */
            connectionType: string;
            /** @description the autonomous system of the address */
            asn: number | null;
            country: string | null;
            method: string;
            status: number | null;
            range: string | null;
            bytesSent: number | null;
            /** @description a download, a repeat, or why it is neither; null while it waits to be counted */
            fate: ("download" | "repeat" | "not_counted_by_source" | "malformed" | "not_get" | "not_modified" | "failed_status" | "probe_range" | "watch" | "bad_agent" | "bot" | "datacenter" | "excluded_address" | "implausible_volume" | "partial" | "below_threshold") | null;
            /** @description of the lists it was judged by */
            listVersion: string | null;
            /** @description the touchpoints that stand for it */
            touchpointIds: string[];
            /** @description true for what is left of an erased person: the day, the episode and the fate */
            isErased: boolean;
        };
        StoredFigures: {
            stored: number;
            removed: number;
            /** @description shows and episodes among those stored that the catalogue does not have: nothing stands beside them until it does */
            unknown: components["schemas"]["UnknownName"][];
        };
        StoredUsageEvent: {
            source: string;
            id: string;
            occurredAt: string;
            receivedAt: string;
            /** @description exact decimal; 1 where events or different values are counted */
            quantity: string;
            campaign: string | null;
            feature: string | null;
        };
        StoredValidation: {
            id: string;
            createdAt: string;
            createdBy: string;
            /** @enum {string} */
            state: "waiting" | "running" | "done" | "failed";
            options: components["schemas"]["ValidationOptions"];
            worldsDone: number;
            worldsInAll: number;
            startedAt: string | null;
            finishedAt: string | null;
            /** @description why it failed, and what to do */
            failure: string | null;
            /** @description null until it is done */
            figures: components["schemas"]["Validation"] | null;
        };
        StoredViewCounts: {
            stored: number;
            removed: number;
            /** @description shows and episodes among those stored that the catalogue does not have: nothing stands beside them until it does */
            unknown: components["schemas"]["UnknownName"][];
        };
        SubjectIdentity: {
            /** Format: email */
            email?: string;
            emailSha256?: string;
            /** @description where no SHA-256 is at hand; matches only events that also carry no more than the MD5 */
            emailMd5?: string;
            userId?: string;
            deviceId?: string;
            clickId?: string;
            ip?: string;
            userAgent?: string;
        };
        SurveyAnswer: {
            id: string;
            occurredAt: string;
            answer: string;
            orderId: string | null;
            conversionId: string | null;
            /**
             * @description mapped by itself, waiting for a person, unmapped, or confirmed or rejected by one
             * @enum {string}
             */
            state: "mapped" | "waiting" | "unmapped" | "confirmed" | "rejected";
            show: string | null;
            score: number | null;
            /** @description why it is in this state */
            reason: string;
            /** @description shows it may mean, likeliest first */
            candidates: components["schemas"]["SurveyCandidate"][];
            /** @description whether its conversion was found, so that the answer is a touchpoint */
            isEvidence: boolean;
        };
        SurveyCandidate: {
            show: string;
            name: string;
            /** @description 0 to 1 */
            score: number;
        };
        SurveyCredits: {
            from: string;
            to: string;
            /** @enum {string} */
            model: "first_touch" | "last_touch" | "linear" | "time_decay" | "position_based" | "markov" | "shapley" | "hazard";
            /** @description what a data-driven model rests on; null for rules */
            fit: components["schemas"]["FitNote"] | null;
            lookbackDays: number;
            answers: number;
            /** @description orders, and purchases without one, in the same time */
            customers: number;
            rows: {
                show: string;
                label: string;
                /** @description answers that name the show, of all answers */
                share: components["schemas"]["Share95"];
                /** @description customers it brought if those who answered are like the others: the share of all customers */
                projected: components["schemas"]["Estimate95"];
                /** @description purchases and subscriptions that the model credits to the show */
                attributed: number;
                /** @description projected / attributed; null where nothing is attributed. Its interval is that of the share */
                multiplier: components["schemas"]["Estimate95"];
            }[];
        };
        SurveyMapping: {
            /** @description the show that was meant; null when it was none */
            show: string | null;
            /**
             * @description whether the same words mean that show from now on, in answers that wait too
             * @default false
             */
            remember?: boolean;
        };
        SurveyResult: {
            accepted: number;
            duplicates: number;
            rejected: {
                index: number;
                code: string;
                detail: string;
            }[];
        };
        SurveySummary: {
            from: string;
            to: string;
            /** @description answers that mean a podcast, of all answers */
            podcastShare: components["schemas"]["Share95"];
            /** @description answers that name the order of somebody else, by who gave them: in no other figure */
            foreignAnswers: number;
            /** @description orders, and purchases without one, in the same time */
            customers: number;
            /** @description customers whom podcasts brought if those who answered are like the others: the share of all customers */
            projected: {
                value: number | null;
                low: number | null;
                high: number | null;
            };
            /** @description customers who used a code of a campaign, or came by a vanity path in the 30 days before */
            direct: number;
            /** @description projected / direct; null without direct ones */
            multiplier: {
                value: number | null;
                low: number | null;
                high: number | null;
            };
            shows: {
                show: string;
                answers: number;
            }[];
        };
        Tenant: {
            name: string;
            slug: string;
            /** @enum {string} */
            tier: "free" | "starter" | "professional" | "enterprise";
            currency: string | null;
            /** @description true when all events of this tenant are simulated, as in the demo */
            simulated: boolean;
        };
        TenantAllocation: {
            /** Format: uuid */
            id: string;
            month: string;
            currency: string;
            /** @description of the month and currency, from 1 */
            version: number;
            isLatest: boolean;
            /** @description SHA-256 over all that went in */
            inputHash: string;
            /** @description of the invoice; the lines sum to it */
            amountMinor: number;
            pools: components["schemas"]["AllocatedPool"][];
            /** @description owners are ids of tenants */
            lines: components["schemas"]["AllocationLine"][];
            createdAt: string;
            createdBy: string;
        };
        TenantAllocationList: {
            items: {
                /** Format: uuid */
                id: string;
                month: string;
                currency: string;
                /** @description of the month and currency, from 1 */
                version: number;
                isLatest: boolean;
                /** @description SHA-256 over all that went in */
                inputHash: string;
                /** @description of the invoice; the lines sum to it */
                amountMinor: number;
                pools: components["schemas"]["AllocatedPool"][];
                createdAt: string;
                createdBy: string;
            }[];
        };
        TenantChange: {
            name: string;
        };
        TenantChoice: {
            /** @description the tenant's slug */
            tenant: string;
        };
        TenantClosing: {
            /**
             * @description true closes the tenant although nothing was exported
             * @default false
             */
            waiveExport?: boolean;
        };
        TenantCosts: {
            tenantId: string;
            name: string;
            currency: string;
            /** @description exact decimal */
            usage: string;
            /** @description exact decimal */
            purchases: string;
            /** @description exact decimal */
            credits: string;
            /** @description exact decimal */
            taxes: string;
            /** @description exact decimal */
            total: string;
            /** @description the total of the month that it is compared with; null without one */
            compared: string | null;
            difference: string | null;
            /** @description null without a compared month, and where that came to nothing */
            changePercent: number | null;
        };
        TenantDetails: {
            name: string;
            slug: string;
            /** @enum {string} */
            tier: "free" | "starter" | "professional" | "enterprise";
            currency: string | null;
            /** @description true when all events of this tenant are simulated, as in the demo */
            simulated: boolean;
            /** @description UUID */
            id: string;
            /** @enum {string} */
            state: "active" | "suspended" | "closed";
            createdAt: string;
            suspendedAt: string | null;
            closedAt: string | null;
            /** @description when every row of a closed tenant is deleted, unless the closing is undone before */
            eraseAfter: string | null;
        };
        TenantSettings: {
            /** @description IANA name; the zone in which people of this tenant are shown instants */
            timeZone: string;
            /** @description of reports; null = the one that most conversions have */
            currency: string | null;
            /** @description of reports that do not ask for another */
            lookbackDays: number;
            /** @description of time_decay, in reports that do not ask for another */
            halfLifeDays: number;
            /**
             * @description of reports that do not ask for another
             * @enum {string}
             */
            minEvidence: "click_id" | "user_id" | "email_hash" | "device_id" | "promo_code" | "survey" | "ip_user_agent" | "household_ip";
            /** @description of reports that name none: built in, or of your own, or NAME@VERSION; null = linear */
            defaultModel: string | null;
            /** @description how long events are kept; null = without end */
            retentionDays: number | null;
            /**
             * @description what becomes of the identity of an event that does not say what its person consented to
             * @enum {string}
             */
            consentUnknown: "keep" | "drop";
            /**
             * @description which 24 hours make requests of one listener for one episode the same download; a change counts all of them anew
             * @enum {string}
             */
            downloadWindow: "calendar_day" | "rolling_first" | "rolling_last";
            /** @description how long addresses of requests are kept, sealed, so that changed range lists can be applied to them; 0 = never */
            addressDays: number;
            /** @description whether every member needs a second factor */
            mfaRequired: boolean;
        };
        TenantSuspension: {
            /** @description kept in the installation's own log; the tenant does not read it */
            reason?: string;
        };
        TierFlag: {
            flag: string;
            description: string;
            isOnByDefault: boolean;
            /** @description how it stands for the tenants of each tier that have no turn of their own, the smallest tier first */
            tiers: {
                /** @enum {string} */
                tier: "free" | "starter" | "professional" | "enterprise";
                enabled: boolean;
                /**
                 * @description who said so
                 * @enum {string}
                 */
                source: "default" | "tier";
                /** @description when what was said ends */
                expiresAt: string | null;
            }[];
        };
        TierFlags: {
            items: components["schemas"]["TierFlag"][];
            nextCursor: null;
        };
        TierLimits: {
            /** @enum {string} */
            tier: "free" | "starter" | "professional" | "enterprise";
            limits: {
                /** @description null = no limit */
                events_per_month: number | null;
                /** @description null = no limit */
                api_calls_per_minute: number | null;
                /** @description null = no limit */
                members: number | null;
                /** @description null = no limit */
                campaigns: number | null;
                /** @description null = no limit */
                ai_spend_per_month: number | null;
                /** @description null = no limit */
                storage_bytes: number | null;
            };
        };
        TokenPrices: {
            /** @description millionths of a US dollar per million tokens */
            inputMicros: number;
            /** @description millionths of a US dollar per million tokens */
            cacheReadMicros: number;
            /** @description millionths of a US dollar per million tokens */
            cacheWriteMicros: number;
            /** @description millionths of a US dollar per million tokens */
            outputMicros: number;
        };
        Totals: {
            conversions: number;
            valueMinor: number;
            /** @description whole, but for models that give a part of a conversion to nobody */
            attributedConversions: number;
            attributedValueMinor: number;
            unattributedConversions: number;
            unattributedValueMinor: number;
            /** @description credit a model gives to nobody; 0 in models that do not estimate it */
            organicConversions: number;
            organicValueMinor: number;
            /** @description 95 %, of organicConversions, by chance in the fit alone; null without a fit, and for kinds together that have fits of their own */
            organicInterval: {
                low: number;
                high: number;
            } | null;
            /** @description organicConversions when effects may last half as long, or twice as long */
            organicSensitivity: {
                low: number;
                high: number;
            } | null;
            /** @description what this credit rests on, strongest first: it sums to the attributed conversions and value */
            deliveryEvidence: components["schemas"]["EvidencedCredit"][];
        };
        Touchpoint: {
            /** @description the sender's own id; the same id twice is a duplicate */
            id: string & (unknown & unknown);
            /**
             * Format: date-time
             * @description RFC 3339 instant
             */
            occurredAt: string;
            /** @enum {string} */
            kind: "download" | "impression" | "click" | "vanity_visit" | "promo_code" | "survey";
            campaign?: string;
            channel?: string;
            show?: string;
            episode?: string;
            placement?: string;
            identity?: components["schemas"]["Identity"];
            test?: string;
            /** @description treatment or control, or the name of a variant; who is in an arm named control did not hear the ad */
            arm?: string;
            /**
             * @description the person's consent to being recognised; with denied no identity is kept, and none needs to be sent, nor with unknown where the tenant has settled so; unknown by default
             * @enum {string}
             */
            consent?: "granted" | "denied" | "unknown";
            /** @description anything else; connectionType, referrer, utm_* and, of exposures, evidence are understood */
            metadata?: {
                [key: string]: unknown;
            };
        };
        Transcript: {
            url: string;
            /** @description such as text/vtt */
            type: string;
            language: string | null;
            /** @description whether it has times */
            isCaptions: boolean;
        };
        TranscriptAnalysis: {
            /** Format: uuid */
            transcriptId: string;
            /** @description of the transcript */
            version: number;
            /**
             * @description while it waits, what was found before still stands here
             * @enum {string}
             */
            state: "none" | "waiting" | "done" | "failed";
            analysedAt: string | null;
            failure: string | null;
            adReads: {
                method: string;
                /** @description which version of what the method knows */
                model: string;
                /**
                 * @description fair: measured on shows it was not made from (docs/benchmarks.md); weak: a hint, to be looked at
                 * @enum {string}
                 */
                confidence: "weak" | "fair";
                computedAt: string;
                ads: {
                    startMs: number;
                    endMs: number;
                    /** @description whom it is for, as far as its words tell */
                    sponsor: string | null;
                    /** @description whether that is an advertiser of the tenant's catalogue; otherwise it is unverified */
                    isListed: boolean;
                    /** @description a code of the catalogue that is said in it */
                    promoCode: string | null;
                    /** @enum {string} */
                    position: "pre_roll" | "mid_roll" | "post_roll";
                    /**
                     * @description whether somebody of the show reads it or a spot is played; unsure unless its cues speak clearly for one
                     * @default unsure
                     * @enum {string}
                     */
                    readType: "host_read" | "produced" | "unsure";
                    /**
                     * @description what speaks for either
                     * @default []
                     */
                    readCues: ("repeated_text" | "other_speaker" | "small_print" | "no_first_person" | "host_speaker" | "first_person" | "anecdote" | "speaks_of_show" | "talks_freely")[];
                    /**
                     * @description our classifier, the model of a provider, or both
                     * @default classifier
                     * @enum {string}
                     */
                    foundBy: "classifier" | "model" | "both";
                    /** @description 0 to 1, in hundredths: the mean probability of its sentences */
                    confidence: number;
                }[];
                /**
                 * @description what models were asked; null where no provider may be asked
                 * @default null
                 */
                refinement: {
                    /**
                     * @description whether models answered for all windows that were to be asked about, some, or none
                     * @enum {string}
                     */
                    state: "refined" | "partly" | "offline";
                    /** @description so many stretches of ten minutes were to be asked about */
                    windows: number;
                    answered: number;
                    /** @description who answered first */
                    provider: string | null;
                    model: string | null;
                    /** @description what it cost, in millionths of a US dollar */
                    costMicros: number;
                    /** @description why not all were answered */
                    detail: string | null;
                } | null;
            } | null;
            /** @description null where it is not analysed: only English is, but for ads */
            keywords: {
                method: string;
                /** @description which version of what the method knows */
                model: string;
                /**
                 * @description fair: measured on shows it was not made from (docs/benchmarks.md); weak: a hint, to be looked at
                 * @enum {string}
                 */
                confidence: "weak" | "fair";
                computedAt: string;
                keywords: {
                    phrase: string;
                    count: number;
                    /** @description when it is said first */
                    startMs: number;
                }[];
            } | null;
            /** @description null where it is not analysed: only English is, but for ads */
            topics: {
                method: string;
                /** @description which version of what the method knows */
                model: string;
                /**
                 * @description fair: measured on shows it was not made from (docs/benchmarks.md); weak: a hint, to be looked at
                 * @enum {string}
                 */
                confidence: "weak" | "fair";
                computedAt: string;
                /** @description those spoken of most first, each of the second tier after its own */
                topics: {
                    /** @description of the IAB Content Taxonomy 3.1 */
                    id: string;
                    name: string;
                    /** @description the category above; null of the first tier */
                    parentId: string | null;
                    /** @description 0 to 1, in hundredths: which part of the programme speaks of it, as far as the words tell */
                    share: number;
                    /**
                     * @description likely: a fifth of the programme or more, with five words or more that tell it
                     * @enum {string}
                     */
                    certainty: "likely" | "unsure";
                    /** @description the words that spoke for it */
                    words: string[];
                    startMs: number;
                }[];
            } | null;
            /** @description null where it is not analysed: only English is, but for ads */
            entities: {
                method: string;
                /** @description which version of what the method knows */
                model: string;
                /**
                 * @description fair: measured on shows it was not made from (docs/benchmarks.md); weak: a hint, to be looked at
                 * @enum {string}
                 */
                confidence: "weak" | "fair";
                computedAt: string;
                /** @description whether the text tells names by capital letters; where it does not, people, organisations, places and works are not found */
                hasCapitals: boolean;
                /** @description by their kind, those named most first, at most 30 of a kind */
                entities: {
                    /** @enum {string} */
                    kind: "person" | "organisation" | "place" | "work" | "brand" | "promo_code" | "address";
                    name: string;
                    count: number;
                    /** @description so many of them in ads */
                    inAds: number;
                    /** @description whether the tenant's catalogue has it, as an advertiser or a promo code; otherwise it is unverified */
                    isListed: boolean;
                    /** @description when it is named first */
                    startMs: number;
                }[];
            } | null;
            /** @description null where it is not analysed: only English is, but for ads */
            summary: {
                method: string;
                /** @description which version of what the method knows */
                model: string;
                /**
                 * @description fair: measured on shows it was not made from (docs/benchmarks.md); weak: a hint, to be looked at
                 * @enum {string}
                 */
                confidence: "weak" | "fair";
                computedAt: string;
                sentences: {
                    startMs: number;
                    endMs: number;
                    /** @description word for word */
                    text: string;
                }[];
            } | null;
            /** @description null where it is not analysed: only English is, but for ads */
            sentiment: {
                method: string;
                /** @description which version of what the method knows */
                model: string;
                /**
                 * @description fair: measured on shows it was not made from (docs/benchmarks.md); weak: a hint, to be looked at
                 * @enum {string}
                 */
                confidence: "weak" | "fair";
                computedAt: string;
                /** @description so many segments */
                negative: number;
                neutral: number;
                positive: number;
            } | null;
            /** @description null where it is not analysed: only English is, but for ads */
            brandSafety: {
                method: string;
                /** @description which version of what the method knows */
                model: string;
                /**
                 * @description fair: measured on shows it was not made from (docs/benchmarks.md); weak: a hint, to be looked at
                 * @enum {string}
                 */
                confidence: "weak" | "fair";
                computedAt: string;
                counts: {
                    /** @enum {string} */
                    category: "adult" | "arms" | "crime" | "death_and_injury" | "drugs_and_tobacco" | "alcohol" | "gambling" | "hate" | "profanity" | "self_harm" | "war_and_terror" | "disputed_issues";
                    sentences: number;
                }[];
                /** @description in order, at most 50 of a category */
                flags: {
                    startMs: number;
                    endMs: number;
                    /** @enum {string} */
                    category: "adult" | "arms" | "crime" | "death_and_injury" | "drugs_and_tobacco" | "alcohol" | "gambling" | "hate" | "profanity" | "self_harm" | "war_and_terror" | "disputed_issues";
                    quote: string;
                    terms: string[];
                    isInAd: boolean;
                }[];
            } | null;
            /** @description null where it is not analysed: only English is, but for ads */
            chapters: {
                method: string;
                /** @description which version of what the method knows */
                model: string;
                /**
                 * @description fair: measured on shows it was not made from (docs/benchmarks.md); weak: a hint, to be looked at
                 * @enum {string}
                 */
                confidence: "weak" | "fair";
                computedAt: string;
                chapters: {
                    startMs: number;
                    endMs: number;
                    /** @description its most telling words; empty where there are none */
                    title: string;
                }[];
            } | null;
        };
        TranscriptImports: {
            /** @description episodes whose transcripts are still to be read, or to be tried again */
            waiting: number;
            /** @description episodes whose transcripts could not be read last */
            failing: number;
            /** @description why one of them could not */
            problem: string | null;
        };
        TranscriptSegment: {
            startMs: number;
            endMs: number;
            text: string;
            speaker: string | null;
            /** @description by a list of words, which is weak; null while it was not analysed */
            sentiment: ("negative" | "neutral" | "positive") | null;
        };
        Transcription: {
            /** Format: uuid */
            id: string;
            episode: string;
            episodeName: string | null;
            /** @enum {string} */
            source: "enclosure" | "address" | "upload";
            url: string | null;
            language: string | null;
            /** @enum {string} */
            copy: "episode_file" | "creative" | "capture";
            capturedAt: string | null;
            copyNote: string | null;
            /**
             * @description expecting: parts of the file are still to be sent
             * @enum {string}
             */
            state: "expecting" | "waiting" | "fetching" | "transcribing" | "done" | "failed";
            /** @description why it failed, and what helps */
            failure: string | null;
            /** @description of the file; null until it is known */
            bytes: number | null;
            receivedBytes: number;
            /** @description how long the file sounds; null until that is known */
            audioMs: number | null;
            /** @description how much of it was heard so far */
            heardMs: number;
            /** @description how many pieces it is heard in; null while the file is not cut, and once all is heard */
            pieces: number | null;
            /** @description how many of them were heard so far */
            heardPieces: number | null;
            /** @description who hears it */
            provider: string | null;
            model: string | null;
            calls: number;
            /** @description what it cost so far, in millionths of a US dollar */
            costMicros: number;
            /** @description the transcript it became */
            transcriptId: string | null;
            createdAt: string;
            createdBy: string;
            updatedAt: string;
        };
        TranscriptionRetry: Record<string, never>;
        UnknownName: {
            /** @description to the field of the request */
            pointer: string;
            detail: string;
        };
        UnusedTouchpoint: {
            id: string;
            occurredAt: string;
            /** @enum {string} */
            kind: "download" | "impression" | "click" | "vanity_visit" | "promo_code" | "survey";
            campaign: string | null;
            show: string | null;
            episode: string | null;
            channel: string | null;
            placement: string | null;
            /** @description how its delivery is known; null for what is no exposure */
            deliveryEvidence: ("ad_pixel" | "host_log_bytes" | "prefix_request" | "reported") | null;
            /**
             * @description the class by which it was matched
             * @enum {string}
             */
            evidence: "click_id" | "user_id" | "email_hash" | "device_id" | "promo_code" | "survey" | "ip_user_agent" | "household_ip";
            /**
             * @description outside the lookback, weaker than minEvidence, not of touchpointKind, evidence for an exposure rather than one, or a repeat
             * @enum {string}
             */
            why: "outside_lookback" | "too_weak" | "other_kind" | "evidence_only" | "repeat";
        };
        Usage: {
            from: string;
            /** @description excluded */
            to: string;
            timeZone: string;
            /** @enum {string} */
            groupBy: "none" | "hour" | "day" | "campaign" | "feature";
            /** @description by meter, then by what it is grouped by */
            rows: components["schemas"]["UsageRow"][];
        };
        /** @description shaped as an event of CloudEvents 1.0 */
        UsageEvent: {
            /** @constant */
            specversion?: "1.0";
            /** @description the sender's own id; the same id twice is a duplicate */
            id: string & (unknown & unknown);
            /** @description who counts, such as a program and its host, but not "earshot", which is Earshot itself; an id is known within its source */
            source: string;
            /** @description the key of the meter */
            type: string;
            /**
             * Format: date-time
             * @description when it was used: at most 35 days ago and 5 minutes ahead
             */
            time: string;
            /** @description taken and not kept: nothing is counted by it */
            subject?: string;
            /** @constant */
            datacontenttype?: "application/json";
            data?: {
                /** @description what was used; of a meter that counts different values, the value; left out where events are counted */
                value?: number | string;
                /** @description the key of the campaign it was used for */
                campaign?: string;
                /** @description what of the tenant’s service it was used for */
                feature?: string;
            };
        };
        UsageResult: {
            accepted: number;
            duplicates: number;
            rejected: components["schemas"]["Rejection"][];
            /** @description sentences on limits of what was counted that are reached; everything is counted all the same */
            warnings: string[];
        };
        UsageRow: {
            meter: string;
            unit: string;
            /** @enum {string} */
            aggregation: "sum" | "count" | "max" | "unique" | "last";
            /** @description what it is grouped by: an instant of an hour, a day, a campaign or a feature; null for none */
            key: string | null;
            /** @description exact decimal */
            quantity: string;
            /** @description how many events it follows from */
            events: number;
        };
        /** @description what is added to the destination as utm_source and so on; null where nothing is */
        Utm: {
            source: string | null;
            medium: string | null;
            campaign: string | null;
            content: string | null;
            term: string | null;
        };
        Validation: {
            /**
             * @description conversions are, and in worlds all else, too
             * @constant
             */
            isSimulated: true;
            options: components["schemas"]["ValidationOptions"];
            /** @description what effects were planted into; only on own data */
            ownData?: components["schemas"]["PlantedGround"];
            /** @description over all worlds: bias, credit to zero effect and coverage of their sums, the others on average */
            models: components["schemas"]["ModelValidation"][];
            worlds: components["schemas"]["WorldValidation"][];
        };
        ValidationOptions: {
            /**
             * @description simulated worlds, as when left out, or own exposures with planted effects
             * @enum {string}
             */
            on?: "worlds" | "own_data";
            /**
             * @description of own data, what effects are planted by; campaign when left out
             * @enum {string}
             */
            unit?: "campaign" | "show";
            /** @description of own data, how long before a conversion an exposure may lie; 30 when left out */
            lookbackDays?: number;
            /** @description which worlds, or which effects; further runs take the seeds that follow */
            seed: number;
            /** @description in each world; of own data, how many people at most */
            households: number;
            /**
             * @description of own data, the last so many
             * @default 84
             */
            days: number;
            /**
             * @description how often, each with another seed; from 2 on standard errors are known
             * @default 1
             */
            runs: number;
            /**
             * @description resampled worlds for each interval; 0 leaves intervals out
             * @default 40
             */
            replicates: number;
        };
        ValidationSummary: {
            id: string;
            createdAt: string;
            createdBy: string;
            /** @enum {string} */
            state: "waiting" | "running" | "done" | "failed";
            options: components["schemas"]["ValidationOptions"];
            worldsDone: number;
            worldsInAll: number;
            startedAt: string | null;
            finishedAt: string | null;
            /** @description why it failed, and what to do */
            failure: string | null;
        };
        VanityPath: {
            /** @description compared without regard to case and to a slash at the end */
            path: string;
            campaign: string;
            /** @default null */
            show?: string | null;
        };
        VendorComparison: {
            key: string;
            /** @enum {string} */
            vendor: "podscribe" | "spotify";
            from: string;
            to: string;
            /** @enum {string} */
            groupBy: "campaign" | "show";
            /** @enum {string} */
            model: "first_touch" | "last_touch" | "linear" | "time_decay" | "position_based";
            lookbackDays: number;
            currency: string | null;
            rowCount: number;
            importedAt: string;
            waitingConversions: number;
            rows: {
                name: string;
                /** @description ours that it was found to be; null when we have none of this key or name */
                key: string | null;
                /** @description of our exposures, those on an address that may stand for a household */
                usableShare: number | null;
                differences: {
                    /** @enum {string} */
                    metric: "impressions" | "reach" | "visitors" | "leads" | "signups" | "installs" | "purchases" | "revenueMinor";
                    vendor: number;
                    /** @description under the tenant's own defaults */
                    ours: number;
                    /** @description vendor - ours */
                    difference: number;
                    /** @description difference / vendor; null when the vendor has 0 */
                    rate: number | null;
                    /** @description beyond ±5 %, which IAB v2.3 §5.6 finds acceptable between two parties */
                    isBeyondTolerance: boolean;
                    /** @description our figure made over step by step into one counted as the vendor counts */
                    steps: {
                        /** @enum {string} */
                        reason: "vendor_options" | "exposures_only" | "other_addresses" | "devices_for_households" | "scaled_up";
                        detail: string;
                        /** @description our figure after this step */
                        value: number;
                    }[];
                    /** @description vendor - the last step */
                    unexplained: number;
                }[];
            }[];
            /** @description ours with exposures in the period that the vendor has not */
            missing: {
                key: string;
                exposures: number;
            }[];
            /** @description what may differ and is in no step */
            notes: string[];
        };
        VendorReport: {
            key: string;
            /** @enum {string} */
            vendor: "podscribe" | "spotify";
            from: string;
            to: string;
            /** @enum {string} */
            groupBy: "campaign" | "show";
            /** @enum {string} */
            model: "first_touch" | "last_touch" | "linear" | "time_decay" | "position_based";
            lookbackDays: number;
            currency: string | null;
            rowCount: number;
            importedAt: string;
        };
        VendorReportDetails: {
            /** @enum {string} */
            vendor: "podscribe" | "spotify";
            /**
             * Format: date
             * @description the first day of the report, in UTC
             */
            from: string;
            /**
             * Format: date
             * @description the day after the last, in UTC
             */
            to: string;
            /** @enum {string} */
            groupBy: "campaign" | "show";
            /**
             * @description by which the vendor splits credit; both vendors split evenly unless told otherwise
             * @default linear
             * @enum {string}
             */
            model?: "first_touch" | "last_touch" | "linear" | "time_decay" | "position_based";
            /**
             * @description the vendor's window
             * @default 30
             */
            lookbackDays?: number;
            /** @description of revenueMinor */
            currency?: string;
            rows: components["schemas"]["VendorRow"][];
        };
        VendorRow: {
            /** @description the campaign or the show, by its key or its name */
            name: string;
            impressions?: number;
            reach?: number;
            visitors?: number;
            leads?: number;
            signups?: number;
            installs?: number;
            purchases?: number;
            revenueMinor?: number;
        };
        Verification: {
            token: string;
        };
        ViewChange: {
            name: string;
        };
        ViewCount: {
            /** @enum {string} */
            platform: "youtube" | "spotify";
            /** @description its key, or a name that only one show bears */
            show: string;
            /**
             * @description its key, or a name that only one episode bears; null for the whole show
             * @default null
             */
            episode?: string | null;
            /**
             * Format: date
             * @description UTC day
             */
            day: string;
            /** @description null takes it back */
            views: number | null;
        };
        ViewCounts: {
            counts: components["schemas"]["ViewCount"][];
        };
        ViewDay: {
            show: string;
            episode: string | null;
            day: string;
            /** @description by platform; modelled: nobody stands behind them who could be matched */
            views: {
                [key: string]: number;
            };
            /** @description counted here on that day, of the same show or episode; observed */
            downloads: number;
            /** @constant */
            evidence: "view_count";
            /** @constant */
            isModelled: true;
        };
        Waterfall: {
            /**
             * @description which 24 hours make requests one download
             * @enum {string}
             */
            window: "calendar_day" | "rolling_first" | "rolling_last";
            /** @description counted ones: filtered + repeats + downloads */
            requests: number;
            /** @description in the order of the rules */
            filtered: {
                reason: string;
                requests: number;
                share: number;
            }[];
            repeats: number;
            /** @description unique ones: usable + unusable */
            downloads: number;
            /** @description downloads without an address to match by: none kept, a relay, or a hash of somebody else */
            unusable: number;
            /** @description matched + unmatched */
            usable: number;
            usableShare: number | null;
            /** @description true below 20 % */
            isUsableShareLow: boolean;
            unmatched: number;
            /** @description in the path of at least one conversion, at 90 days of lookback: attributed + uncredited */
            matched: number;
            /** @description found in paths beyond the usable ones, in no other figure: 0 once neither requests nor conversions wait */
            unaccounted: number;
            /** @description matched ones that the tenant's lookback and weakest evidence leave out */
            uncredited: number;
            /** @description those that a conversion's credit goes to, in part or whole */
            attributed: number;
            evidence: {
                evidence: string;
                requests: number;
                downloads: number;
            }[];
            /** @description what falls to credit in units of its own, kind by kind; none of it is in the figures above */
            exposures: components["schemas"]["ExposureFall"][];
            host: components["schemas"]["HostComparison"] | null;
            /** @description filters of the request that are no key the catalogue has: only what was measured under that very word is found by them */
            unknown: components["schemas"]["UnknownName"][];
            /** @description not counted yet; while any waits, no figure is complete */
            waitingRequests: number;
            /** @description conversions, touchpoints and codes still to be matched, up to 100,000 of each */
            waitingConversions: number;
        };
        Webhook: {
            /** @description UUID */
            id: string;
            url: string;
            description: string;
            types: string[];
            /** @enum {string} */
            minSeverity: "info" | "low" | "medium" | "high";
            isEnabled: boolean;
            disabledAt: string | null;
            /** @description `gone`: the receiver answered 410; `failing`: it took nothing for three days */
            disabledBecause: ("by_hand" | "gone" | "failing") | null;
            /** @description until then messages are signed with the secret before as well */
            previousSecretUntil: string | null;
            createdAt: string;
        };
        WebhookChange: {
            /** @description https, on the public internet, unless the operator named the network */
            url?: string;
            description?: string;
            /** @description what it is told; empty means everything */
            types?: ("audit.checkpoint" | "cost.alert" | "security.sign_in_failed" | "security.sign_in_locked" | "security.new_device" | "security.sessions_revoked" | "security.password_changed" | "security.email_changed" | "security.mfa_changed" | "security.mfa_locked" | "security.recovery_code_used" | "security.member_joined" | "security.member_removed" | "security.member_role_changed" | "security.api_key_new_network" | "security.api_key_refused" | "security.scope_denied" | "security.cross_tenant_attempt" | "security.refresh_reuse" | "security.webhook_disabled" | "security.quota_reached" | "security.paths_differ" | "security.anomaly_found" | "security.event_flood")[];
            /**
             * @description the least severity of security events that it is told
             * @enum {string}
             */
            minSeverity?: "info" | "low" | "medium" | "high";
            isEnabled?: boolean;
        };
        WebhookDelivery: {
            /** @description UUID; the `webhook-id` of the message, the same for each try */
            id: string;
            webhookId: string;
            type: string;
            /** @enum {string} */
            status: "waiting" | "delivered" | "failed";
            attempts: number;
            nextAttemptAt: string | null;
            /** @description the HTTP status of the last try; null when there was no answer */
            answered: number | null;
            /** @description why the last try failed */
            fault: string | null;
            createdAt: string;
            finishedAt: string | null;
        };
        WebhookWithSecret: {
            /** @description UUID */
            id: string;
            url: string;
            description: string;
            types: string[];
            /** @enum {string} */
            minSeverity: "info" | "low" | "medium" | "high";
            isEnabled: boolean;
            disabledAt: string | null;
            /** @description `gone`: the receiver answered 410; `failing`: it took nothing for three days */
            disabledBecause: ("by_hand" | "gone" | "failing") | null;
            /** @description until then messages are signed with the secret before as well */
            previousSecretUntil: string | null;
            createdAt: string;
            /** @description `whsec_` and the key in base64, shown this once */
            secret: string;
        };
        WorldValidation: {
            /** @enum {string} */
            world: "additive-hazard" | "threshold" | "demand-targeted" | "logged-choice" | "crowded-lines" | "planted-fading" | "planted-threshold" | "planted-delay";
            /** @description how people come to buy */
            response: string;
            /** @description true where people respond as hazard takes it */
            hasFittedForm: boolean;
            purchases: number;
            causedConversions: number;
            organicConversions: number;
            matching: {
                /** @description share of purchases with a matched exposure; all shares are null where conversions were planted */
                matchedShare: number | null;
                /** @description share of matched exposures that the buyer’s own household heard */
                ownShare: number | null;
                /** @description share of exposures of buyers’ households that were matched */
                foundShare: number | null;
                byEvidence: components["schemas"]["EvidenceReliability"][];
            };
            models: components["schemas"]["ModelInWorld"][];
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        status: "ok";
                    };
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getReady: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        status: "ok";
                    };
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postTouchpoints: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    touchpoints: components["schemas"]["Touchpoint"][];
                };
            };
        };
        responses: {
            /** @description Accepted and committed */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IntakeResult"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getConversions: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                /** @description only these kinds; separated by commas */
                kind?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Conversion"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postConversions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    conversions: components["schemas"]["NewConversion"][];
                };
            };
        };
        responses: {
            /** @description Accepted and committed */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IntakeResult"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postConversionsIdRefunds: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the sender's own id; the same id twice is a duplicate */
                id: string & (unknown & unknown);
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    refunds: components["schemas"]["Refund"][];
                };
            };
        };
        responses: {
            /** @description Accepted and committed */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IntakeResult"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getTrackingImports: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                state?: "open" | "done";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Import"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postTrackingImports: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewImport"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Import"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getTrackingImportsId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Import"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteTrackingImportsId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putTrackingImportsIdPartsOffset: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                offset: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ImportPart"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Import"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getTrackingImportsIdRejects: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["ImportReject"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getTrackingImportsIdRejectsCsv: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getTrackingRequests: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                show?: string;
                episode?: string;
                /** @description only requests that this became of; waiting for those that are not counted yet */
                fate?: "download" | "repeat" | "not_counted_by_source" | "malformed" | "not_get" | "not_modified" | "failed_status" | "probe_range" | "watch" | "bad_agent" | "bot" | "datacenter" | "excluded_address" | "implausible_volume" | "partial" | "below_threshold" | "waiting";
                /** @description first UTC day */
                from?: string;
                /** @description UTC day before which it ends */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["StoredEpisodeRequest"][];
                        nextCursor: string | null;
                        /** @description filters of the request that are no key the catalogue has: only what was measured under that very word is found by them */
                        unknown: components["schemas"]["UnknownName"][];
                    };
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postTrackingRequests: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    requests: components["schemas"]["EpisodeRequest"][];
                };
            };
        };
        responses: {
            /** @description Accepted and committed */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RequestIntakeResult"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getTrackingHostFigures: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                show?: string;
                /** @description first UTC day */
                from?: string;
                /** @description UTC day before which it ends */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["EnteredFigure"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putTrackingHostFigures: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HostFigures"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StoredFigures"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getTrackingLists: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListOverview"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getTrackingSources: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Source"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postTrackingSources: {
        parameters: {
            query?: never;
            header?: {
                /** @description makes it safe to send the same request again within 24 hours: it is done once and answered the same */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewSource"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SourceWithSecret"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getTrackingSourcesKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Source"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putTrackingSourcesKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SourceTerms"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Source"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteTrackingSourcesKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postTrackingSourcesKeyRotate: {
        parameters: {
            query?: never;
            header?: {
                /** @description makes it safe to send the same request again within 24 hours: it is done once and answered the same */
                "idempotency-key"?: string;
            };
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SourceSecretChange"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SourceWithSecret"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getTrackingViewCounts: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                show?: string;
                /** @description UTC day */
                from?: string;
                /** @description excluded */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["ViewDay"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putTrackingViewCounts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ViewCounts"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StoredViewCounts"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getTrackingDeliveries: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                source?: string;
                state?: "received" | "waiting" | "kept" | "duplicate" | "set_aside" | "unknown_topic" | "refused" | "failed";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["HookDelivery"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getTrackingDeliveriesId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HookDelivery"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getTrackingDeliveriesIdContent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HookDeliveryContent"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postTrackingDeliveriesIdReplay: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HookDelivery"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAdvertisers: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Advertiser"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAdvertisersKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Advertiser"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putAdvertisersKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description `*` makes something new: a key that is taken already answers 412 and changes nothing */
                "if-none-match"?: "*";
            };
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AdvertiserDetails"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Advertiser"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteAdvertisersKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCampaigns: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Campaign"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCampaignsKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Campaign"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putCampaignsKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description `*` makes something new: a key that is taken already answers 412 and changes nothing */
                "if-none-match"?: "*";
            };
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CampaignDetails"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Campaign"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getPlacements: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                campaign?: string;
                show?: string;
                kind?: "baked_in" | "dynamic";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Placement"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getPlacementsKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlacementWithPixels"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putPlacementsKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description `*` makes something new: a key that is taken already answers 412 and changes nothing */
                "if-none-match"?: "*";
            };
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PlacementDetails"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlacementWithPixels"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deletePlacementsKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getPromoCodes: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                campaign?: string;
                show?: string;
                code?: string;
                /** @description only what is valid at this instant */
                validAt?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["PromoCode"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCampaignsKeyCodes: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["PromoCode"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putCampaignsKeyCodesCode: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
                code: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PromoCodeDetails"] | null;
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PromoCode"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteCampaignsKeyCodesCode: {
        parameters: {
            query?: {
                /** @description takes back only the period that holds this instant */
                validAt?: string;
            };
            header?: never;
            path: {
                key: string;
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getLinks: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                campaign?: string;
                show?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Link"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getLinksKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Link"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putLinksKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description `*` makes something new: a key that is taken already answers 412 and changes nothing */
                "if-none-match"?: "*";
            };
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LinkDetails"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Link"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteLinksKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getLinksKeyQr: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/svg+xml": string;
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postCatalogImport: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CatalogImport"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CatalogImportReport"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCatalogExport: {
        parameters: {
            query?: {
                /** @description what to export; needed */
                noun?: "advertisers" | "shows" | "campaigns" | "placements" | "promo_codes" | "links";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getShows: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Show"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postShows: {
        parameters: {
            query?: never;
            header?: {
                /** @description makes it safe to send the same request again within 24 hours: it is done once and answered the same */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewShow"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Show"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getShowsKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Show"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putShowsKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ShowDetails"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Show"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    patchShowsKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ShowChange"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Show"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postShowsKeyRefresh: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Show"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getEpisodes: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                /** @description only episodes of this show, the newest first */
                show?: string;
                /** @description only the episode whose file is at this address, with prefixes and query or without */
                enclosure?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Episode"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getEpisodesKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EpisodeWithEnclosures"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putEpisodesKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EpisodeDetails"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Episode"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getTrackingPacing: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                campaign?: string;
                show?: string;
                kind?: "baked_in" | "dynamic";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["PlacementPacing"][];
                        nextCursor: string | null;
                        /** @description filters of the request that are no key the catalogue has: only what was measured under that very word is found by them */
                        unknown: components["schemas"]["UnknownName"][];
                    };
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getPlacementsKeyPacing: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlacementPacingDetail"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getTenantsId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantDetails"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    patchTenantsId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TenantChange"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantDetails"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postTenantsIdClose: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TenantClosing"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantDetails"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postTenantsIdReactivate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        /** @description {}: there is nothing to say */
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantDetails"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postTenantsIdExport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        /** @description {}: there is nothing to say */
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": string;
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getTenantsIdSettings: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantSettings"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putTenantsIdSettings: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TenantSettings"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantSettings"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getTenantsIdBrand: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Brand"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putTenantsIdBrand: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BrandDetails"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Brand"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteTenantsIdBrand: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getViews: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedViews"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postViews: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewView"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedView"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteViewsId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    patchViewsId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ViewChange"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedView"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getTenantsIdQuotas: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QuotaStates"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getTenantsIdFlags: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlagStates"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMembersMeMailChoices: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MailChoices"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putMembersMeMailChoicesKind: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                kind: "anomalies" | "budgets" | "quotas" | "reports";
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MailTurn"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MailChoices"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSecurityApiKeys: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["ApiKey"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postSecurityApiKeys: {
        parameters: {
            query?: never;
            header?: {
                /** @description makes it safe to send the same request again within 24 hours: it is done once and answered the same */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewApiKey"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedApiKey"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteSecurityApiKeysId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    patchSecurityApiKeysId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ApiKeyChange"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKey"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postSecurityApiKeysIdRotate: {
        parameters: {
            query?: never;
            header?: {
                /** @description makes it safe to send the same request again within 24 hours: it is done once and answered the same */
                "idempotency-key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ApiKeyRotation"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedApiKey"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSecurityServiceAccounts: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["ServiceAccount"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postSecurityServiceAccounts: {
        parameters: {
            query?: never;
            header?: {
                /** @description makes it safe to send the same request again within 24 hours: it is done once and answered the same */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewServiceAccount"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServiceAccount"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    patchSecurityServiceAccountsId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ServiceAccountChange"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServiceAccount"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSecurityAuditLog: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                /** @description who did it, such as `api_key:<id>` */
                actor?: string;
                /** @description what was done, such as `api_key.create` */
                action?: string;
                /** @description what it was done to */
                target?: string;
                /** @description rows from here on */
                from?: string;
                /** @description rows before here */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["AuditEntry"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSecurityAuditLogExport: {
        parameters: {
            query?: {
                format?: "csv" | "ndjson";
                /** @description who did it, such as `api_key:<id>` */
                actor?: string;
                /** @description what was done, such as `api_key.create` */
                action?: string;
                /** @description what it was done to */
                target?: string;
                /** @description rows from here on */
                from?: string;
                /** @description rows before here */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": string;
                    "text/csv": string;
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSecurityEvents: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                /** @description info, low, medium, high; separated by commas */
                severity?: string;
                /** @description kinds of events, separated by commas */
                kind?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["SecurityEvent"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSecurityWebhooks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Webhook"][];
                        nextCursor: null;
                    };
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postSecurityWebhooks: {
        parameters: {
            query?: never;
            header?: {
                /** @description makes it safe to send the same request again within 24 hours: it is done once and answered the same */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewWebhook"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookWithSecret"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSecurityWebhooksId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Webhook"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteSecurityWebhooksId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    patchSecurityWebhooksId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookChange"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Webhook"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postSecurityWebhooksIdRotate: {
        parameters: {
            query?: never;
            header?: {
                /** @description makes it safe to send the same request again within 24 hours: it is done once and answered the same */
                "idempotency-key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookWithSecret"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postSecurityWebhooksIdPing: {
        parameters: {
            query?: never;
            header?: {
                /** @description makes it safe to send the same request again within 24 hours: it is done once and answered the same */
                "idempotency-key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description Accepted and committed */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookDelivery"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSecurityWebhooksIdDeliveries: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["WebhookDelivery"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSecurityAuditLogCheckpoints: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["AuditCheckpoint"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSecurityAuditLogPublicKey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditCheckpointKey"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSecurityOauthClients: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["OauthClient"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postSecurityOauthClients: {
        parameters: {
            query?: never;
            header?: {
                /** @description makes it safe to send the same request again within 24 hours: it is done once and answered the same */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewOauthClient"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedOauthClient"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSecurityOauthClientsId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OauthClient"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putSecurityOauthClientsId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OauthClientChange"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OauthClient"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteSecurityOauthClientsId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postSecurityOauthClientsIdSecrets: {
        parameters: {
            query?: never;
            header?: {
                /** @description makes it safe to send the same request again within 24 hours: it is done once and answered the same */
                "idempotency-key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewOauthClientSecret"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OauthClientSecret"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSecurityOauthConsents: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["OauthConsent"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteSecurityOauthConsentsId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSecuritySsoConnections: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SsoConnections"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postSecuritySsoConnections: {
        parameters: {
            query?: never;
            header?: {
                /** @description makes it safe to send the same request again within 24 hours: it is done once and answered the same */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewSsoConnection"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SsoConnection"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSecuritySsoConnectionsId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SsoConnection"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putSecuritySsoConnectionsId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SsoConnectionChange"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SsoConnection"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteSecuritySsoConnectionsId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSecuritySessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnSessions"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postSecuritySessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignIn"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteSecuritySessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSecuritySessionsCurrent: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CurrentSession"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteSecuritySessionsCurrent: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteSecuritySessionsId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postSecuritySessionsCurrentSecondFactor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FactorCode"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postSecuritySessionsCurrentStepUp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StepUp"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSecurityPeopleMe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putSecurityPeopleMe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Rename"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putSecurityPeopleMeEmail: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EmailAddress"];
            };
        };
        responses: {
            /** @description Done; there is nothing to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postSecurityVerification: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Verification"];
            };
        };
        responses: {
            /** @description Done; there is nothing to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postSecurityVerificationRequests: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EmailAddress"];
            };
        };
        responses: {
            /** @description Done; there is nothing to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSecurityPeopleMeExport: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountExport"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postSecurityPeopleMeDeletion: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description Done; there is nothing to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postSecurityPeopleMeDeletionConfirmation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DeletionCode"];
            };
        };
        responses: {
            /** @description Done; there is nothing to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMembers: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Member"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteMembersId: {
        parameters: {
            query?: {
                /** @description true revokes the live API keys whose secret they were shown */
                revokeKeys?: "true" | "false";
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RemovedMember"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    patchMembersId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MemberChange"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Member"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMembersIdKeys: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MemberKeys"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteMembersMe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMembersIdSessions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MemberSessions"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteMembersIdSessions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteMembersIdSessionsSessionId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                sessionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getInvitations: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Invitation"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postInvitations: {
        parameters: {
            query?: never;
            header?: {
                /** @description makes it safe to send the same request again within 24 hours: it is done once and answered the same */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewInvitation"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Invitation"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postInvitationsIdSend: {
        parameters: {
            query?: never;
            header?: {
                /** @description makes it safe to send the same request again within 24 hours: it is done once and answered the same */
                "idempotency-key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InvitationSending"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Invitation"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteInvitationsId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postInvitationsLookUp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InvitationToken"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReceivedInvitation"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postInvitationsAccept: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Acceptance"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSecuritySessionsCurrentTenants: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Memberships"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putSecuritySessionsCurrentTenant: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TenantChoice"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putSecurityPassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordChange"];
            };
        };
        responses: {
            /** @description Done; there is nothing to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postSecurityPasswordResetRequests: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EmailAddress"];
            };
        };
        responses: {
            /** @description Done; there is nothing to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postSecurityPasswordResets: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordReset"];
            };
        };
        responses: {
            /** @description Done; there is nothing to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postSecurityMfaEnrolment: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Enrolment"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postSecurityMfaConfirmation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EnrolmentCode"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecoveryCodes"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postSecurityMfaRecoveryCodes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecoveryCodes"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteSecurityMfa: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAttributionModels: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelList"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAttributionModelsName: {
        parameters: {
            query?: {
                /** @description the newest one when left out */
                version?: number;
            };
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnModel"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putAttributionModelsName: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OwnModelDetails"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnModel"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteAttributionModelsName: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAttributionModelsNameVersions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnVersionList"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAttributionModelsNameDifference: {
        parameters: {
            query?: {
                /** @description the one before `to` when left out */
                from?: number;
                /** @description the newest one when left out */
                to?: number;
            };
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelDifference"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postAttributionCredit: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreditRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreditAnswer"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAttributionReport: {
        parameters: {
            query?: {
                /** @description how long before a conversion a touchpoint may lie; the tenant's setting, 30 at first, when left out */
                lookbackDays?: number;
                /** @description of time_decay; the tenant's setting, 7 at first, when left out */
                halfLifeDays?: number;
                /** @description of position_based; 0.4 when left out */
                firstShare?: number;
                /** @description of position_based; 0.4 when left out */
                lastShare?: number;
                /** @description only these kinds take credit; separated by commas */
                touchpointKind?: string;
                /** @description the weakest evidence that counts; the tenant's setting, household_ip at first, when left out */
                minEvidence?: "click_id" | "user_id" | "email_hash" | "device_id" | "promo_code" | "survey" | "ip_user_agent" | "household_ip";
                /** @description unique counts the first touch per campaign and UTC day; every when left out */
                repeats?: "every" | "unique";
                /** @description codes, survey answers and vanity visits: evidence for exposures, or touches of their own */
                responseSignals?: "evidence" | "touchpoint";
                /** @description what markov, shapley and hazard tell apart; show when left out */
                unit?: "show" | "campaign" | "channel" | "placement";
                /** @description only conversions of new customers */
                newCustomersOnly?: "0" | "1" | "true" | "false";
                /** @description priorCustomers, priorVisitors, referrer:HOST, utm:SOURCE; separated by commas */
                exclude?: string;
                /** @description built in, or of your own, or NAME@VERSION; the tenant's default, linear at first, when left out */
                model?: string;
                groupBy?: "campaign" | "channel" | "show" | "episode" | "placement" | "delivery_evidence" | "day";
                /** @description conversions from here on; a day or an instant */
                from?: string;
                /** @description conversions before here; a day or an instant */
                to?: string;
                /** @description only these kinds; separated by commas */
                conversionKind?: string;
                /** @description the report's currency; the tenant's, else the most frequent one, when left out */
                currency?: string;
                /** @description what was known at this instant, a day means its start in UTC; what is known now when left out */
                asOf?: string;
                /** @description with groupBy=day: whose day a row is */
                creditDate?: "conversion" | "touchpoint";
                /** @description true = also tell how often conversions are matched by chance */
                placebo?: "0" | "1" | "true" | "false";
                /** @description an experiment by which its campaign's credit is calibrated, beside the plain figures */
                calibrate?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Report"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAttributionCompare: {
        parameters: {
            query?: {
                /** @description how long before a conversion a touchpoint may lie; the tenant's setting, 30 at first, when left out */
                lookbackDays?: number;
                /** @description of time_decay; the tenant's setting, 7 at first, when left out */
                halfLifeDays?: number;
                /** @description of position_based; 0.4 when left out */
                firstShare?: number;
                /** @description of position_based; 0.4 when left out */
                lastShare?: number;
                /** @description only these kinds take credit; separated by commas */
                touchpointKind?: string;
                /** @description the weakest evidence that counts; the tenant's setting, household_ip at first, when left out */
                minEvidence?: "click_id" | "user_id" | "email_hash" | "device_id" | "promo_code" | "survey" | "ip_user_agent" | "household_ip";
                /** @description unique counts the first touch per campaign and UTC day; every when left out */
                repeats?: "every" | "unique";
                /** @description codes, survey answers and vanity visits: evidence for exposures, or touches of their own */
                responseSignals?: "evidence" | "touchpoint";
                /** @description what markov, shapley and hazard tell apart; show when left out */
                unit?: "show" | "campaign" | "channel" | "placement";
                /** @description only conversions of new customers */
                newCustomersOnly?: "0" | "1" | "true" | "false";
                /** @description priorCustomers, priorVisitors, referrer:HOST, utm:SOURCE; separated by commas */
                exclude?: string;
                /** @description built in, or of your own; the rules when left out */
                models?: string;
                groupBy?: "campaign" | "channel" | "show" | "episode" | "placement" | "delivery_evidence" | "day";
                /** @description conversions from here on; a day or an instant */
                from?: string;
                /** @description conversions before here; a day or an instant */
                to?: string;
                /** @description only these kinds; separated by commas */
                conversionKind?: string;
                /** @description the report's currency; the tenant's, else the most frequent one, when left out */
                currency?: string;
                /** @description what was known at this instant, a day means its start in UTC; what is known now when left out */
                asOf?: string;
                /** @description with groupBy=day: whose day a row is */
                creditDate?: "conversion" | "touchpoint";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Comparison"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAttributionStatus: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Status"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAttributionRuns: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Run"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postAttributionRuns: {
        parameters: {
            query?: never;
            header?: {
                /** @description makes it safe to send the same request again within 24 hours: it is done once and answered the same */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewRun"];
            };
        };
        responses: {
            /** @description Accepted and committed */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Run"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAttributionRunsId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Run"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteAttributionRunsId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAttributionRunsIdCredits: {
        parameters: {
            query?: {
                format?: "ndjson" | "csv";
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": string;
                    "text/csv": string;
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAttributionRunsIdVerification: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunVerification"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAttributionRunsIdComparison: {
        parameters: {
            query: {
                /** @description the run to compare with, as the later one */
                with: string;
                groupBy?: "campaign" | "channel" | "show" | "episode" | "placement";
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunComparison"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAttributionFits: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                model?: "markov" | "hazard";
                unit?: "show" | "campaign" | "channel" | "placement";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Fit"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postAttributionFits: {
        parameters: {
            query?: never;
            header?: {
                /** @description makes it safe to send the same request again within 24 hours: it is done once and answered the same */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewFit"];
            };
        };
        responses: {
            /** @description Accepted and committed */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fit"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAttributionFitsId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fit"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAttributionValidations: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["ValidationSummary"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postAttributionValidations: {
        parameters: {
            query?: never;
            header?: {
                /** @description makes it safe to send the same request again within 24 hours: it is done once and answered the same */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewValidation"];
            };
        };
        responses: {
            /** @description Accepted and committed */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ValidationSummary"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAttributionValidationsId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StoredValidation"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteAttributionValidationsId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAttributionPlacebo: {
        parameters: {
            query?: {
                /** @description conversions from here on; a day or an instant */
                from?: string;
                /** @description conversions before here; a day or an instant */
                to?: string;
                /** @description only these kinds; separated by commas */
                conversionKind?: string;
                /** @description how long before a conversion a touchpoint may lie; the tenant's setting, 30 at first, when left out */
                lookbackDays?: number;
                /** @description the weakest evidence that counts; the tenant's setting, household_ip at first, when left out */
                minEvidence?: "click_id" | "user_id" | "email_hash" | "device_id" | "promo_code" | "survey" | "ip_user_agent" | "household_ip";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Placebo"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAttributionPromoSwap: {
        parameters: {
            query: {
                /** @description one of the two shows */
                showA: string;
                /** @description the other one */
                showB: string;
                /** @description the campaign that promotes show A in show B */
                promoOfA: string;
                /** @description the campaign that promotes show B in show A */
                promoOfB: string;
                /** @description conversions from here on; a day or an instant */
                from?: string;
                /** @description conversions before here; a day or an instant */
                to?: string;
                /** @description how long after the first exposure a download of the promoted show is an arrival */
                windowDays?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PromoSwap"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAttributionAnalyticsReach: {
        parameters: {
            query?: {
                /** @description how long before a conversion a touchpoint may lie; the tenant's setting, 30 at first, when left out */
                lookbackDays?: number;
                /** @description of time_decay; the tenant's setting, 7 at first, when left out */
                halfLifeDays?: number;
                /** @description of position_based; 0.4 when left out */
                firstShare?: number;
                /** @description of position_based; 0.4 when left out */
                lastShare?: number;
                /** @description only these kinds take credit; separated by commas */
                touchpointKind?: string;
                /** @description the weakest evidence that counts; the tenant's setting, household_ip at first, when left out */
                minEvidence?: "click_id" | "user_id" | "email_hash" | "device_id" | "promo_code" | "survey" | "ip_user_agent" | "household_ip";
                /** @description unique counts the first touch per campaign and UTC day; every when left out */
                repeats?: "every" | "unique";
                /** @description codes, survey answers and vanity visits: evidence for exposures, or touches of their own */
                responseSignals?: "evidence" | "touchpoint";
                /** @description what markov, shapley and hazard tell apart; show when left out */
                unit?: "show" | "campaign" | "channel" | "placement";
                /** @description only conversions of new customers */
                newCustomersOnly?: "0" | "1" | "true" | "false";
                /** @description priorCustomers, priorVisitors, referrer:HOST, utm:SOURCE; separated by commas */
                exclude?: string;
                /** @description exposures from here on; a day or an instant. What they led to may lie up to one lookback later */
                from?: string;
                /** @description exposures before here; a day or an instant */
                to?: string;
                /** @description only these kinds; separated by commas */
                conversionKind?: string;
                /** @description the report's currency; the tenant's, else the most frequent one, when left out */
                currency?: string;
                /** @description the rule by which credit is shared */
                model?: "first_touch" | "last_touch" | "linear" | "time_decay" | "position_based";
                groupBy?: "campaign" | "show" | "episode" | "placement" | "day" | "country" | "player";
                /** @description a second period to compare with: exposures from here on; together with compareTo */
                compareFrom?: string;
                /** @description exposures of the second period before here */
                compareTo?: string;
                /** @description only exposures of this campaign */
                campaign?: string;
                /** @description only exposures in this show */
                show?: string;
                /** @description rows, those with the most impressions first (days in their order) */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Reach"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAttributionAnalyticsLag: {
        parameters: {
            query?: {
                /** @description how long before a conversion a touchpoint may lie; the tenant's setting, 30 at first, when left out */
                lookbackDays?: number;
                /** @description of time_decay; the tenant's setting, 7 at first, when left out */
                halfLifeDays?: number;
                /** @description of position_based; 0.4 when left out */
                firstShare?: number;
                /** @description of position_based; 0.4 when left out */
                lastShare?: number;
                /** @description only these kinds take credit; separated by commas */
                touchpointKind?: string;
                /** @description the weakest evidence that counts; the tenant's setting, household_ip at first, when left out */
                minEvidence?: "click_id" | "user_id" | "email_hash" | "device_id" | "promo_code" | "survey" | "ip_user_agent" | "household_ip";
                /** @description unique counts the first touch per campaign and UTC day; every when left out */
                repeats?: "every" | "unique";
                /** @description codes, survey answers and vanity visits: evidence for exposures, or touches of their own */
                responseSignals?: "evidence" | "touchpoint";
                /** @description what markov, shapley and hazard tell apart; show when left out */
                unit?: "show" | "campaign" | "channel" | "placement";
                /** @description only conversions of new customers */
                newCustomersOnly?: "0" | "1" | "true" | "false";
                /** @description priorCustomers, priorVisitors, referrer:HOST, utm:SOURCE; separated by commas */
                exclude?: string;
                /** @description conversions from here on; a day or an instant */
                from?: string;
                /** @description conversions before here; a day or an instant */
                to?: string;
                /** @description only these kinds; separated by commas */
                conversionKind?: string;
                /** @description the report's currency; the tenant's, else the most frequent one, when left out */
                currency?: string;
                /** @description all: from a path's first and last touch; else from its first and last touch of each key */
                groupBy?: "all" | "campaign" | "channel" | "show" | "episode" | "placement";
                /** @description rows, those with the most conversions first */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Lag"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAttributionAnalyticsPaths: {
        parameters: {
            query?: {
                /** @description how long before a conversion a touchpoint may lie; the tenant's setting, 30 at first, when left out */
                lookbackDays?: number;
                /** @description of time_decay; the tenant's setting, 7 at first, when left out */
                halfLifeDays?: number;
                /** @description of position_based; 0.4 when left out */
                firstShare?: number;
                /** @description of position_based; 0.4 when left out */
                lastShare?: number;
                /** @description only these kinds take credit; separated by commas */
                touchpointKind?: string;
                /** @description the weakest evidence that counts; the tenant's setting, household_ip at first, when left out */
                minEvidence?: "click_id" | "user_id" | "email_hash" | "device_id" | "promo_code" | "survey" | "ip_user_agent" | "household_ip";
                /** @description unique counts the first touch per campaign and UTC day; every when left out */
                repeats?: "every" | "unique";
                /** @description codes, survey answers and vanity visits: evidence for exposures, or touches of their own */
                responseSignals?: "evidence" | "touchpoint";
                /** @description what markov, shapley and hazard tell apart; show when left out */
                unit?: "show" | "campaign" | "channel" | "placement";
                /** @description only conversions of new customers */
                newCustomersOnly?: "0" | "1" | "true" | "false";
                /** @description priorCustomers, priorVisitors, referrer:HOST, utm:SOURCE; separated by commas */
                exclude?: string;
                /** @description conversions from here on; a day or an instant */
                from?: string;
                /** @description conversions before here; a day or an instant */
                to?: string;
                /** @description only these kinds; separated by commas */
                conversionKind?: string;
                /** @description the report's currency; the tenant's, else the most frequent one, when left out */
                currency?: string;
                /** @description what the steps of a path are */
                groupBy?: "show" | "campaign" | "channel";
                /** @description paths, those with the most conversions first */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Journeys"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAttributionAnalyticsOverlap: {
        parameters: {
            query?: {
                /** @description exposures from here on; a day or an instant */
                from?: string;
                /** @description exposures before here; a day or an instant */
                to?: string;
                /** @description only exposures of these kinds: download, impression; separated by commas */
                touchpointKind?: string;
                /** @description between what */
                groupBy?: "show" | "campaign";
                /** @description only exposures of this campaign */
                campaign?: string;
                /** @description only exposures in this show */
                show?: string;
                /** @description how many are set against one another, those with the most reach first */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Overlap"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAttributionAnalyticsCohorts: {
        parameters: {
            query?: {
                /** @description how long before a conversion a touchpoint may lie; the tenant's setting, 30 at first, when left out */
                lookbackDays?: number;
                /** @description of time_decay; the tenant's setting, 7 at first, when left out */
                halfLifeDays?: number;
                /** @description of position_based; 0.4 when left out */
                firstShare?: number;
                /** @description of position_based; 0.4 when left out */
                lastShare?: number;
                /** @description only these kinds take credit; separated by commas */
                touchpointKind?: string;
                /** @description the weakest evidence that counts; the tenant's setting, household_ip at first, when left out */
                minEvidence?: "click_id" | "user_id" | "email_hash" | "device_id" | "promo_code" | "survey" | "ip_user_agent" | "household_ip";
                /** @description unique counts the first touch per campaign and UTC day; every when left out */
                repeats?: "every" | "unique";
                /** @description codes, survey answers and vanity visits: evidence for exposures, or touches of their own */
                responseSignals?: "evidence" | "touchpoint";
                /** @description what markov, shapley and hazard tell apart; show when left out */
                unit?: "show" | "campaign" | "channel" | "placement";
                /** @description only conversions of new customers */
                newCustomersOnly?: "0" | "1" | "true" | "false";
                /** @description priorCustomers, priorVisitors, referrer:HOST, utm:SOURCE; separated by commas */
                exclude?: string;
                /** @description households first reached from here on; a day or an instant */
                from?: string;
                /** @description households first reached before here; a day or an instant */
                to?: string;
                /** @description only these kinds; separated by commas */
                conversionKind?: string;
                /** @description the report's currency; the tenant's, else the most frequent one, when left out */
                currency?: string;
                /** @description show: a row for each show of the first exposure and its month; all: for each month */
                groupBy?: "show" | "all";
                /** @description rows, the largest cohorts first */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Cohorts"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAttributionAnalyticsLeakage: {
        parameters: {
            query?: {
                /** @description orders from here on; a day or an instant */
                from?: string;
                /** @description orders before here; a day or an instant */
                to?: string;
                /** @description how long before the period a campaign's exposures count as having reached a country */
                lookbackDays?: number;
                /** @description hosts of coupon sites beside those that are built in; separated by commas */
                couponSites?: string;
                /** @description codes, those with the most uses first */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CodeLeaks"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAttributionAnalyticsSurveys: {
        parameters: {
            query: {
                /** @description how long before a conversion a touchpoint may lie; the tenant's setting, 30 at first, when left out */
                lookbackDays?: number;
                /** @description of time_decay; the tenant's setting, 7 at first, when left out */
                halfLifeDays?: number;
                /** @description of position_based; 0.4 when left out */
                firstShare?: number;
                /** @description of position_based; 0.4 when left out */
                lastShare?: number;
                /** @description only these kinds take credit; separated by commas */
                touchpointKind?: string;
                /** @description the weakest evidence that counts; the tenant's setting, household_ip at first, when left out */
                minEvidence?: "click_id" | "user_id" | "email_hash" | "device_id" | "promo_code" | "survey" | "ip_user_agent" | "household_ip";
                /** @description unique counts the first touch per campaign and UTC day; every when left out */
                repeats?: "every" | "unique";
                /** @description codes, survey answers and vanity visits: evidence for exposures, or touches of their own */
                responseSignals?: "evidence" | "touchpoint";
                /** @description what markov, shapley and hazard tell apart; show when left out */
                unit?: "show" | "campaign" | "channel" | "placement";
                /** @description only conversions of new customers */
                newCustomersOnly?: "0" | "1" | "true" | "false";
                /** @description priorCustomers, priorVisitors, referrer:HOST, utm:SOURCE; separated by commas */
                exclude?: string;
                /** @description the model by which credit is shared */
                model?: "first_touch" | "last_touch" | "linear" | "time_decay" | "position_based" | "markov" | "shapley" | "hazard";
                /** @description a day or an instant */
                from: string;
                /** @description a day or an instant; excluded */
                to: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SurveyCredits"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAttributionCampaignsKeyCredit: {
        parameters: {
            query?: {
                /** @description how long before a conversion a touchpoint may lie; the tenant's setting, 30 at first, when left out */
                lookbackDays?: number;
                /** @description of time_decay; the tenant's setting, 7 at first, when left out */
                halfLifeDays?: number;
                /** @description of position_based; 0.4 when left out */
                firstShare?: number;
                /** @description of position_based; 0.4 when left out */
                lastShare?: number;
                /** @description only these kinds take credit; separated by commas */
                touchpointKind?: string;
                /** @description the weakest evidence that counts; the tenant's setting, household_ip at first, when left out */
                minEvidence?: "click_id" | "user_id" | "email_hash" | "device_id" | "promo_code" | "survey" | "ip_user_agent" | "household_ip";
                /** @description unique counts the first touch per campaign and UTC day; every when left out */
                repeats?: "every" | "unique";
                /** @description codes, survey answers and vanity visits: evidence for exposures, or touches of their own */
                responseSignals?: "evidence" | "touchpoint";
                /** @description what markov, shapley and hazard tell apart; show when left out */
                unit?: "show" | "campaign" | "channel" | "placement";
                /** @description only conversions of new customers */
                newCustomersOnly?: "0" | "1" | "true" | "false";
                /** @description priorCustomers, priorVisitors, referrer:HOST, utm:SOURCE; separated by commas */
                exclude?: string;
                /** @description built in, or of your own, or NAME@VERSION; the tenant's default, linear at first, when left out */
                model?: string;
                groupBy?: "show" | "episode" | "placement" | "channel" | "day";
                /** @description conversions from here on; a day or an instant */
                from?: string;
                /** @description conversions before here; a day or an instant */
                to?: string;
                /** @description only these kinds; separated by commas */
                conversionKind?: string;
                /** @description the report's currency; the tenant's, else the most frequent one, when left out */
                currency?: string;
                /** @description what was known at this instant, a day means its start in UTC; what is known now when left out */
                asOf?: string;
                /** @description with groupBy=day: whose day a row is */
                creditDate?: "conversion" | "touchpoint";
            };
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CampaignCredit"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAttributionShowsKeyCredit: {
        parameters: {
            query?: {
                /** @description how long before a conversion a touchpoint may lie; the tenant's setting, 30 at first, when left out */
                lookbackDays?: number;
                /** @description of time_decay; the tenant's setting, 7 at first, when left out */
                halfLifeDays?: number;
                /** @description of position_based; 0.4 when left out */
                firstShare?: number;
                /** @description of position_based; 0.4 when left out */
                lastShare?: number;
                /** @description only these kinds take credit; separated by commas */
                touchpointKind?: string;
                /** @description the weakest evidence that counts; the tenant's setting, household_ip at first, when left out */
                minEvidence?: "click_id" | "user_id" | "email_hash" | "device_id" | "promo_code" | "survey" | "ip_user_agent" | "household_ip";
                /** @description unique counts the first touch per campaign and UTC day; every when left out */
                repeats?: "every" | "unique";
                /** @description codes, survey answers and vanity visits: evidence for exposures, or touches of their own */
                responseSignals?: "evidence" | "touchpoint";
                /** @description what markov, shapley and hazard tell apart; show when left out */
                unit?: "show" | "campaign" | "channel" | "placement";
                /** @description only conversions of new customers */
                newCustomersOnly?: "0" | "1" | "true" | "false";
                /** @description priorCustomers, priorVisitors, referrer:HOST, utm:SOURCE; separated by commas */
                exclude?: string;
                /** @description built in, or of your own, or NAME@VERSION; the tenant's default, linear at first, when left out */
                model?: string;
                groupBy?: "campaign" | "episode" | "placement" | "channel" | "day";
                /** @description conversions from here on; a day or an instant */
                from?: string;
                /** @description conversions before here; a day or an instant */
                to?: string;
                /** @description only these kinds; separated by commas */
                conversionKind?: string;
                /** @description the report's currency; the tenant's, else the most frequent one, when left out */
                currency?: string;
                /** @description what was known at this instant, a day means its start in UTC; what is known now when left out */
                asOf?: string;
                /** @description with groupBy=day: whose day a row is */
                creditDate?: "conversion" | "touchpoint";
            };
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ShowCredit"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAttributionVendorReports: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["VendorReport"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAttributionVendorReportsKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VendorComparison"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putAttributionVendorReportsKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["VendorReportDetails"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VendorReport"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteAttributionVendorReportsKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAttributionExperiments: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Experiment"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAttributionExperimentsKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Experiment"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putAttributionExperimentsKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ExperimentDetails"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Experiment"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putAttributionExperimentsKeyState: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ExperimentStateDetails"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Experiment"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAttributionExperimentsKeyReadout: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExperimentReadout"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAttributionExperimentsKeyCalibration: {
        parameters: {
            query?: {
                /** @description how long before a conversion a touchpoint may lie; the tenant's setting, 30 at first, when left out */
                lookbackDays?: number;
                /** @description of time_decay; the tenant's setting, 7 at first, when left out */
                halfLifeDays?: number;
                /** @description of position_based; 0.4 when left out */
                firstShare?: number;
                /** @description of position_based; 0.4 when left out */
                lastShare?: number;
                /** @description only these kinds take credit; separated by commas */
                touchpointKind?: string;
                /** @description the weakest evidence that counts; the tenant's setting, household_ip at first, when left out */
                minEvidence?: "click_id" | "user_id" | "email_hash" | "device_id" | "promo_code" | "survey" | "ip_user_agent" | "household_ip";
                /** @description unique counts the first touch per campaign and UTC day; every when left out */
                repeats?: "every" | "unique";
                /** @description codes, survey answers and vanity visits: evidence for exposures, or touches of their own */
                responseSignals?: "evidence" | "touchpoint";
                /** @description what markov, shapley and hazard tell apart; show when left out */
                unit?: "show" | "campaign" | "channel" | "placement";
                /** @description whose credit is held against the lift: a rule, or one of your own based on one; the campaign's default when left out */
                model?: string;
            };
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Calibration"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAttributionConversionsIdExplanation: {
        parameters: {
            query?: {
                /** @description how long before a conversion a touchpoint may lie; the tenant's setting, 30 at first, when left out */
                lookbackDays?: number;
                /** @description of time_decay; the tenant's setting, 7 at first, when left out */
                halfLifeDays?: number;
                /** @description of position_based; 0.4 when left out */
                firstShare?: number;
                /** @description of position_based; 0.4 when left out */
                lastShare?: number;
                /** @description only these kinds take credit; separated by commas */
                touchpointKind?: string;
                /** @description the weakest evidence that counts; the tenant's setting, household_ip at first, when left out */
                minEvidence?: "click_id" | "user_id" | "email_hash" | "device_id" | "promo_code" | "survey" | "ip_user_agent" | "household_ip";
                /** @description unique counts the first touch per campaign and UTC day; every when left out */
                repeats?: "every" | "unique";
                /** @description codes, survey answers and vanity visits: evidence for exposures, or touches of their own */
                responseSignals?: "evidence" | "touchpoint";
                /** @description what markov, shapley and hazard tell apart; show when left out */
                unit?: "show" | "campaign" | "channel" | "placement";
                /** @description only conversions of new customers */
                newCustomersOnly?: "0" | "1" | "true" | "false";
                /** @description priorCustomers, priorVisitors, referrer:HOST, utm:SOURCE; separated by commas */
                exclude?: string;
                /** @description built in, or of your own, or NAME@VERSION; the tenant's default when left out */
                model?: string;
            };
            header?: never;
            path: {
                /** @description the sender's own id; the same id twice is a duplicate */
                id: string & (unknown & unknown);
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Explanation"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postAttributionConversionsIdExplanationLinks: {
        parameters: {
            query?: never;
            header?: {
                /** @description makes it safe to send the same request again within 24 hours: it is done once and answered the same */
                "idempotency-key"?: string;
            };
            path: {
                /** @description the sender's own id; the same id twice is a duplicate */
                id: string & (unknown & unknown);
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewExplanationLink"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedExplanationLink"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAttributionExplanationLinks: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                /** @description of this conversion alone, by the id the tenant sent */
                conversion?: string & (unknown & unknown);
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["ExplanationLink"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteAttributionExplanationLinksId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAttributionReportLinks: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["ReportLink"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postAttributionReportLinks: {
        parameters: {
            query?: never;
            header?: {
                /** @description makes it safe to send the same request again within 24 hours: it is done once and answered the same */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewReportLink"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedReportLink"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteAttributionReportLinksId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAttributionReportSchedules: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReportSchedules"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postAttributionReportSchedules: {
        parameters: {
            query?: never;
            header?: {
                /** @description makes it safe to send the same request again within 24 hours: it is done once and answered the same */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewReportSchedule"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReportSchedule"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteAttributionReportSchedulesId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    patchAttributionReportSchedulesId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ScheduleChange"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReportSchedule"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postAttributionReportSchedulesIdSend: {
        parameters: {
            query?: never;
            header?: {
                /** @description makes it safe to send the same request again within 24 hours: it is done once and answered the same */
                "idempotency-key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReportSchedule"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAttributionRestatements: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                /** @description of this conversion alone, by the id the tenant sent */
                conversion?: string & (unknown & unknown);
                reason?: "new" | "late_touchpoint" | "refund" | "chargeback" | "order_edited" | "duplicate_order" | "promo_code" | "customer_history" | "list_changed" | "identity_rule_changed" | "rectified" | "restricted" | "erased" | "rebuild";
                /** @description restated from here on; a day or an instant */
                from?: string;
                /** @description restated before here; a day or an instant */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Restatement"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAttributionConversionsIdHistory: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description the sender's own id; the same id twice is a duplicate */
                id: string & (unknown & unknown);
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConversionHistory"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAttributionCheck: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LastPathCheck"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getShares: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Share"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postShares: {
        parameters: {
            query?: never;
            header?: {
                /** @description makes it safe to send the same request again within 24 hours: it is done once and answered the same */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewShare"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedShare"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSharesId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Share"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteSharesId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSharesReceived: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["ReceivedShare"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postSharesReceived: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ShareInvitation"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReceivedShare"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSharesReceivedId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReceivedShare"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteSharesReceivedId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putSharesReceivedIdAcceptance: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ShareAcceptance"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReceivedShare"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSharesReport: {
        parameters: {
            query?: {
                model?: "first_touch" | "last_touch" | "linear" | "time_decay" | "position_based";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AllSharesReport"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSharesIdReport: {
        parameters: {
            query?: {
                model?: "first_touch" | "last_touch" | "linear" | "time_decay" | "position_based";
                groupBy?: "campaign" | "show" | "episode" | "placement" | "channel" | "day";
                /** @description one that enough people paid in; the one of most people when left out */
                currency?: string;
                /** @description conversions from this UTC day on; the first of a month unless the share has the breakdown by day */
                from?: string;
                /** @description conversions before this UTC day; the first of a month unless the share has the breakdown by day */
                to?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ShareReport"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSharesIdManifest: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ShareManifest"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getTrackingWaterfall: {
        parameters: {
            query?: {
                /** @description of requests those that the campaign's baked-in placements cover; of exposures its own */
                campaign?: string;
                show?: string;
                episode?: string;
                /** @description first UTC day */
                from?: string;
                /** @description UTC day before which it ends */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Waterfall"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCostUsage: {
        parameters: {
            query?: {
                /** @description first day, in the tenant's time zone; this month's first by default */
                from?: string;
                /** @description excluded; tomorrow by default */
                to?: string;
                meter?: string;
                groupBy?: "none" | "hour" | "day" | "campaign" | "feature";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Usage"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postCostUsage: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    events: components["schemas"]["UsageEvent"][];
                };
            };
        };
        responses: {
            /** @description Accepted and committed */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UsageResult"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCostUsageEvents: {
        parameters: {
            query: {
                limit?: number;
                cursor?: string;
                meter: string;
                from?: string;
                /** @description excluded */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["StoredUsageEvent"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCostMeters: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Meters"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putCostMetersKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewMeter"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Meter"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteCostMetersKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCostLimits: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Limits"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCostLimitsKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Limit"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putCostLimitsKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewLimit"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Limit"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteCostLimitsKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postCostReservations: {
        parameters: {
            query?: never;
            header?: {
                /** @description makes it safe to send the same request again within 24 hours: it is done once and answered the same */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewReservation"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Reservation"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postCostReservationsIdSettle: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description what the work used in truth; 0 for nothing */
                    quantity: string;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SettledReservation"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postCostReservationsIdKeep: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description after so long it is given back, unless it is kept or settled before
                     * @default 60
                     */
                    seconds?: number;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeptReservation"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteCostReservationsId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCostPrices: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PriceList"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putCostPricesMeter: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                meter: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewPrice"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MeterPrices"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCostEntries: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                /** @description in whose bill they stand */
                month?: string;
                kind?: "usage" | "purchase" | "credit" | "tax";
                meter?: string;
                campaign?: string;
                /** @description csv: all of them in one file, whatever limit and cursor say */
                format?: "json" | "csv";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["CostEntry"][];
                        nextCursor: string | null;
                    };
                    "text/csv": string;
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postCostEntries: {
        parameters: {
            query?: never;
            header?: {
                /** @description makes it safe to send the same request again within 24 hours: it is done once and answered the same */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewCostEntry"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CostEntry"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCostExportsFocus: {
        parameters: {
            query: {
                /** @description in whose bill the charges stand, such as 2026-11 */
                month: string;
                /** @description of FOCUS; 1.4 is not held against any model of its rules */
                version?: "1.2" | "1.4";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCostReports: {
        parameters: {
            query?: {
                /** @description first day of the charges, in the tenant's time zone; this month's first by default */
                from?: string;
                /** @description excluded; tomorrow by default */
                to?: string;
                /** @description first day of a period to compare with; with compareTo */
                compareFrom?: string;
                /** @description excluded */
                compareTo?: string;
                groupBy?: "meter" | "day" | "kind" | "campaign" | "advertiser" | "feature";
                meter?: string;
                campaign?: string;
                feature?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CostReport"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCostForecast: {
        parameters: {
            query?: {
                /** @description the present or the next one; the present by default */
                month?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CostForecast"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCostStatements: {
        parameters: {
            query: {
                /** @description whose bill */
                month: string;
                format?: "json" | "csv";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Statement"];
                    "text/csv": string;
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCostSavings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Savings"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCostAllocationsRules: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AllocationRuleList"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putCostAllocationsRulesDimension: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                dimension: "campaign" | "advertiser" | "feature";
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewAllocationRules"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AllocationRules"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCostAllocations: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                month?: string;
                dimension?: "campaign" | "advertiser" | "feature";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Allocation"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postCostAllocations: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewAllocation"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AllocationDetail"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCostAllocationsId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AllocationDetail"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCostAllocationsIdLines: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCostMargins: {
        parameters: {
            query?: {
                /** @description the first month; the present one when left out */
                from?: string;
                /** @description the last month, included; that of from when left out */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Margins"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCostBudgets: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Budgets"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCostBudgetsKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Budget"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putCostBudgetsKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BudgetTerms"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Budget"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteCostBudgetsKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCostAlerts: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                /** @description the key of one budget */
                budget?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["CostAlert"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAiTranscripts: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                /** @description only those of this episode */
                episode?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["EpisodeTranscript"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postAiTranscripts: {
        parameters: {
            query?: never;
            header?: {
                /** @description makes it safe to send the same request again within 24 hours: it is done once and answered the same */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewTranscript"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EpisodeTranscript"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAiTranscriptsId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EpisodeTranscript"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteAiTranscriptsId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAiTranscriptsIdSegments: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["TranscriptSegment"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAiTranscriptions: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                /** @description only those of this episode */
                episode?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Transcription"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postAiTranscriptions: {
        parameters: {
            query?: never;
            header?: {
                /** @description makes it safe to send the same request again within 24 hours: it is done once and answered the same */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewTranscription"];
            };
        };
        responses: {
            /** @description Accepted and committed */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Transcription"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAiTranscriptionsId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Transcription"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteAiTranscriptionsId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putAiTranscriptionsIdPartsPart: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                part: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AudioPart"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Transcription"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postAiTranscriptionsIdRetry: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TranscriptionRetry"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Transcription"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAiTranscriptsIdAnalysis: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TranscriptAnalysis"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAiInsights: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                /** @description only what this has found */
                source?: "analysis" | "anomaly" | "forecast";
                /** @description only those of this status */
                status?: "open" | "done" | "dismissed" | "ended";
                /** @description only those about such a thing */
                subjectType?: "tenant" | "campaign" | "show" | "episode" | "transcript";
                /** @description only those about the thing of this key */
                subject?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Insight"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAiInsightsId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Insight"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    patchAiInsightsId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InsightChange"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Insight"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAiPredictions: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                kind?: "campaign_outcome" | "episode_downloads" | "campaign_pacing";
                campaign?: string;
                episode?: string;
                /** @description of its newest 1,000 episodes, of campaigns that were planned in it, and of the pacing of those booked in it */
                show?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["PredictionSummary"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postAiPredictions: {
        parameters: {
            query?: never;
            header?: {
                /** @description makes it safe to send the same request again within 24 hours: it is done once and answered the same */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewPrediction"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Prediction"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAiPredictionsId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Prediction"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteAiPredictionsId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAiBriefs: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Brief"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAiBriefsPlacement: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                placement: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Brief"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putAiBriefsPlacement: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                placement: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BriefDetailsInput"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Brief"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteAiBriefsPlacement: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                placement: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAiAirchecks: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                /** @description only those of this placement */
                placement?: string;
                /** @description only those of this transcript */
                transcript?: string;
                outcome?: "pass" | "fail" | "uncertain";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["AircheckSummary"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postAiAirchecks: {
        parameters: {
            query?: never;
            header?: {
                /** @description makes it safe to send the same request again within 24 hours: it is done once and answered the same */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewAircheck"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Aircheck"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAiAirchecksId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Aircheck"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteAiAirchecksId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAiAirchecksIdEvidence: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAiAnomalies: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                /** @description only those with a series of this metric */
                metric?: "downloads" | "impressions" | "conversions" | "spend" | "match_rate";
                /** @description only those with a series of such a subject */
                subjectType?: "tenant" | "show" | "campaign";
                /** @description only those with a series of the show or campaign of this key */
                subject?: string;
                status?: "open" | "gone" | "useful" | "expected" | "wrong";
                grain?: "day" | "hour";
                /** @description only those that go on to this day or longer */
                from?: string;
                /** @description only those that began before this day */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Anomaly"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAiAnomaliesWatch: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AnomalyWatch"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAiAnomaliesId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Anomaly"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAiAnomaliesIdSeries: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AnomalySeries"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putAiAnomaliesIdFeedback: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AnomalyFeedback"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Anomaly"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAiRecommendations: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                /** @description all when left out */
                status?: "open" | "dismissed" | "done" | "lapsed";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Recommendation"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAiRecommendationsLook: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecommendationLook"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postAiRecommendationsRefresh: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecommendationLook"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAiRecommendationsId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Recommendation"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    patchAiRecommendationsId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RecommendationDecision"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Recommendation"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAiProviders: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AiProviders"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAiProvidersKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the tenant's own key of a provider */
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AiProvider"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putAiProvidersKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the tenant's own key of a provider */
                key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AiProviderDetails"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AiProvider"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteAiProvidersKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the tenant's own key of a provider */
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postAiProvidersKeyTest: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the tenant's own key of a provider */
                key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewAiProviderTest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AiProviderTest"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSecurityPrivacyRequests: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["PrivacyRequest"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postSecurityPrivacyRequests: {
        parameters: {
            query?: never;
            header?: {
                /** @description makes it safe to send the same request again within 24 hours: it is done once and answered the same */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewPrivacyRequest"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PrivacyRequest"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSecurityPrivacyRequestsId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PrivacyRequest"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSecurityPrivacyRequestsIdExport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/zip": string;
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postSecurityPrivacyRequestsIdVerify: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PrivacyVerification"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PrivacyRequest"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postSecurityPrivacyRequestsIdExtend: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description why one month is too short
                     * @enum {string}
                     */
                    reason: "complexity" | "number_of_requests";
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PrivacyRequest"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postSecurityPrivacyRequestsIdRefuse: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    reason: "identity_not_verified" | "manifestly_unfounded" | "excessive" | "legal_obligation" | "rights_of_others";
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PrivacyRequest"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postSecurityPrivacyRequestsIdEnd: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        /** @description nothing has to be said */
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PrivacyRequest"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getTrackingTags: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["SiteTag"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getTrackingTagsKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SiteTag"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putTrackingTagsKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description `*` makes something new: a key that is taken already answers 412 and changes nothing */
                "if-none-match"?: "*";
            };
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SiteTagDetails"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SiteTag"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteTrackingTagsKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getTrackingArrivals: {
        parameters: {
            query: {
                /** @description only what was received from this instant on, at most a day ago */
                since: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Arrivals"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getTrackingDownloads: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                /** @description show, episode and day, separated by commas: one row for each of what is named; show,day by default */
                groupBy?: string;
                show?: string;
                episode?: string;
                /** @description first UTC day */
                from?: string;
                /** @description UTC day before which it ends */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["DownloadRow"][];
                        nextCursor: string | null;
                        /**
                         * @description which 24 hours make requests one download, by which all of it is counted
                         * @enum {string}
                         */
                        window: "calendar_day" | "rolling_first" | "rolling_last";
                        /** @description requests that are still to be counted, of all shows; at most 100,000 are told */
                        waitingRequests: number;
                        /** @description filters of the request that are no key the catalogue has: only what was measured under that very word is found by them */
                        unknown: components["schemas"]["UnknownName"][];
                    };
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getTrackingHostEpisodes: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                show?: string;
                /** @description only those that are one of yours, or only those that are none yet */
                isMapped?: "true" | "false";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["HostEpisode"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getTrackingSurveyAnswers: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                state?: "mapped" | "waiting" | "unmapped" | "confirmed" | "rejected";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["SurveyAnswer"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postTrackingSurveyAnswers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    answers: components["schemas"]["NewSurveyAnswer"][];
                };
            };
        };
        responses: {
            /** @description Accepted and committed */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SurveyResult"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putTrackingSurveyAnswersIdMapping: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description the sender's own id; the same id twice is a duplicate */
                id: string & (unknown & unknown);
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SurveyMapping"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SurveyAnswer"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getTrackingSurveysSummary: {
        parameters: {
            query: {
                /** @description a day or an instant */
                from: string;
                /** @description a day or an instant; excluded */
                to: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SurveySummary"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getTenantsIdOnboarding: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Onboarding"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    patchTenantsIdOnboarding: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OnboardingChange"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Onboarding"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getTenantsIdSample: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Sample"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postTenantsIdSample: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        /** @description {}: there is nothing to say */
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Sample"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteTenantsIdSample: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Sample"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postPlatformSessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OperatorSignIn"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OperatorSession"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deletePlatformSessionsCurrent: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getPlatformTenants: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                /** @description only those with this in their name or slug */
                search?: string;
                state?: "active" | "suspended" | "closed";
                tier?: "free" | "starter" | "professional" | "enterprise";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["TenantDetails"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postPlatformTenants: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AdministeredTenant"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedTenant"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getPlatformTenantsId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantDetails"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    patchPlatformTenantsId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AdministeredChange"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantDetails"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postPlatformTenantsIdSuspend: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TenantSuspension"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantDetails"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postPlatformTenantsIdReactivate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        /** @description {}: there is nothing to say */
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantDetails"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postPlatformTenantsIdClose: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TenantClosing"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantDetails"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getPlatformTenantsIdQuotas: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QuotaStates"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putPlatformTenantsIdQuotasQuota: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                quota: "events_per_month" | "api_calls_per_minute" | "members" | "campaigns" | "ai_spend_per_month" | "storage_bytes";
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["QuotaOverride"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QuotaStates"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deletePlatformTenantsIdQuotasQuota: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                quota: "events_per_month" | "api_calls_per_minute" | "members" | "campaigns" | "ai_spend_per_month" | "storage_bytes";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getPlatformTenantsIdFlags: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlagStates"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putPlatformTenantsIdFlagsFlag: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                flag: "matching_shares" | "webhooks" | "tenant_export";
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FlagTurn"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlagStates"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deletePlatformTenantsIdFlagsFlag: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                flag: "matching_shares" | "webhooks" | "tenant_export";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getPlatformFlags: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TierFlags"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putPlatformTiersTierFlagsFlag: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tier: "free" | "starter" | "professional" | "enterprise";
                flag: "matching_shares" | "webhooks" | "tenant_export";
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FlagTurn"];
            };
        };
        responses: {
            /** @description Done; there is nothing to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deletePlatformTiersTierFlagsFlag: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tier: "free" | "starter" | "professional" | "enterprise";
                flag: "matching_shares" | "webhooks" | "tenant_export";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getPlatformAuditLog: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["PlatformAuditEntry"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getPlatformTenantsIdPrices: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PriceList"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putPlatformTenantsIdPricesMeter: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                meter: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewPrice"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MeterPrices"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getPlatformCosts: {
        parameters: {
            query?: {
                /** @description the present one by default */
                month?: string;
                /** @description another month, whose totals stand beside */
                compareMonth?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlatformCosts"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getPlatformCostAllocations: {
        parameters: {
            query?: {
                month?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantAllocationList"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postPlatformCostAllocations: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewTenantAllocation"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantAllocation"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getPlatformCostAllocationsId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantAllocation"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postPlatformCostAllocationsIdBookings: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        /** @description {}: there is nothing to say */
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AllocationBooking"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getPlatformOnboarding: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OnboardingFunnel"];
                };
            };
            /** @description A problem document */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
