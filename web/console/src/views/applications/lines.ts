/** What was typed one a line, without what is empty or said twice. */
export const lines = (text: string | undefined): string[] => [...new Set((text ?? '').split(/[\s,]+/).map((line) => line.trim()).filter(Boolean))];
