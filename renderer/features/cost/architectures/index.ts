export { ArchitecturesView } from "./architectures-view";
