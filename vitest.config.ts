import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    setupFiles: ["tests/support/seeded.ts"],
    include: ["src/**/*.test.ts", "tests/**/*.test.ts"],
    // Tests that start processes or train share two cores; more workers would only time each other out.
    maxWorkers: 2,
    testTimeout: 60_000,
    pool: "forks",
  },
});
