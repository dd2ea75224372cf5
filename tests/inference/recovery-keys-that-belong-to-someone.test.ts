import { recoveryTest } from "./recovery.ts";

recoveryTest("keys-that-belong-to-someone");
