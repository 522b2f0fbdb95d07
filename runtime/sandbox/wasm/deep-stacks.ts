/** Ten frames, which are usual, end within a library's own where Rust panics. */
const FRAMES = 32;

/** Says how much of a guest's stack V8 keeps when it traps. */
export function showDeepStacks(): void {
  Error.stackTraceLimit = FRAMES;
}
