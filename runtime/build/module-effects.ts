import { CLOCK } from "./module-clock";

/** Effects that are noted of one module. */
const MOST_EFFECTS = 3;

/**
 * In place of the module clock: notes which module's own statements change what all modules share, the global object and what hangs on it,
 * or leave something behind that goes on without them, a listener or a timer. What a module does to the objects of another module is not
 * seen.
 */
export const EFFECTS_SOURCE = `
const effects = [];
const open = [];
function note(what) {
  const index = open[open.length - 1];
  if (index === undefined) return;
  const list = effects[index] ??= [];
  if (list.length < ${MOST_EFFECTS} && !list.includes(what)) list.push(what);
}
const undo = [];
for (const name of ["addEventListener", "setTimeout", "setInterval"]) {
  const real = globalThis[name];
  if (typeof real !== "function") continue;
  globalThis[name] = function (...args) { note("calls " + name + "()"); return Reflect.apply(real, this, args); };
  undo.push(() => { globalThis[name] = real; });
}
function stateOf(object) {
  const state = new Map();
  for (const key of Reflect.ownKeys(object)) {
    if (key === "${CLOCK}") continue;
    const own = Object.getOwnPropertyDescriptor(object, key);
    if (own !== undefined) state.set(key, own.get ?? own.value);
  }
  return state;
}
const isObject = (value) => (typeof value === "object" && value !== null) || typeof value === "function";
const watched = [{ name: "", object: globalThis }];
for (const name of Object.getOwnPropertyNames(globalThis)) {
  const own = Object.getOwnPropertyDescriptor(globalThis, name);
  const value = own !== undefined && "value" in own ? own.value : undefined;
  if (!isObject(value) || value === globalThis) continue;
  watched.push({ name, object: value });
  if (isObject(value.prototype)) watched.push({ name: name + ".prototype", object: value.prototype });
}
for (const item of watched) item.state = stateOf(item.object);
function look() {
  for (const item of watched) {
    const now = stateOf(item.object);
    for (const key of new Set([...item.state.keys(), ...now.keys()])) {
      if (item.state.has(key) === now.has(key) && Object.is(item.state.get(key), now.get(key))) continue;
      note("changes " + (item.name === "" ? "globalThis" : item.name) + "." + String(key));
    }
    item.state = now;
  }
}
globalThis.${CLOCK} = {
  begin(index) { look(); open.push(index); },
  end(index) {
    if (!open.includes(index)) return;
    look();
    while (open.pop() !== index);
  },
};
export function report() {
  look();
  for (const restore of undo.splice(0)) restore();
  return { effects: Array.from(effects, (list) => list ?? []) };
}
`;
