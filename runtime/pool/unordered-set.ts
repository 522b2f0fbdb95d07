/** What can be in one `UnorderedSet` at a time. */
export interface Member {
  /** Its place there, which is the set's to write; -1 while it is in none. */
  memberIndex: number;
}

/**
 * A set for what comes and goes thousands of times a second. A `Set` would keep it all: V8 links each hash table that a Set outgrew to the
 * next one, and as soon as a full collection has moved one of them to the old generation, whatever was in the later ones
 * survives every collection of young objects until the next full one. That was a third of all that a busy pool allocated (measured).
 */
export class UnorderedSet<T extends Member> implements Iterable<T> {
  readonly #members: T[] = [];

  get size(): number {
    return this.#members.length;
  }

  /** Members must not come or go meanwhile. */
  [Symbol.iterator](): Iterator<T> {
    return this.#members.values();
  }

  has(member: T): boolean {
    return this.#members[member.memberIndex] === member;
  }

  add(member: T): void {
    if (this.has(member)) return;
    member.memberIndex = this.#members.length;
    this.#members.push(member);
  }

  delete(member: T): void {
    if (!this.has(member)) return;
    const last = this.#members.pop();
    if (last !== undefined && last !== member) {
      this.#members[member.memberIndex] = last;
      last.memberIndex = member.memberIndex;
    }
    member.memberIndex = -1;
  }

  clear(): void {
    for (const member of this.#members) member.memberIndex = -1;
    this.#members.length = 0;
  }
}
