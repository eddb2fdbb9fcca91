import { APP_HOST, APP_NAMES, APP_WORDS, BROWSER_TOKENS, FORGE_HOST } from './agent-names.ts';
import { BOT_NAMES, BOT_WORDS, DEVICE_BOT_NAMES, PLAYER_LIBRARIES, SCRIPT_LIBRARIES, SERVICE_WORDS } from './agent-words.ts';
import { deviceOf } from './devices.ts';
import { type AgentClass, type DeviceKind, MAX_READ_CHARACTERS } from './schema.ts';

/** What the lists know of a user agent. */
export interface AgentFacts {
  class: AgentClass;
  /** The program's name as it gives it; null when it gives none. */
  name: string | null;
  /** The name, for programs that people listen with. */
  player: string | null;
  device: DeviceKind | null;
  isWatch: boolean;
  /** True for programs that fetch without a person: bots, and the libraries of scripts and servers. */
  isAutomated: boolean;
}

const URLS = /(?:https?:\/\/|www\.)[^\s;,)"']+/gi;
const EMAIL = /[\w.+-]{1,64}@[\w-]{1,64}\.[a-z]{2,}/i;
const ON_A_DEVICE = new RegExp(
  [
    'CFNetwork|Darwin\\/|ExoPlayer|AndroidXMedia3|Alamofire|Dalvik|stagefright|AppleCoreMedia|AVPlayer|UPnP',
    '\\biPhone|\\biPad|\\biPod|\\b(?:i|iPad|tv|watch|mac)OS\\b|Android|Windows NT|Microsoft[ -]Windows|Windows;|\\(Windows|Macintosh',
    'Windows Phone|Smart-?TV|Tizen|Web0S|CrOS|\\bRoku|KaiOS|Sonos|tpapi$|tpapi;|Hermes\\/|\\(desktop|SM-[A-Z]\\d',
  ].join('|'),
  'i',
);
/** What only fetchers of feeds say: for how many subscribers they ask, or that they keep something in step. */
const FEED_FETCHER = /\b\d+ subscribers?\b|\bpodcast sync\b/i;
/** A name that is nothing but a host. */
const LONE_HOST = /^[\w-]+(?:\.[\w-]+)*\.(?:com|net|org|io|ai|co|dev)$/i;
/** The identifier of an app on a device: a host written backwards. */
const REVERSE_HOST = /^(?:com|org|net|fm|io|app|tv|co|de|fr|uk|nl|se|no|dk|es|it|br|au)\.[a-z][\w-]*\.[a-z]/i;
/** A browser's first product with no engine after it, which no browser sends, or with a fetcher of Google's. */
const EMPTY_BROWSER = /^\(?mozilla(?:\/[\d.]*)?\)?(?:\s+(?!\()[\w.-]+\/[\w.]+)?$|\bgoogle-[a-z]/i;
const SEARCH_ENGINE = /\bsearch engine\b/i;
const BOT_SUFFIX = /(?<!cu)bot(?![a-z])/i;
const FETCHING = /crawl|rawler|spider|scrap(?:er|ing|y)|transcri(?:b|p)|fetcher|validator/i;
const COMPATIBLE = /\(\s*compatible\s*;(?!\s*(?:msie|konqueror|windows-media-player|u;))/i;
const BARE_BROWSERS = /^(?:opera|safari|mobilesafari|chrome|firefox|duckduckgo|ncsa[ _]mosaic|lynx|links|w3m|netsurf|dillo|elinks)\b/i;
const AUTOMATED_BROWSERS = /headless|phantomjs|puppeteer|playwright|selenium|electron-fetch|powershell|slimerjs|prerender/i;
const WATCH_DUPLICATE = /^atc\/.*watchOS|^\(null\)\/\(null\) watchOS/;
/** What some news apps add to the user agent of the library that plays for them. */
const HOSTED_APP = / _app_|\biOS [A-Z]/;
/** Programs of the command line that fetch, also where a library names them. */
const COMMAND_LINE = /(?:^|\s)(?:(?:lib|py)?curl|wget|www-mechanize)\//i;
const COMMENT = /\([^()]*\)/g;

function plainText(userAgent: string): string {
  const text = userAgent.slice(0, MAX_READ_CHARACTERS).replaceAll(/%20|\+(?=\w+\/)/g, ' ');
  return text.replace(/^["']+|(?<!["'])["']+$/g, '').trim();
}

/** The words of a text in lower case, parted where letters change to upper case and at everything that is no letter. */
function wordsOf(text: string): string[] {
  const parted = text.replaceAll(/([a-z])([A-Z])/g, '$1 $2').replaceAll(/([A-Z])([A-Z][a-z])/g, '$1 $2');
  return parted.toLowerCase().split(/[^a-z]+/);
}

/** The name before the first version, comment or separator. */
function headOf(text: string): string {
  const end = text.search(/\/|[(;,|[]|(?<!\s)\s+(?:v?\d|https?:|\+)/i);
  return (end < 0 ? text : text.slice(0, end)).trim();
}

function startsWithOne(text: string, names: readonly string[]): boolean {
  return names.some((name) => text.startsWith(name) && !/[a-z]/.test(text.charAt(name.length)));
}

function beginsAs(text: string, names: readonly string[]): boolean {
  return names.some((name) => text.startsWith(name));
}

/** The first product of a browser's user agent that no plain browser sends: the app that holds a web view. */
function embeddedApp(text: string): string | undefined {
  const outside = text.replaceAll(COMMENT, ' ').replaceAll(COMMENT, ' ');
  for (const token of outside.split(/[\s;]+/)) {
    const [, name] = /^\[?([\p{L}][\p{L}\d_.&-]*)/u.exec(token) ?? [];
    if (name === undefined || BROWSER_TOKENS.has(name.toLowerCase()) || /browser$/i.test(name)) continue;
    if (token.includes('/') || /app|pod|cast|android|webappmanager/i.test(name)) return name;
  }
  return undefined;
}

/** Whether the text says how to reach whoever runs the program, which people's apps seldom do. */
function namesContact(text: string): boolean {
  const urls = text.match(URLS) ?? [];
  return (urls.length > 0 && !urls.some((url) => FORGE_HOST.test(url) || APP_HOST.test(url))) || EMAIL.test(text);
}

/** Whether the program's own words say that it reads for machines. */
function isDeclaredBot(text: string, isOnDevice: boolean): boolean {
  const named = text.replaceAll(URLS, ' ');
  if ([FEED_FETCHER, LONE_HOST, COMMAND_LINE, EMPTY_BROWSER, SEARCH_ENGINE].some((pattern) => pattern.test(text))) return true;
  if (AUTOMATED_BROWSERS.test(named) || COMPATIBLE.test(text) || beginsAs(text.toLowerCase(), DEVICE_BOT_NAMES)) return true;
  if (!isOnDevice && beginsAs(text.toLowerCase(), BOT_NAMES)) return true;
  const words = wordsOf(named);
  if (words.some((word) => BOT_WORDS.has(word)) || BOT_SUFFIX.test(named) || FETCHING.test(named)) return true;
  if (isOnDevice) return false;
  const saysApp = words.some((word) => word === 'app' || word === 'player' || word === 'podcatcher');
  if (saysApp || beginsAs(text.toLowerCase(), APP_NAMES)) return false;
  return namesContact(text) || words.some((word) => SERVICE_WORDS.has(word));
}

function facts(agentClass: AgentClass, name: string | null, text: string): AgentFacts {
  const device = agentClass === 'bot' ? null : deviceOf(text);
  return {
    class: agentClass,
    name: name || null,
    player: agentClass === 'app' ? name || null : null,
    device,
    isWatch: device === 'watch',
    isAutomated: agentClass === 'bot',
  };
}

function classifyBrowser(text: string): AgentFacts {
  const app = embeddedApp(text) ?? APP_NAMES.find((name) => text.toLowerCase().includes(name));
  return app === undefined ? facts('browser', browserName(text), text) : facts('app', app, text);
}

const BROWSER_NAMES: readonly [RegExp, string][] = [
  [/\bEdg(?:e|A|iOS|W)?\/|MacEdgeClient/, 'Edge'],
  [/\bOP[RTX]\/|Opera/, 'Opera'],
  [/SamsungBrowser/, 'Samsung Internet'],
  [/Firefox|FxiOS|Focus\//, 'Firefox'],
  [/Chrome|CriOS|Chromium/, 'Chrome'],
  [/MSIE|Trident/, 'Internet Explorer'],
  [/Safari/, 'Safari'],
];

function browserName(text: string): string | null {
  return BROWSER_NAMES.find(([pattern]) => pattern.test(text))?.[1] ?? null;
}

/**
 * What a user agent says of the program, by its grammar (RFC 9110 §10.1.5: products, versions and comments) and by names of programs,
 * some of them learned from the examples that OPAWG publishes; none of its patterns is in here. Looks at the first 1,024 characters, in
 * time in proportion to them.
 */
export function classifyAgent(userAgent: string): AgentFacts {
  const text = plainText(userAgent);
  const head = headOf(text);
  const lower = text.toLowerCase();
  const isOnDevice = ON_A_DEVICE.test(text);
  if (WATCH_DUPLICATE.test(text)) return { ...facts('bot', head, text), device: 'watch', isWatch: true };
  if (startsWithOne(lower, SCRIPT_LIBRARIES) && !isOnDevice && !COMMAND_LINE.test(text) && !BOT_SUFFIX.test(text))
    return { ...facts('library', head, text), isAutomated: true };
  if (isDeclaredBot(text, isOnDevice)) return facts('bot', head, text);
  if (/^mozilla\//i.test(text)) return classifyBrowser(text);
  if (BARE_BROWSERS.test(text) && !/CFNetwork/.test(text)) return facts('browser', browserName(text) ?? head, text);
  if (startsWithOne(lower, PLAYER_LIBRARIES)) return facts(HOSTED_APP.test(text) ? 'app' : 'library', head, text);
  const hasVersion = /\/\s?v?[\d(]|[ -_]v?\d/.test(text);
  const isKnown = beginsAs(lower, APP_NAMES) || wordsOf(head).some((word) => APP_WORDS.has(word));
  return facts(isOnDevice || hasVersion || isKnown || REVERSE_HOST.test(text) ? 'app' : 'unknown', head, text);
}
