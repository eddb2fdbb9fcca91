/** The kinds of audio that are sent on, with the name and type under which a server knows each. */
export const AUDIO_KINDS = {
  mp3: { fileName: 'audio.mp3', type: 'audio/mpeg' },
  mp4: { fileName: 'audio.m4a', type: 'audio/mp4' },
  wav: { fileName: 'audio.wav', type: 'audio/wav' },
  ogg: { fileName: 'audio.ogg', type: 'audio/ogg' },
  flac: { fileName: 'audio.flac', type: 'audio/flac' },
  webm: { fileName: 'audio.webm', type: 'audio/webm' },
} as const;
export type AudioKind = keyof typeof AUDIO_KINDS;

/** OpenAI takes files of up to 25 MB (platform.openai.com/docs/guides/speech-to-text); the rest of a request has room beside it. */
export const MOST_PIECE_BYTES = 24_000_000;
/** So long a piece is heard within a call's deadline, and little is heard again when a process ends. */
export const MOST_PIECE_MS = 10 * 60_000;
/** The least that speech takes, in bits a second: Opus begins at 6,000 (RFC 6716, section 2.1.1). Nothing shorter fits into fewer bytes. */
const LEAST_BITS_PER_SECOND = 6_000;

/** What a file is, by its first bytes; undefined for nothing that is heard. An MP3 without tags is told by its frames. */
export function audioKindOf(start: Buffer): AudioKind | undefined {
  const at = (from: number, to: number) => start.toString('latin1', from, to);
  if (at(0, 4) === 'RIFF' && at(8, 12) === 'WAVE') return 'wav';
  if (at(0, 4) === 'fLaC') return 'flac';
  if (at(0, 4) === 'OggS') return 'ogg';
  if (at(4, 8) === 'ftyp') return 'mp4';
  if (start.length >= 4 && start.readUInt32BE(0) === 0x1a45dfa3) return 'webm';
  if (at(0, 3) === 'ID3') return 'mp3';
  const first = frameAt(start, 0);
  return first !== undefined && frameAt(start, first.length) !== undefined ? 'mp3' : undefined;
}

/** The longest that so many bytes can sound, in milliseconds. */
export function mostMsOf(bytes: number): number {
  return Math.ceil((bytes * 8 * 1_000) / LEAST_BITS_PER_SECOND);
}

/** A stretch of a file that can be heard by itself. */
export interface Piece {
  fromByte: number;
  /** Excluded. */
  toByte: number;
  startMs: number;
  endMs: number;
}

interface Frame {
  /** In bytes, with its header. */
  length: number;
  milliseconds: number;
}

/** ISO/IEC 11172-3, 2.4.2.3, layer III; by index, in kbit/s. */
const BITRATES_1 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
/** ISO/IEC 13818-3, 2.4.2.3, layer III. */
const BITRATES_2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
const RATES_1 = [44_100, 48_000, 32_000];

/** The frame of MPEG audio layer III whose header stands at a place; undefined where there is none. */
function frameAt(bytes: Buffer, at: number): Frame | undefined {
  if (at + 4 > bytes.length || bytes[at] !== 0xff || (bytes[at + 1] & 0xe0) !== 0xe0) return undefined;
  const version = (bytes[at + 1] >> 3) & 3;
  const [bitrateIndex, rateIndex] = [bytes[at + 2] >> 4, (bytes[at + 2] >> 2) & 3];
  const isLayer3 = ((bytes[at + 1] >> 1) & 3) === 1;
  if (version === 1 || !isLayer3 || bitrateIndex === 0 || bitrateIndex === 15 || rateIndex === 3) return undefined;
  const isFirst = version === 3;
  const rate = RATES_1[rateIndex] / (isFirst ? 1 : version === 2 ? 2 : 4);
  const bitrate = 1_000 * (isFirst ? BITRATES_1 : BITRATES_2)[bitrateIndex];
  const samples = isFirst ? 1_152 : 576;
  const padding = (bytes[at + 2] >> 1) & 1;
  return { length: Math.floor((samples / 8) * (bitrate / rate)) + padding, milliseconds: (samples * 1_000) / rate };
}

