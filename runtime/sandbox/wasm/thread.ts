import { serveSandbox } from "../sandbox-thread";
import { makeWasmEngine } from "./engine";

serveSandbox(makeWasmEngine);
