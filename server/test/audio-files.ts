/** A frame of MPEG 1 layer III with 128 kbit/s at 44.1 kHz, which sounds 26.12 ms and has 417 bytes. */
export function mp3Frame(): Buffer {
  const frame = Buffer.alloc(417, 0x55);
  Buffer.from([0xff, 0xfb, 0x90, 0x64]).copy(frame);
  return frame;
}

/** An MP3 of so many frames, about 38 a second; nobody could hear anything in it. */
export function mp3Of(frames: number): Buffer {
  return Buffer.concat(Array.from({ length: frames }, mp3Frame));
}
