// Property tests draw the same cases every time; INNERGAP_SEED draws others.
import fc from "fast-check";

fc.configureGlobal({ seed: Number(process.env.INNERGAP_SEED ?? 1) });
