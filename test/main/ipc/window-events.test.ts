import { EventEmitter } from "node:events";
import type { WebContents } from "electron";
import { expect, test } from "vitest";
import { WindowEvents } from "../../../main/ipc/window-events";

/** As much of Electron's WebContents as hears events. */
class FakeContents extends EventEmitter {
  readonly told: string[] = [];
  isGone = false;
  isDestroyed(): boolean {
    return this.isGone;
  }
  send(channel: string, event: unknown): void {
    this.told.push(`${channel} ${JSON.stringify(event)}`);
  }
}

const NOTICE = 'coldframe:onNotice {"level":"error","message":"The disk is full","details":null}';

test("a notice waits until the page listens, and comes once", () => {
  const { events, contents } = attached();
  events.notice("error", "The disk is full");
  expect(contents.told).toEqual([]);
  events.listening();
  events.listening();
  expect(contents.told).toEqual([NOTICE]);
  events.notice("error", "The disk is full");
  expect(contents.told).toEqual([NOTICE, NOTICE]);
});

test("a page that crashed is told when it listens again", () => {
  const { events, contents } = attached();
  events.listening();
  contents.emit("render-process-gone");
  events.notice("error", "The disk is full");
  expect(contents.told).toEqual([]);
  events.listening();
  expect(contents.told).toEqual([NOTICE]);
});

test("without a window nothing is told, and a notice waits for the next", () => {
  const { events, contents } = attached();
  events.listening();
  contents.isGone = true;
  contents.emit("destroyed");
  events.send("onHistoryChanged", null);
  events.notice("error", "The disk is full");
  expect(contents.told).toEqual([]);
  const next = new FakeContents();
  events.attach(next as unknown as WebContents);
  events.listening();
  expect(next.told).toEqual([NOTICE]);
});

function attached(): { events: WindowEvents; contents: FakeContents } {
  const events = new WindowEvents();
  const contents = new FakeContents();
  events.attach(contents as unknown as WebContents);
  return { events, contents };
}
