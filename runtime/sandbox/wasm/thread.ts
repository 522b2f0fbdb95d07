import { serveSandbox } from "../sandbox-thread";
import { showDeepStacks } from "./deep-stacks";
import { makeWasmEngine } from "./engine";

showDeepStacks();
serveSandbox(makeWasmEngine);
