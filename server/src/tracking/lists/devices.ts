import { type DeviceKind, MAX_READ_CHARACTERS } from './schema.ts';

/** The first pattern that fits names the device; those of small sets stand before those that fit nearly everything. */
const DEVICES: readonly [RegExp, DeviceKind][] = [
  [/watchOS|\bWatch\b|\bWatch\d|^Garmin\b|Wear OS|\bGalaxy Watch/i, 'watch'],
  [
    /HomePod|^AirPodcasts\/|Sonos|\bAlexa\b|^Echo\/|Amazon;Echo|^Bose\b|\bHEOS\b|GoogleChirp|Google-Speech|SmartSpeaker|VictorReader/i,
    'smart_speaker',
  ],
  [
    /Apple ?TV|apple_tv|tvOS|Smart[-_]?TV|\bRoku|CrKey|\bAFT[A-Z]|BRAVIA|Web0S|Tizen.{0,99}TV|sony_tv|Xbox|PlayStation|\bKodi\b|\bTV\b/i,
    'smart_tv',
  ],
  [/\bCarPlay|Android Auto|gminfo|Rivian|BYD AUTO|\bTesla\b|QtCarBrowser|\bVolvo\b|Polestar/i, 'auto'],
  [/iPhone|iPad|iPod|\biOS\b|\biPadOS\b|Android|Dalvik|ExoPlayer|AndroidXMedia3|Windows Phone|KaiOS|Mobile\b|Hermes\//i, 'mobile'],
  [/Macintosh|Mac OS X|\bmacOS\b|x86_64\)|Windows|Win(?:32|64)|\bX11\b|CrOS|Linux|^iTunes\/|Winamp|desktop/i, 'computer'],
  [/CFNetwork|Darwin\//, 'mobile'],
];

/** The kind of device that a user agent names in its first 1,024 characters; null when it names none. */
export function deviceOf(userAgent: string): DeviceKind | null {
  const text = userAgent.slice(0, MAX_READ_CHARACTERS);
  return DEVICES.find(([pattern]) => pattern.test(text))?.[1] ?? null;
}
