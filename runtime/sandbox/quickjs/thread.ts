import { serveSandbox } from "../sandbox-thread";
import { makeQuickjsEngine } from "./engine";

serveSandbox(makeQuickjsEngine);
