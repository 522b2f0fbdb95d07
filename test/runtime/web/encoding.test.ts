import { differential } from "./differential";

differential("atob and btoa", {
  "btoa encodes latin-1": "return [btoa(''), btoa('a'), btoa('ab'), btoa('\\u00ff\\u0000')]",
  "btoa refuses what is beyond latin-1": "return caught(() => btoa('\\u0100'))",
});
