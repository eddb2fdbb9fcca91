/**
 * Words of a program's own name that say it reads for machines, whatever device it runs on. Each stands for a word of the name, parted at
 * changes of case and at other characters: `PodcastTranscriber` holds `transcriber`.
 */
export const BOT_WORDS: ReadonlySet<string> = new Set(
  `aggregator analyser analyzer archiver asr audit auditor backfill bot bots checker classifier crawl crawler crawlers
  crawling externalagent externalhit feedfetcher feedparser feedreader fetch fetcher grabber harvester headless importer
  indexer ingest ingester ingestion monitor monitoring parser pinger poller prefetch preflight preview previewer probe
  prober puller robot scan scanner scrape scraper scrapy screenshot screenshots slurp spider stt summarizer summarizes
  transcribe transcribed transcriber transcribes transcription uptime validator verifier watchdog webhook`
    .split(/\s+/)
    .filter(Boolean),
);

/** Words that say so only where nothing else tells of a person's device. */
export const SERVICE_WORDS: ReadonlySet<string> = new Set(
  `aggrivator analysis analytics archive attribution backend catalog crawl daemon detector download downloader feed feeds
    hosting import index inspector mirror optimization pipeline processor proxy research resolver sanity searcher sync
    syncer tagger tracker transcoder unfurl validation worker`
    .split(/\s+/)
    .filter(Boolean),
);

/** Programs that fetch for a service and whose names do not say so. Lower case, as the first word or two of a user agent. */
export const BOT_NAMES: readonly string[] =
  `acast-tester | adswizz | agma | ahrefs | ais virtuallistener | akkoma | alertsite | amazon cloudfront | amazon-quick |
  amazon-route53 | amazonnewscontentservice | anchorimport | anthropic | applenewsbot | applesyndication | archive-it |
  archive.org | art19 | artsai | assemblyai | audacy | audioboom | audiogram | audiosear | ausha | autohotkey |
  barkrowler | barometer | bazqux | bitlybot | blubrry | brandwatch | buzzsprout | bytespider | calckey | captivate |
  castget | castmagic | castopod | ccbot | censysinspect | chartable | chatgpt-user | checkly | cherrypick/ |
  chrome-lighthouse | cision | claritas | claude-user | cloudconvert | cloudflare | cohere | commafeed | critical
  mention | datadog | dead link | deepgram | deluge | descript | diffbot | discourse | dotbot | dovetail | downcast feed
  consumer | drupal | duckduckbot | elb-healthchecker | embedly | exabot | expanse | facebookcatalog | facebookexternal
  | facebookplatform | feedbin | feedblitz | feedburner | feeddemon | feedly | feedpress | feedspot | firefish |
  fireside | flexget | frequency/ | freshrss | friendica | google-extended | google-inspectiontool | google-notebooklm |
  google-read-aloud | google-safety | googleagent | googleassociation | googlehc | googleother | goread | gotosocial |
  gptbot | grafana | gtmetrix | happyscribe | headliner/ | heritrix | httrack | huginn | ia_archiver | iceshrimp |
  icinga | iframely | iheartradio- | inoreader | integromat | internet-measurement | itms | jackett | jaunt/ | joomla |
  kube-probe | lemmy | letscast | libsyn | lidarr | linkcheck | linkedinbot | listen notes | listennotes | llmfeed |
  lychee/ | magellan | mailchimp | majestic | make.com | masscan | mastodon | mediapartners-google | megaphone |
  meltwater | meta-external | metapodcast | microsoft-cryptoapi | miniflux | misskey | mixpanel | mj12 | mojeek |
  moz.com | n8n | nagios | netnewswire- | netvibes | newrelic | newsbeuter | newsblur | newspaper/ | newswhip |
  nextcloud-news | nmap | nutch | oai-search | offline explorer | omgili | omny | op3- | op3/ | openai | owler | parc/ |
  peertube | perplexity | perplexity-user | petal | pingdom | pipedream | pixelfed | playrss | pleroma | podbean- |
  podcast index | podcast-criticalmention | podcastdl | podcastics | podcastindex | podchaser | podcorn | poddl |
  podengine | podfollow | podget | podgrab | podigee | podio | podkite | podlink | podlove | podmust | podnews | podnods
  | podping | podrover | podscan | podscribe | podsearch | podsights | podsqueeze | podstatus | podtrac | podwise |
  postrank | prometheus | pyannote | qbittorrent | qwant | readarr | redcircle | redditbot | rephonic | req/ | rev.ai |
  rss-bridge | rss2email | rsstt | rstudio | rtorrent | selfoss | semrush | serendeputy | seznam | sharkey | simplecast
  | site24x7 | siteimprove | skypeuripreview | snap url | sogou | sonarr | soundstack | speechmatics | spokenlayer |
  spotify/1.0 | spreaker- | spreaker/ | squarespace | statuscake | stringer | superfeedr | supportingcast | talkwalker |
  tapesearch | teleport | theoldreader | tineye | tiny tiny rss | transistor.fm | transistor/ | transmission |
  trendiction | tt-rss | turnitin | tveyes | twitterbot | uptime | utorrent | veritone | veritonic | vkshare | voxnest |
  wavve | wayback | webcopier | whooshkaa | wordpress | wordproof | writefreely | xing-contenttabreceiver | yahoo pipes
  | yarr | zabbix | zapier | zdm/ | zencastr | zgrab`
    .split('|')
    .map((name) => name.trim());

