// Lets child processes of tests run TypeScript sources as they are: `node --import <this file> program.ts`.
import { register } from "node:module";

register("./typescript-loader.mjs", import.meta.url);
