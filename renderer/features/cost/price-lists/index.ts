export { PriceListsView } from "./price-lists-view";
