import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { openStore } from "../../main/store";
import type { WindowApi } from "../../preload/contract";
import { benchCall } from "./history";
import type { BenchContext } from "./figure";
import { openWindow, prepareWindow } from "./window";

/** As many as the window's own history keeps. */
const ROWS = 200_000;
const QUICK_ROWS = 2_000;
const CALLS_PER_SECOND = 2_000;

/** From the start of the process to an editor that shows the function's text. The first launch of all makes caches. */
export async function measureLaunch(bench: BenchContext): Promise<number[]> {
  await prepareWindow(bench);
  const samples: number[] = [];
  for (let run = 0; run <= (bench.quick ? 1 : 10); run += 1) {
    const startedMs = performance.now();
    await using _window = await openWindow(bench, "launch-home");
    if (run > 0) samples.push(performance.now() - startedMs);
  }
  return samples;
}

/** From the key to the frame in which the answer is on the screen; a sandbox bound to the function is ready. */
export async function measureSend(bench: BenchContext): Promise<number[]> {
  await using window = await openWindow(bench, "send-home");
  const { page } = window;
  await page.getByRole("treeitem", { name: "counter, function" }).click();
  await page.getByRole("button", { name: "Send" }).first().waitFor();
  const samples: number[] = [];
  const runs = bench.quick ? 3 : 50;
  for (let call = 1; call <= runs + 3; call += 1) {
    await watchAnswer(page, `call ${call} is answered`);
    await page.keyboard.press("Control+Enter");
    const took = await page.evaluate(() => (globalThis as unknown as { answered: Promise<number> }).answered);
    // The first of them start and bind what the others find ready.
    if (call > 3) samples.push(took);
  }
  return samples;
}

/** Leaves the time from the next key to the frame that shows `text` as the promise `answered`. */
async function watchAnswer(page: Page, text: string): Promise<void> {
  await page.evaluate((wanted) => {
    (globalThis as unknown as { answered: Promise<number> }).answered = new Promise((resolve) => {
      let pressedMs = 0;
      window.addEventListener(
        "keydown",
        (event) => {
          if (event.key === "Enter") pressedMs = event.timeStamp;
        },
        { capture: true },
      );
      const observer = new MutationObserver(() => {
        if (document.querySelector(".console-response")?.textContent.includes(wanted) !== true) return;
        observer.disconnect();
        requestAnimationFrame(() => {
          resolve(performance.now() - pressedMs);
        });
      });
      observer.observe(document.body, { childList: true, subtree: true, characterData: true });
    });
  }, text);
}

/** Frames of a scroll, by wheel's steps and by the bar's leaps, in which a part of the list shows no row. */
export async function measureScroll(bench: BenchContext): Promise<number[]> {
  await fillHistory(bench, "scroll-home", bench.quick ? QUICK_ROWS : ROWS);
  await using window = await openWindow(bench, "scroll-home");
  const { page } = window;
  await page.keyboard.press("Control+2");
  await page.locator(".history-rows [role=row]").first().waitFor();
  const samples: number[] = [];
  for (let run = 0; run < (bench.quick ? 1 : 5); run += 1) samples.push(await page.evaluate(countBlankFrames));
  return samples;
}

/** Runs in the page. */
async function countBlankFrames(): Promise<number> {
  const list = document.querySelector(".history-list");
  if (list === null) throw new Error("there is no list");
  const height = 24;
  const isFull = (): boolean => {
    const head = list.getBoundingClientRect().top + height;
    const bottom = list.getBoundingClientRect().top + list.clientHeight;
    const seen = [...list.querySelectorAll(".history-rows [role=row]")].filter((row) => {
      const box = row.getBoundingClientRect();
      return box.bottom > head && box.top < bottom && row.textContent.trim() !== "";
    });
    return seen.length >= Math.floor((bottom - head) / height);
  };
  const end = list.scrollHeight - list.clientHeight;
  let blank = 0;
  for (let step = 0; step < 400; step += 1) {
    list.scrollTop = step < 300 ? step * 110 : (end * ((step * 37) % 100)) / 99;
    await new Promise((resolve) => requestAnimationFrame(resolve));
    if (!isFull()) blank += 1;
  }
  return blank;
}

