/**
 * The thread that writes: batches of records and tasks come in order by messages. What comes while a transaction is made is
 * taken together into the next one.
 */
import { parentPort, receiveMessageOnPort, workerData } from "node:worker_threads";
import type { MessagePort } from "node:worker_threads";
import type { Database } from "better-sqlite3";
import { BatchWriter } from "./batch-writer";
import { connect } from "./connection";
import { addCpuProfile } from "./cpu-profiles";
import { deleteProfile, renameProfile, saveProfile } from "./profiles";
import { BurstRetention, deleteInvocations, retain } from "./retention";
import { recoverSessions } from "./sessions";
import { asStoreError } from "./store-error";
import type { Batch } from "./wire";
import type { FromWriter, StoreProblem, ToWriter, WriterData, WriterTask } from "./writer-protocol";

const UPKEEP_EVERY_MS = 60_000;
/** Records in one transaction, at most about this many: a burst is committed as it goes. */
const MAX_RECORDS = 4000;

function run(port: MessagePort, data: WriterData): void {
  const database = connect(data);
  const report = (problem: StoreProblem): void => {
    send({ type: "problem", problem });
  };
  const writer = new BatchWriter(database, data.sessionSeq, report);
  const burst = data.retention === null ? null : new BurstRetention(database, data.retention);
  const closing = new AbortController();
  let tasks: Promise<void> = Promise.resolve();
  let upkeep: Promise<void> = keepUp();
  const upkeepTimer = setInterval(() => {
    upkeep = upkeep.then(keepUp);
  }, UPKEEP_EVERY_MS);

  function send(message: FromWriter): void {
    port.postMessage(message);
  }

  /** In the background; what fails now is tried again in a minute, and only lasting trouble is worth a word. */
  async function keepUp(): Promise<void> {
    try {
      recoverSessions(database, data.nativeBinding, data.sessionSeq);
      if (data.retention !== null) await retain(database, data.retention, Date.now(), closing.signal);
    } catch (error) {
      const problem = problemOf(error, data.file);
      if (problem.code !== "store-busy") report(problem);
    }
  }

  /** What fails now is tried again with the next records. */
  function keepBurst(records: number): void {
    try {
      burst?.wrote(records);
    } catch (error) {
      problemOf(error, data.file);
    }
  }

  /** Batches that follow each other are written together; a task waits for those before it. */
  function take(first: ToWriter): void {
    let batches: Batch[] = [];
    let records = 0;
    const write = (): void => {
      if (batches.length === 0) return;
      writer.write(batches);
      keepBurst(records);
      send({ type: "settled", records, weightBytes: batches.reduce((sum, batch) => sum + batch.weightBytes, 0) });
      batches = [];
      records = 0;
    };
    for (let message: ToWriter | null = first; message !== null; message = nextMessage(port)) {
      if (message.type === "batch") {
        batches.push(message);
        records += message.records;
        if (records >= MAX_RECORDS) write();
      } else {
        write();
        follow(message);
      }
    }
    write();
  }

  function follow(message: Exclude<ToWriter, Batch>): void {
    if (message.type === "close") {
      clearInterval(upkeepTimer);
      closing.abort();
      tasks = tasks.then(async () => {
        await upkeep;
        database.close();
        send({ type: "closed" });
        port.close();
      });
      return;
    }
    const { ticket, task } = message;
    tasks = tasks.then(async () => {
      try {
        send({ type: "done", ticket, count: await perform(database, data, task) });
      } catch (error) {
        send({ type: "failed", ticket, problem: problemOf(error, data.file) });
      }
    });
  }

  port.on("message", take);
}

function nextMessage(port: MessagePort): ToWriter | null {
  const received = receiveMessageOnPort(port) as { readonly message: ToWriter } | undefined;
  return received?.message ?? null;
}

async function perform(database: Database, data: WriterData, task: WriterTask): Promise<number> {
  switch (task.type) {
    case "flush":
      return 0;
    case "delete":
      return deleteInvocations(database, task.ids);
    case "retain":
      return retain(database, task.retention, Date.now());
    case "recover":
      return recoverSessions(database, data.nativeBinding, data.sessionSeq);
    case "save-profile":
      return Number(saveProfile(database, task.name, task.profile));
    case "add-cpu-profile":
      return Number(addCpuProfile(database, task.name, task.profile));
    case "rename-profile":
      return Number(renameProfile(database, task.name, task.newName));
    case "delete-profile":
      return Number(deleteProfile(database, task.name));
  }
}

/** Anything that is no trouble of the store's is a bug: it ends the thread, and the main side says so. */
function problemOf(error: unknown, file: string): StoreProblem {
  const known = asStoreError(error, file);
  if (known === null) throw error;
  return { code: known.code, message: known.message, lost: 0 };
}

if (parentPort !== null) run(parentPort, workerData as WriterData);
