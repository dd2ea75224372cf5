import { recoveryTest } from "./recovery.ts";

recoveryTest("keys-and-chests");
