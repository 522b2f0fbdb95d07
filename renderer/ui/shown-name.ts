/**
 * A name that someone else chose, such as a file's, as it can be read without being led astray: control characters and those that
 * turn the direction of writing are shown by their number (`‹U+202E›`), so that `‹U+202E›gnp.exe` does not look like `exe.png`.
 */
export function shownName(name: string): string {
  return name.replace(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu, (character) => {
    const number = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
    return `‹U+${number}›`;
  });
}