async function fillHistory({ scratch }: BenchContext, homeName: string, rows: number): Promise<void> {
  const home = join(scratch, homeName);
  await mkdir(home, { recursive: true });
  const store = await openStore({
    file: join(home, "coldframe.sqlite"),
    retention: null,
    onProblem: (problem) => {
      throw new Error(problem.message);
    },
  });
  // Of today: the window deletes what is old.
  const startMs = Date.now() - rows * 50;
  for (let index = 0; index < rows; index += 1) {
    store.finish({ ...benchCall(index), startedAtMs: startMs + index * 50 });
    if (index % 1000 === 0) await store.room();
  }
  await store.close();
}

/** The longest that the main process' event loop stood still, each second, while the window makes 2,000 calls a second. */
export async function measureMainLoop(bench: BenchContext): Promise<number[]> {
  await using window = await openWindow(bench, "loop-home");
  const { app, page } = window;
  await page.evaluate(callSteadily, { callsPerSecond: CALLS_PER_SECOND, seconds: 1 });
  const samples: number[] = [];
  const rates: number[] = [];
  for (let second = 0; second < (bench.quick ? 1 : 10); second += 1) {
    await app.evaluate(() => {
      const histogram = process.getBuiltinModule("node:perf_hooks").monitorEventLoopDelay({ resolution: 1 });
      histogram.enable();
      (globalThis as unknown as { delays: typeof histogram }).delays = histogram;
    });
    rates.push(await page.evaluate(callSteadily, { callsPerSecond: CALLS_PER_SECOND, seconds: 1 }));
    samples.push(
      await app.evaluate(() => {
        const { delays } = globalThis as unknown as { delays: { max: number; disable: () => boolean } };
        delays.disable();
        // Nanoseconds, the period of the measuring itself included.
        return delays.max / 1e6 - 1;
      }),
    );
  }
  const answered = Math.round(rates.reduce((sum, rate) => sum + rate, 0) / rates.length);
  process.stderr.write(`main-loop-block: ${answered} of ${CALLS_PER_SECOND} calls/s were answered\n`);
  return samples;
}

/** Runs in the page: asks for that many calls a second, evenly; gives how many a second were answered. */
async function callSteadily({
  callsPerSecond,
  seconds,
}: {
  readonly callsPerSecond: number;
  readonly seconds: number;
}): Promise<number> {
  const { coldframe } = globalThis as unknown as { coldframe: WindowApi };
  const grants = { env: {}, allowNet: [], memoryMb: 128, timeoutMs: 30_000 };
  const input = { trigger: "http" as const, method: "GET", url: "/", headers: [], body: null };
  const hex = (count: number, digits: number): string => count.toString(16).padStart(digits, "0");
  const startedMs = performance.now();
  const running = new Set<Promise<unknown>>();
  let asked = 0;
  while (performance.now() - startedMs < seconds * 1000) {
    const due = ((performance.now() - startedMs) / 1000) * callsPerSecond;
    for (; asked < due; asked += 1) {
      const ms = hex(Date.now(), 12);
      const id = `${ms.slice(0, 8)}-${ms.slice(8)}-7${hex(asked % 4096, 3)}-8000-${hex(Math.floor(Math.random() * 2 ** 47), 12)}`;
      const call = coldframe.invoke({ id, path: "counter", input, grants, start: "auto" }).then((reply) => {
        if (!reply.ok) throw new Error(reply.error.message);
        running.delete(call);
      });
      running.add(call);
    }
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await Promise.all(running);
  return asked / ((performance.now() - startedMs) / 1000);
}
