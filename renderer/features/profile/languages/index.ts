export { LanguagesView } from "./languages-view";
