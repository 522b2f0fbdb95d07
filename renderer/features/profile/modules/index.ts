export { ModulesView } from "./modules-view";
