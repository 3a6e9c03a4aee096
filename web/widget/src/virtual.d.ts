declare module 'virtual:later-texts' {
  /** By language and key, or its number. */
  export const texts: Record<string, Record<string | number, string>>;
  /** Names of the numbers; empty where keys are names. */
  export const keys: string;
}
