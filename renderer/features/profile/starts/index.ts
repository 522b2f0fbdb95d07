export { StartsView } from "./starts-view";
