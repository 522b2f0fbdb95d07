/** Pixels of a letter in the chart's text size, wide enough for every face. */
export const LETTER_WIDTH = 7.2;

/** What of a text has room in so many pixels; null: not even its beginning. */
export function clippedText(text: string, width: number): string | null {
  const most = Math.floor(width / LETTER_WIDTH);
  if (text.length <= most) return text;
  return most < 4 ? null : `${text.slice(0, most - 1)}…`;
}
