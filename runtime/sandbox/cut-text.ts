/** `text`, or its first `limit` characters and how many more there were. */
export function cutText(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const end = isLead(text.charCodeAt(limit - 1)) ? limit - 1 : limit;
  return `${text.slice(0, end)}… (${text.length - end} more characters)`;
}

/** The first half of a character that takes two. */
function isLead(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}
