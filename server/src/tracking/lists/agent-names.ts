/** Podcast players and other programs of people whose user agent may hold nothing but a name. Lower case. */
export const APP_NAMES: readonly string[] =
  `acast | airr | alexa | amarok | amazon music | amazon; | ampache | anghami | antennapod | anytime | apple
  podcasts | audacious | audible | bashpodder | banshee | audiobookshelf | url/emacs | bbc sounds | beyondpod | breaker | castamatic |
  castbox | castro | clementine | curiocaster | deezer | doggcatcher | downcast | entale | foobar2000 | fountain
  | gaana | global player | goodpods | google podcasts | googlepodcasts | gpodder | guardian | himalaya |
  icatcher | iheartradio | insomniac | instacast | itunes | ivoox | jiosaavn | juice | kodi | luminary |
  mediamonkey | miro | mplayer | mpv | musicbee | npr | npr one | overcast | playapod | player fm | pocket casts
  | pocketcasts | podbean | podcast addict | podcastaddict | podcast guru | podcastguru | podcast republic |
  podcastrepublic | podcasts | podcruncher | podfriend | podhero | podimo | podkicker | podyssey | podverse |
  procast | radiopublic | rhythmbox | roku | rssradio | rssowl | snipd | songbird | sonos | spotify | spreaker |
  stitcher | storytel | swoot | truefans | tunein | vlc | winamp | windows-media-player | wmplayer | wondery |
  xbmc | xiaoyuzhou | ximalaya | zune`
    .split('|')
    .map((name) => name.trim());

/** Words by which a program says that people listen or read with it. */
export const APP_WORDS: ReadonlySet<string> = new Set(
  'app apps audiobook audiobooks audio cast music play player podcast podcasts podcatcher podplayer radio radios reader'.split(' '),
);

/** Products of the user agents of plain browsers, their engines included. Lower case. */
export const BROWSER_TOKENS: ReadonlySet<string> = new Set(
  `mozilla applewebkit chrome chromium crios safari mobilesafari version mobile gecko firefox fxios focus klar edge edg
  edga edgios edgw macedgeclient opr opt opx opios opera presto msie trident vivaldi brave duckduckgo ddg samsungbrowser
  ucbrowser yabrowser miuibrowser huaweibrowser silk whale maxthon seamonkey iceweasel palemoon waterfox librewolf
  konqueror khtml epiphany qqbrowser mqqbrowser vivobrowser heytapbrowser coc_coc_browser build fennec camino lynx links
  w3m netscape ecosia avast avg ccleaner quark phoenix sleipnir iron like tablet webview viewer electron qtwebengine
  norton aloha kiwi puffin dolfin netfront bidubrowser naver iceape galeon k-meleon webpositive flow falkon dillo crkey
  clientbrowser xbox u wv ubuntu fedora debian linux android stargate ohos arkweb tesla qtcarbrowser playstation
  nintendobrowser mini`
    .split(/\s+/)
    .filter(Boolean),
);

/** An address under the domain for apps is no service's contact either. */
export const APP_HOST = /^(?:https?:\/\/)?(?:[\w-]+\.)+app(?:\/|$)/i;

/** Hosts on which people publish programs for others to run: an address there is no service's contact. */
export const FORGE_HOST = /\b(?:github\.(?:com|io)|gitlab\.com|codeberg\.org|sourceforge\.(?:net|io)|sr\.ht)\b/i;
