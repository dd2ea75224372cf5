// What a node of an influence diagram with numbers can come to: numbers, words, and yes or no.

/** One value of a finite domain. Values are told apart by type as well: 1, "1" and true are three outcomes. */
export type Outcome = number | string | boolean;

/** The values of a node's parents by their names: what functions are asked with. */
export type Outcomes = Readonly<Record<string, Outcome>>;

/** The outcome as it is shown in errors and tables of text: words in quotation marks. */
export const printOutcome = (outcome: Outcome): string => JSON.stringify(outcome);
