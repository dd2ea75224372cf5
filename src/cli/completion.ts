// `innergap completion`: shell scripts that ask this program what may come next.
import { basename } from "node:path";
import { exitCodes, InputError } from "../base/errors.ts";
import { oneOf } from "../base/nearest.ts";
import type { Execute } from "./command.ts";
import { completionRequest, completionShells } from "./options.ts";

const scripts: Readonly<Record<(typeof completionShells)[number], string>> = {
  bash: `_innergap() {
  local IFS=$'\\n'
  COMPREPLY=($(innergap ${completionRequest} "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
}
complete -o default -F _innergap innergap`,
  zsh: `_innergap() {
  local -a found
  found=("\${(@f)$(innergap ${completionRequest} "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  if (( \${#found[1]} )); then compadd -- "\${found[@]}"; else _files; fi
}
(( \${+functions[compdef]} )) || { autoload -Uz compinit && compinit; }
compdef _innergap innergap`,
};

export const execute: Execute = async (args, terminal) => {
  const shell = args.text("shell") ?? basename(process.env.SHELL ?? "bash");
  const known = completionShells.find((one) => one === shell);
  if (known === undefined)
    throw new InputError("shell", JSON.stringify(shell), oneOf(shell, completionShells));
  const script = scripts[known];
  terminal.print(script);
  terminal.record({ kind: "done", result: { shell, script } });
  return exitCodes.ok;
};
