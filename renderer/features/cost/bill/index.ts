export { BillView } from "./bill-view";
