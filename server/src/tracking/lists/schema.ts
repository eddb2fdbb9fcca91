/** What a program that asks for audio is. `unknown` names none of the others, and is no reason to filter. */
export const AGENT_CLASSES = ['bot', 'app', 'library', 'browser', 'unknown'] as const;
export type AgentClass = (typeof AGENT_CLASSES)[number];

/** What kind of device a program runs on. */
export const DEVICE_KINDS = ['mobile', 'computer', 'smart_speaker', 'smart_tv', 'watch', 'auto'] as const;
export type DeviceKind = (typeof DEVICE_KINDS)[number];
