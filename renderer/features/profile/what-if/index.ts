export { WhatIfView } from "./what-if-view";
