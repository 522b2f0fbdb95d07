export { PoolPanel } from "./pool-panel";
