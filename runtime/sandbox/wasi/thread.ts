import { serveSandbox } from "../sandbox-thread";
import { makeWasiEngine } from "./engine";

serveSandbox(makeWasiEngine);
