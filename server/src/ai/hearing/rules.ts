import type { StreamedBody } from '../../platform/outbound.ts';

interface File {
  fileName: string;
  type: string;
  byteLength: number;
  read: () => AsyncIterable<Uint8Array>;
}

interface Fields {
  model: string;
  answer: string;
  language: string | null;
  boundary: string;
}

/** The language alone, as ISO 639 names it: `en` of `en-GB`. Vendors take no regions. */
function languageOf(language: string | null): string | undefined {
  return language?.split('-')[0].toLowerCase();
}

/** A request for a transcription as OpenAI's interface takes it (multipart/form-data, RFC 7578), the file last and read as it is sent. */
export function multipartOf(file: File, { model, answer, language, boundary }: Fields): { contentType: string; body: StreamedBody } {
  const fields = { model, response_format: answer, temperature: '0', language: languageOf(language) };
  const written = Object.entries(fields).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`],
  );
  const disposition = `Content-Disposition: form-data; name="file"; filename="${file.fileName}"`;
  const head = Buffer.from(`${written.join('')}--${boundary}\r\n${disposition}\r\nContent-Type: ${file.type}\r\n\r\n`);
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`);
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    body: {
      byteLength: head.length + file.byteLength + tail.length,
      async *read() {
        yield head;
        yield* file.read();
        yield tail;
      },
    },
  };
}
