import { recoveryTest } from "./recovery.ts";

recoveryTest("cheese-in-the-corner");