/** The same of programs that devices run by themselves, such as previews of links that are shared. */
export const DEVICE_BOT_NAMES: readonly string[] = [
  'sharinguiservice',
  'sharesheetui',
  'com.apple.mobilenotes.sharingextension',
  'com.apple.notes.sharingextension',
];

/** Libraries by which scripts and servers fetch. */
export const SCRIPT_LIBRARIES: readonly string[] = [
  'ahc',
  'aiohttp',
  'apache-httpclient',
  'aria2',
  'axios',
  'bun',
  'carrierwave',
  'colly',
  'dart',
  'deno',
  'down',
  'faraday',
  'feedparser',
  'git-annex',
  'go-http-client',
  'go-resty',
  'got',
  'guzzle',
  'guzzlehttp',
  'hackney',
  'http-tiny',
  'http.rb',
  'httpie',
  'insomnia',
  'java',
  'java-http-client',
  'jakarta',
  'lavf',
  'libwww-perl',
  'lua-resty-http',
  'lwp',
  'net',
  'node',
  'node-fetch',
  'node.js',
  'php',
  'postmanruntime',
  'powershell',
  'python',
  'python-httpx',
  'python-requests',
  'python-urllib',
  'python-urllib3',
  'request',
  'rest-client',
  'resty-requests',
  'scrapy',
  'symfony httpclient',
  'typhoeus',
  'undici',
  'urllib',
  'winhttp',
];

/** Libraries by which programs on people's devices fetch and play. */
export const PLAYER_LIBRARIES: readonly string[] = [
  'android.lvldm',
  'androiddownloadmanager',
  'androidxmedia3',
  'applecoremedia',
  'armadillo',
  'assets_audio_player',
  'bubble',
  'bruno-runtime',
  'cfnetwork',
  'com.google.android.exoplayer',
  'cronet',
  'dalvik',
  'exo2',
  'exomedia',
  'exoplayer',
  'exoplayerdemo',
  'esp32',
  'filedownloader',
  'gstreamer',
  'gvfs',
  'just_audio',
  'kaios',
  'ktor-client',
  'libmpv',
  'libsoup',
  'lavf-player',
  'okhttp',
  'prdownloader',
  'react-native-track-player',
  'reqwest',
  'ruby',
  'safariviewservice',
  'stagefright',
];
