export { CostPanel } from "./cost-panel";
