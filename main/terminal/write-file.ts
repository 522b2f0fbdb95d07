import { writeFile } from "node:fs/promises";
import { UsageError } from "./exit-codes";
import { quote } from "./parse-values";

/** Writes what an option asks for. @throws {UsageError} where the file can't be written */
export async function writeOptionFile(option: string, file: string, content: string): Promise<void> {
  try {
    await writeFile(file, content);
  } catch (error) {
    throw new UsageError(
      `${option} ${quote(file)} can't be written: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
