const LOCAL = /https?:\/\/(localhost|[\w.-]+\.localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|\[::1?\])(?![\w.-])/i;

/** Whether a text to hand out, such as an address or a snippet, holds an address that leads to the reader's own machine. */
export function isLocal(text: string): boolean {
  return LOCAL.test(text);
}