/** How many bytes a tag of ID3v2 has, its header included; 0 where there is none. Its length has seven bits in a byte (id3.org, v2.4.0). */
function tagLength(bytes: Buffer): number {
  if (bytes.length < 10 || bytes.toString('latin1', 0, 3) !== 'ID3') return 0;
  const size = (bytes[6] << 21) | (bytes[7] << 14) | (bytes[8] << 7) | bytes[9];
  return 10 + size + ((bytes[5] & 0x10) === 0 ? 0 : 10);
}

/** Whether a frame holds a table of the whole file in place of sound: a piece of it must not say how long all of it is. */
function isTable(frame: Buffer): boolean {
  const start = frame.toString('latin1', 0, 64);
  return start.includes('Xing') || start.includes('Info') || start.includes('VBRI');
}

export interface PieceLimits {
  bytes: number;
  ms: number;
}

/** Takes an MP3 part by part, and ends with where it can be cut: at the borders of frames, which need no decoding. */
export interface Cutter {
  push(part: Buffer): void;
  /** The pieces in their order, which hold every frame once; none when this is no MP3. */
  end(): Piece[];
}

/** Cuts an MP3 into pieces within limits. In time that grows with its length, and with one part of it in memory. */
export function openCutter(limits: PieceLimits = { bytes: MOST_PIECE_BYTES, ms: MOST_PIECE_MS }): Cutter {
  const pieces: { fromByte: number; toByte: number; start: number; end: number }[] = [];
  let pending: Buffer = Buffer.alloc(0);
  // Where `pending` begins in the file, and what is to be passed over before anything is read.
  let [base, toSkip, played] = [0, 0, 0];
  let [isBegun, frames] = [false, 0];

  function take(at: number, { length, milliseconds }: Frame): void {
    frames += 1;
    if (frames === 1 && isTable(pending.subarray(at, at + length))) return;
    const [from, end] = [base + at, played + milliseconds];
    const last = pieces.at(-1);
    if (last && end - last.start <= limits.ms && from + length - last.fromByte <= limits.bytes)
      Object.assign(last, { toByte: from + length, end });
    else pieces.push({ fromByte: from, toByte: from + length, start: played, end });
    played = end;
  }

  /** Reads frames as far as they are whole, and keeps the rest; at the end a frame that is cut short is left out. */
  function read(isLast: boolean): void {
    let at = 0;
    for (;;) {
      const frame = frameAt(pending, at);
      if (frame === undefined) {
        if (at + 4 > pending.length) break;
        at += 1;
        continue;
      }
      const next = at + frame.length;
      if (next + 4 > pending.length && !isLast) break;
      if (next > pending.length) break;
      // A frame is one only where another follows, or the file ends, or tags do: noise may look like a header.
      const isFollowed = frameAt(pending, next) !== undefined || pending.length - next < 4 || frames > 0;
      if (isFollowed) take(at, frame);
      at = isFollowed ? next : at + 1;
    }
    base += at;
    pending = pending.subarray(at);
  }

  return {
    push(part) {
      pending = pending.length === 0 ? part : Buffer.concat([pending, part]);
      if (!isBegun && pending.length >= 10) {
        toSkip = tagLength(pending);
        isBegun = true;
      }
      const skipped = Math.min(toSkip, pending.length);
      toSkip -= skipped;
      base += skipped;
      pending = pending.subarray(skipped);
      if (isBegun && toSkip === 0) read(false);
    },
    end() {
      read(true);
      return pieces.map(({ start, end, ...where }) => ({ ...where, startMs: Math.round(start), endMs: Math.round(end) }));
    },
  };
}

/** How long a WAV sounds by the bytes a second that its header states, in milliseconds; undefined where it states none. */
export function wavMs(start: Buffer, bytes: number): number | undefined {
  const at = start.indexOf('fmt ', 12, 'latin1');
  if (at < 0 || at + 20 > start.length) return undefined;
  const bytesPerSecond = start.readUInt32LE(at + 16);
  return bytesPerSecond === 0 ? undefined : Math.ceil((bytes * 1_000) / bytesPerSecond);
}
