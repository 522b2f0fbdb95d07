import type { ThreadSpan } from "../protocol";
import { nowUs } from "../thread-clock";

/** Times one part after the other. */
export class Spans {
  readonly list: ThreadSpan[] = [];

  time<T>(name: string, part: () => T): T {
    const startUs = nowUs();
    try {
      return part();
    } finally {
      this.add(name, startUs);
    }
  }

  add(name: string, startUs: number): void {
    this.list.push({ name, startUs, endUs: nowUs(), parent: null, attributes: {} });
  }
}
