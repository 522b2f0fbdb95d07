/** The thread that reads for the window: a list of 200,000 calls takes longer to look through than a window may stand still. */
import { parentPort, workerData } from "node:worker_threads";
import type { MessagePort } from "node:worker_threads";
import { openReadOnlyDatabase } from "./read-only";
import type { FromReader, QueryData, ToReader } from "./query-protocol";
import { SliceReader } from "./slices";
import { asStoreError, guarded } from "./store-error";

type Asked = Exclude<ToReader, { readonly name: "close" }>;

function run(port: MessagePort, data: QueryData): void {
  let opened: { readonly reader: SliceReader; readonly close: () => void } | null = null;

  /** With the first question, so that a file that can't be opened is its answer. */
  function reader(): SliceReader {
    if (opened === null) {
      const file = openReadOnlyDatabase(data);
      const close = (): void => {
        file.close();
      };
      opened = { reader: guarded(data.file, () => new SliceReader(file.database)), close };
    }
    return opened.reader;
  }

  port.on("message", (message: ToReader) => {
    if (message.name === "close") {
      opened?.close();
      port.close();
      return;
    }
    port.postMessage(answered(message));
  });

  function answered(message: Asked): FromReader {
    const { ticket } = message;
    try {
      return { ticket, ok: true, answer: guarded(data.file, () => answerOf(reader(), message)) };
    } catch (error) {
      const code = asStoreError(error, data.file)?.code ?? null;
      return { ticket, ok: false, code, message: error instanceof Error ? error.message : String(error) };
    }
  }
}

function answerOf(reader: SliceReader, message: Asked): unknown {
  switch (message.name) {
    case "slice":
      return reader.slice(message.ask.filter, message.ask.offset, message.ask.limit);
    case "ids":
      return reader.ids(message.ask.filter, message.ask.offset, message.ask.limit);
    case "functions":
      return reader.functions();
    case "batch": {
      const { filter, ids, after, limit, bytes } = message.ask;
      return ids === null ? reader.batch(filter, after, limit, bytes) : reader.batchOf(ids, after, limit, bytes);
    }
  }
}

if (parentPort !== null) run(parentPort, workerData as QueryData);
