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
        /** List what hosts counted as it was entered, the latest day first */
        get: operations["getTrackingHostFigures"];
        /**
         * Enter what a host counted itself
         * @description By show or episode and UTC day, for the waterfall to hold against what was counted here. Null downloads take a figure back.
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
        /** List the models */
        get: operations["getAttributionModels"];
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
            createdAt: string;
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
        };
        /** @description what the campaign is to reach, and how much of it */
        CampaignGoal: {
            /** @enum {string} */
            kind: "impressions" | "reach" | "clicks" | "conversions";
            count: number;
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
        Comparison: {
            /** @enum {string} */
            groupBy: "campaign" | "channel" | "show" | "episode" | "placement" | "delivery_evidence" | "day";
            lookbackDays: number;
            /** @description null while no conversion has a value */
            currency: string | null;
            from: string | null;
            to: string | null;
            options: {
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
            models: ("first_touch" | "last_touch" | "linear" | "time_decay" | "position_based")[];
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
                    model: "first_touch" | "last_touch" | "linear" | "time_decay" | "position_based";
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
            models?: ("first_touch" | "last_touch" | "linear" | "time_decay" | "position_based")[];
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
            paths: {
                touchpoints: {
                    key: string;
                    /**
                     * Format: date-time
                     * @description RFC 3339 instant
                     */
                    occurredAt: string;
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
            enteredAt: string;
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
        EvidencedCredit: {
            /** @description how the delivery of the credited exposures is known; null = clicks, signals, and days older than events are kept */
            evidence: ("ad_pixel" | "host_log_bytes" | "prefix_request" | "reported") | null;
            conversions: number;
            valueMinor: number;
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
            currency: string | null;
            /** @enum {string} */
            model: "first_touch" | "last_touch" | "linear" | "time_decay" | "position_based";
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
            sentences: string[];
        };
        ExposureFall: {
            /**
             * @description ad: in a counted download; impression: of a pixel, or reported; download: as it was reported, not counted of requests
             * @enum {string}
             */
            kind: "ad" | "impression" | "download";
            /** @description filtered + exposures: ads in downloads, requests for pixels, or exposures that were sent */
            received: number;
            /** @description requests for pixels that made no impression, ads that were not delivered; in the order of the rules */
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
            /** @description null takes it back */
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
        InsertedAd: {
            /** @description key of the placement the ad stands for */
            placement: string;
            /** @description of the file as it was sent, from 0 */
            firstByte: number;
            /** @description included */
            lastByte: number;
        };
        IntakeResult: {
            accepted: number;
            duplicates: number;
            rejected: components["schemas"]["Rejection"][];
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
        ModelList: {
            items: components["schemas"]["Model"][];
            nextCursor: null;
            engineVersion: string;
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
        NewInvitation: {
            email: string;
            /** @enum {string} */
            role: "owner" | "admin" | "analyst" | "viewer" | "billing";
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
        NewWebhook: {
            /** @description https, on the public internet, unless the operator named the network */
            url: string;
            /** @default  */
            description?: string;
            /**
             * @description what it is told; empty means everything
             * @default []
             */
            types?: ("audit.checkpoint" | "security.sign_in_failed" | "security.sign_in_locked" | "security.new_device" | "security.sessions_revoked" | "security.password_changed" | "security.email_changed" | "security.mfa_changed" | "security.mfa_locked" | "security.recovery_code_used" | "security.member_joined" | "security.member_removed" | "security.member_role_changed" | "security.api_key_new_network" | "security.api_key_refused" | "security.scope_denied" | "security.cross_tenant_attempt" | "security.refresh_reuse" | "security.webhook_disabled" | "security.quota_reached" | "security.event_flood")[];
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
                /** @description of those without a download of it in as long a time before, the ones that arrived */
                newListeners: components["schemas"]["Share95"];
                /** @description of the exposed, with a download of it in as long a time before: listeners it had already */
                before: components["schemas"]["Share95"];
            }[];
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
            /** @description 80 or 100 when so much of the limit is used, and the owners are told; 0 below */
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
            /** @description whole minor units, such as cents */
            valueMinor: number;
        };
        Rejection: {
            /** @description place of the item in the batch, from 0 */
            index: number;
            /** @enum {string} */
            code: "invalid" | "conflict" | "too_old" | "in_future" | "quota_exceeded";
            detail: string;
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
            options: {
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
            /** @enum {string} */
            model: "first_touch" | "last_touch" | "linear" | "time_decay" | "position_based";
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
        SecurityEvent: {
            /** @description UUID */
            id: string;
            occurredAt: string;
            /** @enum {string} */
            kind: "sign_in_failed" | "sign_in_locked" | "new_device" | "sessions_revoked" | "password_changed" | "email_changed" | "mfa_changed" | "mfa_locked" | "recovery_code_used" | "member_joined" | "member_removed" | "member_role_changed" | "api_key_new_network" | "api_key_refused" | "scope_denied" | "cross_tenant_attempt" | "refresh_reuse" | "webhook_disabled" | "quota_reached" | "event_flood";
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
            createdAt: string;
        };
        ShowChange: {
            name?: string | null;
            /** @description where its feed is now; null reads it no more and keeps what is known */
            feedUrl?: string | null;
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
        Status: {
            /** @description conversions, touchpoints and codes still to be matched, up to 100,000 each; 0 = every acknowledged event is in the figures */
            waitingConversions: number;
            waitingTouchpoints: number;
            oldestWaitingAt: string | null;
            /** @description from when on events are kept; null = all are */
            eventsKeptFrom: string | null;
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
        Totals: {
            conversions: number;
            valueMinor: number;
            attributedConversions: number;
            attributedValueMinor: number;
            unattributedConversions: number;
            unattributedValueMinor: number;
            /** @description credit a model gives to nobody; 0 in models that do not estimate it */
            organicConversions: number;
            organicValueMinor: number;
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
            /** @enum {string} */
            arm?: "treatment" | "control";
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
        UnknownName: {
            /** @description to the field of the request */
            pointer: string;
            detail: string;
        };
        /** @description what is added to the destination as utm_source and so on; null where nothing is */
        Utm: {
            source: string | null;
            medium: string | null;
            campaign: string | null;
            content: string | null;
            term: string | null;
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
            types?: ("audit.checkpoint" | "security.sign_in_failed" | "security.sign_in_locked" | "security.new_device" | "security.sessions_revoked" | "security.password_changed" | "security.email_changed" | "security.mfa_changed" | "security.mfa_locked" | "security.recovery_code_used" | "security.member_joined" | "security.member_removed" | "security.member_role_changed" | "security.api_key_new_network" | "security.api_key_refused" | "security.scope_denied" | "security.cross_tenant_attempt" | "security.refresh_reuse" | "security.webhook_disabled" | "security.quota_reached" | "security.event_flood")[];
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
            header?: never;
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
            header?: never;
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
            header?: never;
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
            header?: never;
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
                /** @description of position_based */
                firstShare?: number;
                /** @description of position_based */
                lastShare?: number;
                /** @description only these kinds take credit; separated by commas */
                touchpointKind?: string;
                /** @description the weakest evidence that counts; the tenant's setting, household_ip at first, when left out */
                minEvidence?: "click_id" | "user_id" | "email_hash" | "device_id" | "promo_code" | "survey" | "ip_user_agent" | "household_ip";
                /** @description unique counts the first touch per campaign and UTC day */
                repeats?: "every" | "unique";
                /** @description codes, survey answers and vanity visits: evidence for exposures, or touches of their own */
                responseSignals?: "evidence" | "touchpoint";
                /** @description only conversions of new customers */
                newCustomersOnly?: "0" | "1" | "true" | "false";
                /** @description priorCustomers, priorVisitors, referrer:HOST, utm:SOURCE; separated by commas */
                exclude?: string;
                model?: "first_touch" | "last_touch" | "linear" | "time_decay" | "position_based";
                groupBy?: "campaign" | "channel" | "show" | "episode" | "placement" | "delivery_evidence" | "day";
                /** @description conversions from here on; a day or an instant */
                from?: string;
                /** @description conversions before here; a day or an instant */
                to?: string;
                /** @description only these kinds; separated by commas */
                conversionKind?: string;
                /** @description the report's currency; the tenant's, else the most frequent one, when left out */
                currency?: string;
                /** @description with groupBy=day: whose day a row is */
                creditDate?: "conversion" | "touchpoint";
                /** @description true = also tell how often conversions are matched by chance */
                placebo?: "0" | "1" | "true" | "false";
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
                /** @description of position_based */
                firstShare?: number;
                /** @description of position_based */
                lastShare?: number;
                /** @description only these kinds take credit; separated by commas */
                touchpointKind?: string;
                /** @description the weakest evidence that counts; the tenant's setting, household_ip at first, when left out */
                minEvidence?: "click_id" | "user_id" | "email_hash" | "device_id" | "promo_code" | "survey" | "ip_user_agent" | "household_ip";
                /** @description unique counts the first touch per campaign and UTC day */
                repeats?: "every" | "unique";
                /** @description codes, survey answers and vanity visits: evidence for exposures, or touches of their own */
                responseSignals?: "evidence" | "touchpoint";
                /** @description only conversions of new customers */
                newCustomersOnly?: "0" | "1" | "true" | "false";
                /** @description priorCustomers, priorVisitors, referrer:HOST, utm:SOURCE; separated by commas */
                exclude?: string;
                /** @description all when left out */
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
    getAttributionConversionsIdExplanation: {
        parameters: {
            query?: {
                /** @description how long before a conversion a touchpoint may lie; the tenant's setting, 30 at first, when left out */
                lookbackDays?: number;
                /** @description of time_decay; the tenant's setting, 7 at first, when left out */
                halfLifeDays?: number;
                /** @description of position_based */
                firstShare?: number;
                /** @description of position_based */
                lastShare?: number;
                /** @description only these kinds take credit; separated by commas */
                touchpointKind?: string;
                /** @description the weakest evidence that counts; the tenant's setting, household_ip at first, when left out */
                minEvidence?: "click_id" | "user_id" | "email_hash" | "device_id" | "promo_code" | "survey" | "ip_user_agent" | "household_ip";
                /** @description unique counts the first touch per campaign and UTC day */
                repeats?: "every" | "unique";
                /** @description codes, survey answers and vanity visits: evidence for exposures, or touches of their own */
                responseSignals?: "evidence" | "touchpoint";
                /** @description only conversions of new customers */
                newCustomersOnly?: "0" | "1" | "true" | "false";
                /** @description priorCustomers, priorVisitors, referrer:HOST, utm:SOURCE; separated by commas */
                exclude?: string;
                model?: "first_touch" | "last_touch" | "linear" | "time_decay" | "position_based";
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
            header?: never;
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
}
