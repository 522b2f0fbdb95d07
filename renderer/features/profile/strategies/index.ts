export { StrategiesView } from "./strategies-view";
