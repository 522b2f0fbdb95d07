import js from "@eslint/js";
import tseslint from "typescript-eslint";
import globals from "globals";

export default tseslint.config(
  // runtime/web/types declares the Web as it is, `any` and `var` included; tsc checks it, and a test holds it against the sandbox.
  { ignores: ["out/", "node_modules/", "build/examples/", "test/fixtures/", "runtime/web/types/"] },
  js.configs.recommended,
  {
    files: ["**/*.{ts,tsx}"],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: {
        project: [
          "runtime/tsconfig.json",
          "runtime/web/tsconfig.json",
          "main/tsconfig.json",
          "preload/tsconfig.json",
          "renderer/tsconfig.json",
          "build/tsconfig.json",
          "test/tsconfig.json",
          "test/e2e/desktop/tsconfig.json",
        ],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      "func-style": ["error", "declaration", { allowArrowFunctions: true }],
      "max-lines": ["error", 500],
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true, allowBoolean: true }],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
      "@typescript-eslint/no-unnecessary-condition": [
        "error",
        { allowConstantLoopConditions: "only-allowed-literals" },
      ],
    },
  },
  {
    // One door between the window and the program, where every call is checked.
    files: ["main/**/*.ts"],
    ignores: ["main/ipc/**"],
    rules: {
      "no-restricted-imports": ["error", { paths: [{ name: "electron", importNames: ["ipcMain"] }] }],
    },
  },
  {
    files: ["**/*.{js,cjs}"],
    languageOptions: { globals: globals.node },
  },
);
