import type { StoredAudioModel } from '../providers/store.ts';

const RATE = 16_000;
const TONE_HERTZ = 440;
/** A tenth of full scale: soft, but no silence, which some servers refuse. */
const AMPLITUDE = 3_277;
/** Whole seconds are what vendors count, and less than a tenth of one is refused. */
export const TONE_MS = 1_000;

/**
 * A second of a soft tone as WAV: 16 bits, mono, 16 kHz, as the RIFF form of PCM has it (IBM and Microsoft, Multimedia Programming
 * Interface and Data Specifications 1.0, 1991). Nobody says anything in it.
 */
export function toneWav(): Buffer {
  const samples = (RATE * TONE_MS) / 1_000;
  const wav = Buffer.alloc(44 + 2 * samples);
  wav.write('RIFF', 0, 'latin1');
  wav.writeUInt32LE(36 + 2 * samples, 4);
  wav.write('WAVEfmt ', 8, 'latin1');
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(1, 22);
  wav.writeUInt32LE(RATE, 24);
  wav.writeUInt32LE(2 * RATE, 28);
  wav.writeUInt16LE(2, 32);
  wav.writeUInt16LE(16, 34);
  wav.write('data', 36, 'latin1');
  wav.writeUInt32LE(2 * samples, 40);
  for (let at = 0; at < samples; at += 1)
    wav.writeInt16LE(Math.round(AMPLITUDE * Math.sin((2 * Math.PI * TONE_HERTZ * at) / RATE)), 44 + 2 * at);
  return wav;
}

/** The model that is tested: as text, or as one that hears. One that the provider does not have is left to what refuses it. */
export function testedModel(
  { models, audioModels }: { models: readonly string[]; audioModels: readonly StoredAudioModel[] },
  wanted: string | undefined,
): { model: string | undefined; audio?: StoredAudioModel } {
  const audio = audioModels.find(({ model }) => (wanted === undefined ? models.length === 0 : model === wanted));
  if (audio !== undefined) return { model: audio.model, audio };
  return { model: wanted ?? models.at(0) };
}
