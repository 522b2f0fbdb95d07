import type { ModuleTime, TopLevel } from "../model";

/** A module of the function's own, or all modules of one npm package. Times in microseconds. */
export interface ModuleGroup {
  /** The path, or the package's name. */
  readonly name: string;
  readonly isPackage: boolean;
  readonly modules: number;
  readonly bytes: number;
  /** With what is loaded for it. */
  readonly initUs: number;
  readonly selfInitUs: number;
  /** Its bytes' share of parsing and compiling: an estimate, since the engine reads the bundle in one go. */
  readonly parseUs: number;
}

/** What costs most comes first: its own statements and its share of the parsing. */
export function groupModules({ modules, timed }: TopLevel): readonly ModuleGroup[] {
  const bytes = modules.reduce((sum, module) => sum + module.bytes, 0);
  const groups = Map.groupBy(modules, (module) => groupOf(module));
  const found = [...groups].map(([name, members]) => {
    const own = sum(members, (module) => module.bytes);
    // A package's modules load each other: those count that are loaded for somebody else.
    const roots = members.filter(({ parent }) => !members.some(({ path }) => path === parent));
    return {
      name,
      isPackage: members[0]?.package !== null,
      modules: members.length,
      bytes: own,
      initUs: sum(roots, (module) => module.initUs ?? 0),
      selfInitUs: sum(members, (module) => module.selfInitUs ?? 0),
      parseUs: bytes === 0 ? 0 : Math.round((timed.parseUs * own) / bytes),
    };
  });
  return found.sort((a, b) => b.selfInitUs + b.parseUs - a.selfInitUs - a.parseUs || (a.name < b.name ? -1 : 1));
}

function groupOf({ package: name, path }: ModuleTime): string {
  return name ?? path;
}

function sum(modules: readonly ModuleTime[], of: (module: ModuleTime) => number): number {
  return modules.reduce((total, module) => total + of(module), 0);
}
